"""What stands below a recording as worth seeing next, and the newest recordings of the site."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_recording, make_series, make_speaker, make_topic, make_webinar
from webinars import clock
from webinars.domain.recordings import related
from webinars.domain.recordings.queries import newest_recordings, recording_page
from webinars.domain.recordings.related import related_recordings
from webinars.models import RecordingKind, Visibility, webinar_topic

pytestmark = pytest.mark.usefixtures("derived")


DAY = dt.timedelta(days=1)


@pytest.fixture
def held(session, lunar):
    """`held(title, days)`: a webinar of so many days ago, with a full recording that was published then."""

    def held(title, days, topics=(), **values):
        webinar = make_webinar(session, lunar, title, starts_in=-days * DAY, **values)
        for topic in topics:
            session.execute(sa.insert(webinar_topic).values(webinar_id=webinar.id, topic_id=topic.id))
        return webinar, add_recording(session, webinar, f"Film of {title}", published_at=clock.now() - days * DAY)

    return held


def titles(session, recording):
    slug = recording.slug
    session.commit()
    session.expunge_all()
    return [each.title for each in related_recordings(session, recording_page(session, slug), clock.now())]


def test_who_speaks_comes_before_the_series_and_that_before_the_topic(session, lunar, held):
    series, topic, ada = make_series(session, lunar), make_topic(session), make_speaker(session, lunar, "Ada Lovelace")
    own, _film = held("Own", 5, topics=[topic], series=series)
    talk = add_recording(
        session, own, "Talk", kind=RecordingKind.PRESENTATION, appearance=add_appearance(session, own, ada)
    )
    # The newest is the farthest.
    held("Of the topic", 1, topics=[topic])
    held("Of the series", 2, series=series)
    held("Of the series, older", 6, series=series)
    spoken, _film = held("Of the speaker", 9)
    other = add_appearance(session, spoken, make_speaker(session, lunar, "Mary Somerville"))
    add_appearance(session, spoken, ada)
    add_recording(session, spoken, "Of another speaker", kind=RecordingKind.PRESENTATION, appearance=other)
    held("Of nothing in common", 3)

    assert titles(session, talk) == [
        "Film of Of the speaker",
        "Film of Of the series",
        "Film of Of the series, older",
        "Film of Of the topic",
    ]


def test_what_is_listed_twice_is_shown_once(session, lunar, held):
    series, topic = make_series(session, lunar), make_topic(session)
    _own, film = held("Own", 1, series=series, topics=[topic])
    held("Other", 2, series=series, topics=[topic])

    assert titles(session, film) == ["Film of Other"]


def test_an_old_recording_is_found_behind_many_webinars_without_one(session, lunar, held, monkeypatch):
    monkeypatch.setattr(related, "LOOKED_THROUGH", 2)
    series = make_series(session, lunar)
    _own, film = held("Own", 1, series=series)
    for days in range(2, 7):
        make_webinar(session, lunar, f"Night {days}", starts_in=-days * DAY, series=series)
    held("Long ago", 900, series=series)

    assert titles(session, film) == ["Film of Long ago"]


def test_the_newest_of_the_site_are_listed_ones_in_their_order(session, held):
    for title, days in (("Second", 2), ("Third", 3), ("First", 1), ("Fourth", 4)):
        held(title, days)
    held("Unlisted", 0.5, visibility=Visibility.UNLISTED)
    session.commit()

    assert [each.title for each in newest_recordings(session, 3)] == [
        "Film of First",
        "Film of Second",
        "Film of Third",
    ]


def test_the_newest_are_found_without_sorting_all(session, held, request):
    """They stand on home: what that costs must not grow with the archive."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("a planner that counts would sort the few of a test")
    held("Only", 1)
    session.commit()
    asked = []
    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note := lambda _c, _cursor, *said: asked.append(said[:2]))
    newest_recordings(session, 3)
    sa.event.remove(engine, "before_cursor_execute", note)
    statement, values = next(said for said in asked if "LIMIT" in said[0])

    plan = [row[-1] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]

    assert "SCAN recording USING INDEX ix_recording_published_at" in plan
    assert [step for step in plan if "SCAN webinar" in step or "webinar USING INDEX" in step] == []
