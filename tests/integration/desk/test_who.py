"""Who is meant by a name that was typed into the editor: what a script puts beside it."""

import pytest

from tests.factories import add_co_organiser, make_member, make_organisation, make_speaker, make_webinar
from webinars.models import Role

PEOPLE, ORGANISATIONS = "/manage/who/lineup", "/manage/who/co_organisers"


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


@pytest.fixture
def ask(client, signed_in, host):
    return lambda address, name: client.get(address, query_string={"name": name, "host": host.slug}).text


def test_somebody_known_comes_with_id_and_affiliation(session, ask, host):
    somerville = make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")

    said = ask(PEOPLE, "Dr MARY somerville")

    assert f'data-id="{somerville.id}" data-known="Mary Somerville" data-affiliation="Edinburgh"' in said
    assert "mark-new" not in said
    assert "data-said" not in said


def test_of_a_record_of_another_organisation_it_is_said_whose_it_is(session, ask, host):
    lamps = make_organisation(session, "Royal Institution of Lamps")
    make_member(session, lamps, "Lena", Role.OWNER)
    add_co_organiser(session, make_webinar(session, host), lamps)
    make_speaker(session, lamps, "Mary Gartside")

    said = ask(PEOPLE, "Mary Gartside")
    near = ask(PEOPLE, "Mary Gartsyde")

    assert "Mary Gartside of the Royal Institution of Lamps is known." in said
    assert 'data-same="new" data-name="Mary Gartside">Somebody else<' in said
    assert "Nearly Mary Gartside of the Royal Institution of Lamps." in near


def test_somebody_unknown_is_new(ask):
    said = ask(PEOPLE, "<b>Ada</b>")

    assert "is new and gets a page when you save." in said
    assert "<b>Ada" not in said


def test_a_name_that_is_nearly_somebodys_is_said_with_a_button(session, ask, host):
    known = make_speaker(session, host, "Mary Gartsyde", affiliation="Lamps")

    said = ask(PEOPLE, "Mary Gartside")

    assert "Nearly Mary Gartsyde, Lamps." in said
    assert f'data-same="{known.id}" data-name="Mary Gartsyde">It is the same<' in said
    assert "data-near" in said


def test_of_namesakes_each_is_offered(session, ask, host):
    for number, place in enumerate(("Bath", "York")):
        make_speaker(session, host, "John Smith", affiliation=place, slug=f"john-smith-{number}")

    said = ask(PEOPLE, "John Smith")

    assert "More than one is called John Smith." in said
    assert all(each in said for each in ("John Smith, Bath", "John Smith, York", "Somebody else"))
    assert "mark-new" not in said


def test_an_organisation_is_known_by_its_name(session, ask, partner):
    known = ask(ORGANISATIONS, "accademia dei lincei")
    unknown = ask(ORGANISATIONS, "Dyers")

    assert f'data-id="{partner.id}" data-known="Accademia dei Lincei"' in known
    assert "Has no members here: credited as soon as you save." in known
    assert "Dyers is new" in unknown


def test_one_with_members_is_said_to_be_asked(session, ask, partner):
    make_member(session, partner, "Petra", Role.OWNER)

    said = ask(ORGANISATIONS, "Accademia dei Lincei")

    assert "Has members here: it is asked when you save, and credited in public after it has accepted." in said
    assert "data-credited" not in said


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize("query", [{}, {"name": " "}])
def test_without_a_name_nothing_is_said(client, host, query):
    assert client.get(PEOPLE, query_string=query | {"host": host.slug}).status_code == 400


def test_asking_writes_nothing(ask, count_statements):
    ask(PEOPLE, "Ada Lovelace")
    with count_statements() as statements:
        ask(PEOPLE, "Ada Lovelace")
        ask(ORGANISATIONS, "Dyers")

    assert [each for each in statements if not each.startswith("SELECT")] == []


def test_nobody_asks_for_an_organisation_that_is_not_theirs(client, session, sign_in, host, oskar):
    make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")
    webinar = make_webinar(session, host)
    sign_in(client, oskar)

    for whose in ({"host": host.slug}, {"webinar": webinar.slug}):
        for address in (PEOPLE, ORGANISATIONS):
            answer = client.get(address, query_string={"name": "Mary Somerville"} | whose)
            assert answer.status_code in {403, 404}


def test_co_organisers_add_speakers_and_invite_nobody(client, session, sign_in, host):
    partner = make_organisation(session, "Royal Society")
    webinar = make_webinar(session, host)
    add_co_organiser(session, webinar, partner)
    make_speaker(session, host, "Mary Somerville")
    sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))
    query = {"name": "Mary Somerville", "webinar": webinar.slug}

    assert client.get(PEOPLE, query_string=query).status_code == 200
    assert client.get(ORGANISATIONS, query_string=query).status_code == 403
