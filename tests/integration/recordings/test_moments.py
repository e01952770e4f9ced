import pytest

from tests.factories import add_appearance, add_question, add_recording, make_speaker
from webinars.domain.recordings.clip_tree import settle_clips
from webinars.domain.recordings.moments import MomentKind, moments_of
from webinars.domain.recordings.queries import recording_page
from webinars.models import Chapter, RecordingCut, RecordingKind

TALK = RecordingKind.PRESENTATION


@pytest.fixture
def evening(session, webinar):
    """The full stream, which begins five minutes before the webinar."""
    evening = add_recording(session, webinar, "The whole evening", slug="evening", sync_s=-300)
    session.refresh(evening, ["cuts", "chapters", "clips"])
    return evening


@pytest.fixture
def herschel(session, webinar, lunar):
    return add_appearance(session, webinar, make_speaker(session, lunar))


@pytest.fixture
def sweeping(session, webinar, evening, herschel):
    """A clip from minute 10 to minute 20 of the webinar."""
    clip = add_recording(session, webinar, "Sweeping", slug="sweeping", kind=TALK, appearance=herschel)
    clip.stream, clip.from_s, clip.until_s = evening, 600, 1200
    settle_clips(evening)
    session.flush()
    return clip


def told(session, slug):
    session.expire_all()
    recording = recording_page(session, slug)
    return [(each.place_s, each.kind, each.title) for each in moments_of(recording)]


def test_everything_that_begins_in_a_stream_is_told_in_its_own_seconds(session, webinar, evening, sweeping):
    evening.chapters += [Chapter(at_s=0, title="Welcome"), Chapter(at_s=1200, title="Discussion")]
    add_question(session, webinar, "What is a tail made of?").answered_s = 660
    add_question(session, webinar, "Will it come back?")
    session.flush()

    assert told(session, "evening") == [
        (300, MomentKind.CHAPTER, "Welcome"),
        (900, MomentKind.CLIP, "Sweeping"),
        (960, MomentKind.QUESTION, "What is a tail made of?"),
        (1500, MomentKind.CHAPTER, "Discussion"),
    ]


def test_clip_tells_what_begins_in_it_of_its_stream(session, webinar, evening, sweeping):
    evening.chapters += [Chapter(at_s=0, title="Welcome"), Chapter(at_s=700, title="The second comet")]
    add_question(session, webinar, "What is a tail made of?").answered_s = 660
    add_question(session, webinar, "Will it come back?").answered_s = 1200
    session.flush()

    assert told(session, "sweeping") == [
        (60, MomentKind.QUESTION, "What is a tail made of?"),
        (100, MomentKind.CHAPTER, "The second comet"),
    ]


def test_what_was_cut_out_is_told_nowhere_and_shifts_what_follows(session, webinar, evening, sweeping):
    evening.cuts.append(RecordingCut(starts_s=100, ends_s=400))
    evening.chapters += [Chapter(at_s=200, title="A pause"), Chapter(at_s=1200, title="Discussion")]
    settle_clips(evening)
    session.flush()

    assert told(session, "evening") == [
        (600, MomentKind.CLIP, "Sweeping"),
        (1200, MomentKind.CHAPTER, "Discussion"),
    ]


def test_chapter_that_begins_with_a_clip_is_one_moment_with_it(session, evening, sweeping, herschel):
    evening.chapters.append(Chapter(at_s=600, title="The sweep of the sky"))
    session.flush()
    session.expire_all()

    [moment] = moments_of(recording_page(session, "evening"))

    assert (moment.kind, moment.title, moment.place_s, moment.ends_s) == ("chapter", "The sweep of the sky", 900, 1500)
    assert (moment.slug, moment.speaker) == ("sweeping", "Caroline Herschel")


def test_video_of_one_talk_is_found_in_the_stream_once_its_sync_point_is_set(session, webinar, evening, herschel):
    video = {"provider_video": "/talk.mp4", "url": "https://videos.example/talk.mp4"}
    add_recording(session, webinar, "Sweeping", slug="own", kind=TALK, appearance=herschel, sync_s=605, **video)
    add_recording(session, webinar, "Nebulae", slug="nebulae", kind=TALK, provider_video="/n.mp4")

    assert told(session, "evening") == [(905, MomentKind.TALK, "Sweeping")]
    assert told(session, "own") == []


def test_question_is_not_told_by_a_video_that_lies_anywhere(session, webinar, herschel):
    add_recording(session, webinar, "Sweeping", slug="own", kind=TALK, appearance=herschel)
    add_question(session, webinar).answered_s = 60
    session.flush()

    assert told(session, "own") == []
