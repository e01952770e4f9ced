"""What search offers where it has found nothing: the same on both databases."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_recording, add_transcript, make_speaker, make_webinar
from webinars.domain.search.actions import reindex
from webinars.domain.search.suggestions import suggestions
from webinars.models import DocumentKind, SearchForm, SearchWord, Status


@pytest.fixture
def archive(session, lunar):
    """A webinar with a recording in which words are said, and a speaker of it."""
    webinar = make_webinar(
        session, lunar, "Die Vorträge", starts_wall=dt.datetime(2026, 5, 1, 12), starts_in=None, language="de"
    )
    add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    recording = add_recording(session, webinar, "The nature of comets")
    add_transcript(session, recording, "The ephemeris of that night, and the zodiacal light")
    session.commit()
    return webinar


def names(found):
    return [each.name for each in found]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ephemerys", "ephemeris"),
        ("ephmeris", "ephemeris"),
        ("zodaical", "zodiacal"),
        ("zodiacal ephemrris", "zodiacal ephemeris"),
        ("nigth lihgt", "night light"),
        ("vortrage vorträga", "vorträge vorträge"),
    ],
)
def test_words_that_were_said_are_offered_for_mistyped_ones(session, archive, typed, offered):
    assert names(suggestions(session, typed))[:1] == [offered]


@pytest.mark.parametrize("typed", ["Hershel", "Karoline Herschl", "caroline hershell", "Herschell"])
def test_a_misspelt_speaker_is_named(session, archive, typed):
    found = suggestions(session, typed)

    assert ("Caroline Herschel", DocumentKind.SPEAKER, "caroline-herschel") in [
        (each.name, each.kind, each.slug) for each in found
    ]


def test_titles_of_recordings_are_named(session, archive):
    assert ("The nature of comets", DocumentKind.RECORDING) in [
        (each.name, each.kind) for each in suggestions(session, "the natur of comtes")
    ]


@pytest.mark.parametrize("typed", ["zzzzzz", "…", "", "-ephemerys", "42", "x", '"'])
def test_of_what_is_like_nothing_nothing_is_offered(session, archive, typed):
    assert suggestions(session, typed) == []


def test_words_of_what_is_no_longer_to_be_found_are_not_offered(session, archive):
    assert names(suggestions(session, "ephemerys")) == ["ephemeris"]

    archive.status = Status.DRAFT
    session.commit()

    assert session.scalar(sa.select(SearchWord.written).where(SearchWord.folded == "ephemeris")) == "ephemeris"
    for typed in ("ephemerys", "hershel", "the natur of comtes"):
        assert suggestions(session, typed) == []
    reindex(session)
    assert session.scalar(sa.select(sa.func.count()).select_from(SearchWord)) == 0


def test_forms_are_known_of_what_can_be_found_and_of_no_names(session, lunar):
    speaker = make_speaker(session, lunar, "Ada Carders")
    webinar = make_webinar(session, lunar, "Three cards")
    make_webinar(session, lunar, "Four candles", status=Status.DRAFT)
    add_appearance(session, webinar, speaker)
    session.commit()

    forms = sa.select(SearchForm.language, SearchForm.stem, SearchForm.word).order_by(SearchForm.word)
    assert [tuple(row) for row in session.execute(forms) if row.word.startswith("ca")] == [("english", "card", "cards")]

    webinar.status = Status.DRAFT
    session.commit()
    reindex(session)

    assert [row.word for row in session.execute(forms) if row.word.startswith("ca")] == []


def test_words_of_a_draft_are_never_met(session, lunar, archive):
    make_webinar(session, lunar, "Phlogiston regained", status=Status.DRAFT)
    session.commit()

    assert session.scalar(sa.select(SearchWord.folded).where(SearchWord.folded == "phlogiston")) is None
    assert suggestions(session, "phlogistom") == []
