"""Where a moment of a webinar can be watched."""

import pytest

from tests.factories import add_recording
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.recordings import clips
from webinars.domain.recordings.removal import remove_recording
from webinars.domain.recordings.watch_links import WatchLink, watch_link_finder
from webinars.models import RecordingCut, RecordingKind


@pytest.fixture
def stream(session, webinar):
    """Begins five minutes into the webinar."""
    return add_recording(session, webinar, "The whole evening", slug="evening", sync_s=300)


def test_a_moment_is_watched_in_the_full_stream_at_a_second_of_its_own(session, webinar, stream):
    watch = watch_link_finder(session, webinar.id)

    assert watch(720) == WatchLink("evening", 420)
    assert watch(299) is None


def test_what_was_cut_out_is_watched_nowhere(session, webinar, stream):
    session.refresh(stream, ["cuts"])
    stream.cuts.append(RecordingCut(starts_s=600, ends_s=660))
    session.commit()

    watch = watch_link_finder(session, webinar.id)

    assert watch(630) is None
    assert watch(700) == WatchLink("evening", 340)


def test_what_comes_after_the_end_of_the_video_is_watched_nowhere(session, webinar, stream):
    stream.duration_s = 600
    session.commit()

    watch = watch_link_finder(session, webinar.id)

    assert watch(899) == WatchLink("evening", 599)
    assert watch(900) is None


def test_a_second_stream_shows_what_the_first_does_not(session, webinar, stream):
    add_recording(session, webinar, "The hour before", slug="before", url="https://videos.example/before.mp4")
    session.commit()

    assert watch_link_finder(session, webinar.id)(60) == WatchLink("before", 60)


def test_a_talk_cut_from_a_stream_shows_what_the_stream_itself_leaves_out(session, webinar, stream, olga):
    actor = actor_of(session, olga.id)
    clips.add_clip(
        session, actor, webinar, stream, appearance=None, title="Last", from_s=900, until_s=1200, now=clock.now()
    )
    stream.ends_s = 500
    session.commit()

    watch = watch_link_finder(session, webinar.id)

    assert watch(480) == WatchLink("evening", 180)
    assert watch(910) == WatchLink(next(each.slug for each in webinar.recordings if each is not stream), 10)


def test_a_talk_with_a_video_of_its_own_and_a_removed_stream_show_nothing(session, webinar, stream, olga):
    kind = RecordingKind.PRESENTATION
    add_recording(session, webinar, "A talk", slug="talk", kind=kind, url="https://videos.example/talk.mp4")
    remove_recording(session, actor_of(session, olga.id), webinar, stream, now=clock.now())
    session.commit()

    assert watch_link_finder(session, webinar.id)(720) is None


def test_it_costs_the_same_whatever_is_asked(session, webinar, stream, count_statements):
    session.commit()
    with count_statements() as statements:
        watch = watch_link_finder(session, webinar.id)
        assert [watch(second) for second in range(300, 340)][-1] == WatchLink("evening", 39)

    assert len(statements) <= 3
