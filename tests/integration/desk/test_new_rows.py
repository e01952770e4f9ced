"""The row of somebody who was added to the editor by script: who is meant by the name."""

import pytest

from tests.factories import add_co_organiser, make_member, make_organisation, make_speaker, make_webinar
from webinars.models import Role

PEOPLE, ORGANISATIONS = "/manage/new-row/lineup", "/manage/new-row/co_organisers"


@pytest.fixture
def signed_in(client, sign_in, olga):
    sign_in(client, olga)


@pytest.mark.usefixtures("signed_in")
def test_somebody_known_comes_with_id_and_affiliation(client, session, host):
    somerville = make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")

    row = client.get(PEOPLE, query_string={"name": "Dr MARY somerville", "row": 7, "host": host.slug}).text

    assert f'name="lineup-7-person" value="{somerville.id}"' in row
    assert "Edinburgh" in row
    assert "Create" not in row


@pytest.mark.usefixtures("signed_in")
def test_somebody_unknown_may_be_created(client, host):
    row = client.get(PEOPLE, query_string={"name": "<b>Ada</b>", "row": 3, "host": host.slug}).text

    assert "Create a new speaker" in row
    assert "<b>Ada" not in row


@pytest.mark.usefixtures("signed_in")
def test_an_organisation_is_known_by_its_name(client, host, partner):
    known = client.get(ORGANISATIONS, query_string={"name": "accademia dei lincei", "row": 0, "host": host.slug}).text
    unknown = client.get(ORGANISATIONS, query_string={"name": "Dyers", "row": 0, "host": host.slug}).text

    assert f'name="co_organisers-0-organisation" value="{partner.id}"' in known
    assert "Create Dyers" in unknown


@pytest.mark.usefixtures("signed_in")
@pytest.mark.parametrize(
    "query", [{"row": 1}, {"name": " ", "row": 1}, {"name": "Ada", "row": -1}, {"name": "Ada", "row": 1_000_000}]
)
def test_without_a_name_or_a_number_there_is_no_row(client, host, query):
    assert client.get(PEOPLE, query_string=query | {"host": host.slug}).status_code == 400


def test_nobody_asks_for_an_organisation_that_is_not_theirs(client, session, sign_in, host, oskar):
    make_speaker(session, host, "Mary Somerville", affiliation="Edinburgh")
    webinar = make_webinar(session, host)
    sign_in(client, oskar)

    for whose in ({"host": host.slug}, {"webinar": webinar.slug}):
        for address in (PEOPLE, ORGANISATIONS):
            answer = client.get(address, query_string={"name": "Mary Somerville", "row": 1} | whose)
            assert answer.status_code in {403, 404}


def test_co_organisers_add_speakers_and_invite_nobody(client, session, sign_in, host):
    partner = make_organisation(session, "Royal Society")
    webinar = make_webinar(session, host)
    add_co_organiser(session, webinar, partner)
    make_speaker(session, host, "Mary Somerville")
    sign_in(client, make_member(session, partner, "Petra", Role.EDITOR))
    query = {"name": "Mary Somerville", "row": 1, "webinar": webinar.slug}

    assert client.get(PEOPLE, query_string=query).status_code == 200
    assert client.get(ORGANISATIONS, query_string=query).status_code == 403
