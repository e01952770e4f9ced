"""Documents follow the webinars: written, changed and gone in the transaction that causes it."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars import clock
from webinars.clock import now
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.recordings.removal import remove_recording
from webinars.domain.search.engines.engine import engine_of
from webinars.domain.search.queries import search
from webinars.domain.search.verification import find_differences
from webinars.models import Agreement, FacetCount, RecordingFacet, RecordingKind, SearchDocument, Status, Visibility

PAST = dt.timedelta(days=-1)


def found(session, text, **filters):
    """The ids of the recordings that `text` finds, best first."""
    session.commit()
    return [hit.ref_id for hit in search(session, text, filters, today=now().date())]


def counts(session):
    session.commit()
    query = sa.select(FacetCount.facet, FacetCount.value, FacetCount.count.label("number"))
    return {(row.facet, row.value): row.number for row in session.execute(query)}


def assert_nothing_is_left(session):
    assert session.scalar(sa.select(sa.func.count(SearchDocument.id))) == 0
    assert session.scalars(engine_of(session).documents.stored()).all() == []
    assert session.scalar(sa.select(sa.func.count()).select_from(RecordingFacet)) == 0
    assert counts(session) == {}


def test_recording_is_found_by_everything_that_belongs_to_it(session, lunar, webinar):
    webinar.series = make_series(session, lunar, "The Night Sky")
    webinar.description = "About *dirty snowballs*."
    add_co_organiser(session, webinar, make_organisation(session, "Royal Society"))
    speaker = make_speaker(session, lunar, "Caroline Herschel", affiliation="Observatory House")
    add_appearance(session, webinar, speaker, talk_title="Eight of my own", abstract="Found with a sweeper.")
    add_question(session, webinar, "Why do they return?")
    recording = add_recording(session, webinar, "All of the evening")

    for text in (
        "evening", "comets", "night sky", "snowballs", "royal", "lunar", "herschel", "observatory", '"of my own"',
        "sweeper", "return",
    ):  # fmt: skip
        assert found(session, text) == [recording.id], text
    assert found(session, "phlogiston") == []


def test_talk_is_found_by_its_own_words_and_not_by_those_of_its_neighbour(session, lunar, webinar):
    webinar.description = "A long evening."
    talks = []
    for name, title in (("Caroline Herschel", "Sweeping"), ("William Herschel", "Grinding mirrors")):
        appearance = add_appearance(session, webinar, make_speaker(session, lunar, name), talk_title=title)
        talks.append(
            add_recording(session, webinar, name, kind=RecordingKind.PRESENTATION, appearance=appearance, slug=title)
        )

    assert found(session, "sweeping") == [talks[0].id]
    assert found(session, "mirrors") == [talks[1].id]
    # Nothing else tells of the webinar as a whole, as long as there is no full stream.
    assert sorted(found(session, "evening")) == [talks[0].id, talks[1].id]
    full = add_recording(session, webinar, "Full stream")
    assert found(session, "evening") == [full.id]


def test_who_has_not_confirmed_is_not_named(session, lunar, webinar):
    appearance = add_appearance(session, webinar, make_speaker(session, lunar), agreement=Agreement.ASKED)
    recording = add_recording(session, webinar, "Full stream")

    assert found(session, "herschel") == []
    appearance.agreement = Agreement.AGREED
    assert found(session, "herschel") == [recording.id]


HIDDEN = [
    {"status": Status.DRAFT},
    {"status": Status.DRAFT, "published_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    {"visibility": Visibility.UNLISTED},
]


@pytest.mark.parametrize("values", HIDDEN)
def test_what_is_not_listed_has_no_document(session, lunar, values):
    listed = make_webinar(session, lunar, "Seen", starts_in=PAST, slug="seen")
    seen = add_recording(session, listed, "The seen secret")
    hidden = make_webinar(session, lunar, "Hidden", starts_in=PAST, **values)
    add_appearance(session, hidden, make_speaker(session, lunar))
    add_recording(session, hidden, "The hidden secret")

    assert found(session, "secret") == [seen.id]
    assert found(session, "hidden") == []
    assert session.scalars(sa.select(SearchDocument.webinar_id)).all() == [listed.id]
    assert {facet for facet in counts(session) if facet[0] == "speaker"} == set()


@pytest.mark.parametrize("values", HIDDEN)
def test_what_is_taken_back_is_forgotten_and_comes_again(session, lunar, webinar, values):
    add_appearance(session, webinar, make_speaker(session, lunar))
    recording = add_recording(session, webinar, "Evening")
    assert found(session, "evening herschel") == [recording.id]
    before = {name: getattr(webinar, name) for name in values}

    for name, value in values.items():
        setattr(webinar, name, value)
    session.commit()
    assert_nothing_is_left(session)

    for name, value in before.items():
        setattr(webinar, name, value)
    assert found(session, "evening herschel") == [recording.id]


def test_changes_are_found_and_former_words_are_not(session, lunar, webinar):
    speaker = make_speaker(session, lunar, "Caroline Herschel")
    add_appearance(session, webinar, speaker)
    recording = add_recording(session, webinar, "Evening")
    assert found(session, "caroline") == [recording.id]

    speaker.name, recording.title, webinar.title = "Karoline Herschel", "Morning", "Meteors"
    lunar.name = "Lunatick Society"

    for text in ("karoline", "morning", "meteors", "lunatick"):
        assert found(session, text) == [recording.id], text
    for text in ("caroline", "evening", "comets", "lunar"):
        assert found(session, text) == [], text
    assert find_differences(session).count == 0


def test_what_reads_the_same_is_not_written_again(session, webinar, count_statements):
    add_recording(session, webinar, "Evening")
    session.commit()
    before = session.scalars(sa.select(SearchDocument.id)).all()

    webinar.join_passcode = "otters"
    with count_statements() as statements:
        session.commit()

    assert session.scalars(sa.select(SearchDocument.id)).all() == before
    assert [each for each in statements if each.startswith(("INSERT INTO search", "DELETE"))] == []


def test_removed_recordings_and_webinars_leave_nothing(session, lunar, webinar):
    first, second = (add_recording(session, webinar, f"Part {number}") for number in (1, 2))
    assert sorted(found(session, "part")) == [first.id, second.id]

    remove_recording(session, OPERATOR, webinar, first, now=clock.now())
    assert found(session, "part") == [second.id]
    assert counts(session)["language", "en"] == 1
    session.delete(webinar)
    session.commit()

    assert_nothing_is_left(session)


def test_deletion_past_the_session_takes_the_tokens_along(session, webinar):
    add_recording(session, webinar, "Evening")
    session.commit()
    session.execute(sa.text("DELETE FROM recording"))

    assert found(session, "evening") == []
    assert session.scalars(engine_of(session).documents.stored()).all() == []


def test_rolled_back_changes_are_not_found(session, webinar):
    recording = add_recording(session, webinar, "Evening")
    session.commit()
    recording.title = "Morning"
    session.flush()
    session.rollback()

    assert found(session, "morning") == []
    assert found(session, "evening") == [recording.id]


def test_counts_follow_what_is_counted(session, lunar, webinar):
    topic = make_topic(session, "Astronomy")
    session.refresh(webinar, ["topics"])
    webinar.topics.append(topic)
    webinar.starts_on = dt.date(2025, 3, 1)
    full = add_recording(session, webinar, "Full stream")
    add_recording(session, webinar, "Part", kind=RecordingKind.PRESENTATION, language="de")
    add_appearance(session, webinar, make_speaker(session, lunar))

    assert counts(session) == {
        ("organisation", "lunar-society"): 2,
        ("topic", "astronomy"): 2,
        ("year", "2025"): 2,
        ("language", "en"): 1,
        ("language", "de"): 1,
        ("speaker", "caroline-herschel"): 1,
    }

    full.language, topic.slug = "de", "the-heavens"
    webinar.starts_on = dt.date(2026, 3, 1)
    kept = counts(session)

    assert kept["language", "de"] == 2
    assert kept["topic", "the-heavens"] == 2
    assert kept["year", "2026"] == 2
    assert {("language", "en"), ("topic", "astronomy"), ("year", "2025")} & kept.keys() == set()
