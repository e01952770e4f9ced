import datetime as dt
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_recording, add_transcript, make_speaker, make_webinar
from webinars.bulk import CommittedSteps
from webinars.clock import now
from webinars.domain.search.actions import reindex
from webinars.domain.search.engines.engine import engine_of
from webinars.domain.search.queries import search
from webinars.domain.search.suggestions import suggestions
from webinars.domain.search.tokens import TOKEN_VERSION
from webinars.domain.search.verification import find_differences
from webinars.models import SearchForm, SearchWord, Status


@pytest.fixture
def evening(session, lunar, webinar):
    """A recording that is indexed, beside a draft's that is not."""
    add_appearance(session, webinar, make_speaker(session, lunar))
    recording = add_recording(session, webinar, "Evening")
    add_recording(session, make_webinar(session, lunar, "Draft", status=Status.DRAFT), "Draft")
    session.commit()
    return recording


def written_anew(session):
    reindex(session, steps=CommittedSteps(session))


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        ("UPDATE recording SET title = 'Morning' WHERE title = 'Evening'", "outdated"),
        (f"UPDATE search_document SET token_version = {TOKEN_VERSION - 1}", "outdated"),
        ("UPDATE search_document SET digest = ''", "outdated"),
        ("DELETE FROM search_document", "missing"),
        ("UPDATE webinar SET status = 'draft' WHERE title <> 'Draft'", "surplus"),
        ("UPDATE search_document SET ref_id = ref_id + 100", "surplus"),
        ("DELETE FROM recording_facet WHERE facet = 'speaker'", "facets"),
        ("UPDATE facet_count SET count = 7", "facets"),
        ("INSERT INTO facet_count (facet, value, count) VALUES ('year', '1666', 1)", "facets"),
        ("DELETE FROM search_fts", "tokens"),
    ],
)
def test_what_was_changed_past_the_application_is_noticed_and_mended(session, evening, statement, difference):
    assert find_differences(session).count == 0
    if "search_fts" in statement and session.get_bind().dialect.name == "sqlite":
        statement = "DELETE FROM search_fts WHERE rowid > 0"
    session.execute(sa.text(statement))
    session.commit()

    assert getattr(find_differences(session), difference) > 0
    written_anew(session)

    assert find_differences(session).count == 0
    assert bool(search(session, "evening", today=now().date())) == (
        "draft" not in statement and "Morning" not in statement
    )


def test_remains_of_webinars_that_are_gone_are_removed(session, evening):
    session.execute(sa.text("DELETE FROM webinar"))
    session.commit()
    assert find_differences(session).facets > 0

    written_anew(session)

    assert find_differences(session).count == 0
    assert session.scalar(sa.text("SELECT count(*) FROM recording_facet")) == 0


def test_long_archives_are_written_in_steps(session, lunar, evening, monkeypatch):
    monkeypatch.setattr(CommittedSteps, "count", 2)
    done, commits = [], []
    for number in range(5):
        webinar = make_webinar(session, lunar, f"W {number}", starts_in=dt.timedelta(days=-1))
        add_recording(session, webinar, f"R {number}")
    session.commit()

    sa.event.listen(session, "after_commit", commits.append)
    reindex(session, steps=CommittedSteps(session), advance=done.append)

    assert done == [2, 2, 2]
    assert len(commits) > len(done)
    assert find_differences(session).count == 0


def test_other_forms_and_mistyped_words_are_found_while_everything_is_written_anew(session, lunar, evening):
    held = {"starts_in": dt.timedelta(days=-1), "description": "An ephemeris lies there."}
    webinar = make_webinar(session, lunar, "Cards", **held)
    cards = add_recording(session, webinar, "Three cards").id
    session.commit()
    seen = []

    def look(_count):
        found = [hit.ref_id for hit in search(session, "card", today=now().date())]
        seen.append((found, [each.name for each in suggestions(session, "ephemerys")]))

    class OneByOne(CommittedSteps):
        count = 1

    reindex(session, steps=OneByOne(session), advance=look)

    assert seen == [([cards], ["ephemeris"])] * 2


def test_words_that_no_text_has_any_more_are_forgotten(session, evening):
    def known():
        forms = set(session.scalars(sa.select(SearchForm.word).order_by(SearchForm.word)))
        return forms | set(session.scalars(sa.select(SearchWord.folded).order_by(SearchWord.folded)))

    evening.title = "Candles and ladders of Lunéville"
    session.commit()
    evening.title = "Evenings"
    session.commit()
    assert known() >= {"candles", "ladders", "luneville", "evenings"}

    written_anew(session)

    assert known() & {"candles", "ladders", "luneville", "evenings"} == {"evenings"}


def set_up(session, indexes, **values):
    for index in indexes:
        for name, value in values.items():
            session.execute(sa.text(f"INSERT INTO {index} ({index}, rank) VALUES ('{name}', {value})"))


def test_parts_that_many_writings_have_left_are_made_one_in_short_steps(session, lunar, evening):
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("only SQLite has such parts")
    indexes = ("search_fts", "search_fts_passage", "search_fts_said")
    # FTS5 merges parts while it writes, as many as the writing is large, and all of a level once there are sixteen, of
    # tests before as well: how many are left would be chance.
    set_up(session, indexes, automerge=0, crisismerge=1000)
    for number in range(5):
        webinar = make_webinar(session, lunar, f"W {number}", starts_in=dt.timedelta(days=-1))
        add_transcript(session, add_recording(session, webinar, f"R {number}"), *(f"w{number}{n}" for n in range(400)))
        session.commit()
    counted = "SELECT count(DISTINCT segid) FROM {}_idx"

    def parts():
        return [session.scalar(sa.text(counted.format(index))) for index in indexes]

    assert min(parts()) > 1
    set_up(session, indexes, automerge=4, crisismerge=16)
    session.commit()

    class Few(CommittedSteps):
        count = 2
        done = 0

        @contextmanager
        def step(self):
            with super().step():
                yield
            self.done += 1

    steps = Few(session)
    engine_of(session).passages.merge(session, steps)
    assert steps.done > 2
    written_anew(session)

    assert parts() == [1, 1, 1]
    assert find_differences(session).count == 0
    assert search(session, "w4399", today=now().date())
