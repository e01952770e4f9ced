"""Who is meant by a name: known, several, nearly, or new."""

import pytest

from tests.factories import add_co_organiser, make_organisation, make_speaker, make_webinar
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.editing.named_records import NameUnsettled, organisation_of, speaker_of
from webinars.domain.editing.wanted import NamedRecord
from webinars.domain.programme.editor_queries import webinar_to_edit


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def webinar(session, host):
    return webinar_to_edit(session, make_webinar(session, host).slug)


def test_one_known_by_name_or_by_id(session, host):
    ada = make_speaker(session, host, "Ada Lovelace")

    assert speaker_of(session, NamedRecord(name="ada lovelace"), host) == ada
    assert speaker_of(session, NamedRecord(name="Whoever", id=ada.id), host) == ada


def test_somebody_else_of_that_name_is_made(session, host):
    make_speaker(session, host, "Ada Lovelace")

    assert speaker_of(session, NamedRecord(name="Ada Lovelace", is_new=True), host) is None


def test_an_id_of_another_organisation_is_nobody(session, host):
    oskar = make_speaker(session, make_organisation(session, "Elsewhere Club"), "Oskar")

    with pytest.raises(NameUnsettled, match="not among the speakers you may use"):
        speaker_of(session, NamedRecord(name="Oskar", id=oskar.id), host)


def test_a_name_that_is_nearly_somebodys_is_asked_about_once(session, host):
    make_speaker(session, host, "Mary Gartside")

    with pytest.raises(NameUnsettled, match="nearly somebody you know"):
        speaker_of(session, NamedRecord(name="Mary Gartsyde"), host)
    with pytest.raises(NameUnsettled):
        speaker_of(session, NamedRecord(name="Mary Gartsyde", asked="Mary Gartside"), host)
    assert speaker_of(session, NamedRecord(name="Mary Gartsyde", asked="Mary Gartsyde"), host) is None


def test_an_organisation_is_found_by_name_or_begun_by_it(session, webinar):
    lincei = make_organisation(session, "Accademia dei Lincei")

    assert organisation_of(session, OPERATOR, NamedRecord(name="accademia dei lincei"), webinar) == lincei
    assert organisation_of(session, OPERATOR, NamedRecord(name=" The  Pell Society"), webinar) == "The Pell Society"


def test_an_organisations_id_alone_says_nothing_of_its_name(session, webinar):
    lincei = make_organisation(session, "Accademia dei Lincei")
    guess = NamedRecord(name="Something", id=lincei.id)

    with pytest.raises(NameUnsettled, match="no longer here"):
        organisation_of(session, OPERATOR, guess, webinar)
    assert organisation_of(session, OPERATOR, NamedRecord(name=lincei.name, id=lincei.id), webinar) == lincei
    add_co_organiser(session, webinar, lincei)
    assert organisation_of(session, OPERATOR, guess, webinar) == lincei
