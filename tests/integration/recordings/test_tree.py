"""What hangs below a stream moves with it."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.factories import add_appearance, add_question, add_recording, add_transcript, make_speaker
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.questions.agenda import set_answered
from webinars.domain.recordings import actions, clips, timeline_actions
from webinars.domain.recordings.actions import RecordingDetails
from webinars.domain.recordings.errors import RecordingExists, RecordingInvalid
from webinars.domain.recordings.moments import moments_of
from webinars.domain.recordings.queries import recording_page
from webinars.domain.recordings.removal import remove_recording
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, Chapter, Cue, Recording, RecordingKind
from webinars.pure.videos.timeline import Timeline, merge_cuts

FULL = {"kind": RecordingKind.FULL, "url": "https://videos.example/comets.mp4", "title": "The whole evening"}


@pytest.fixture
def stream(session, webinar):
    return add_recording(session, webinar, "The whole evening", slug="evening")


@pytest.fixture
def herschel(session, webinar, lunar):
    return add_appearance(session, webinar, make_speaker(session, lunar), talk_title="Sweeping the sky")


@pytest.fixture
def do(session, webinar, olga):
    """`do(verb, …)`: Olga does it to the webinar, now."""

    def do(verb, *args, **values):
        done = verb(session, actor_of(session, olga.id), webinar, *args, now=clock.now(), **values)
        session.flush()
        return done

    return do


@pytest.fixture
def sweeping(do, stream, herschel):
    """From minute 10 to minute 20 of the webinar."""
    return do(clips.add_clip, stream, appearance=herschel, from_s=600, until_s=1200)


def stretch(clip):
    return clip.starts_s, clip.ends_s, clip.duration_s


def chapters(session):
    """As a fresh reader finds them."""
    return [tuple(row) for row in session.execute(sa.select(Chapter.at_s, Chapter.title).order_by(Chapter.at_s))]


def told(session, action):
    return session.scalars(sa.select(AuditEvent).where(AuditEvent.action == action)).one().detail


def test_clip_has_a_page_of_its_own_and_what_follows_from_its_stream(session, do, stream, sweeping, herschel):
    assert (sweeping.slug, sweeping.title, sweeping.kind) == (
        "sweeping-the-sky",
        "Sweeping the sky",
        RecordingKind.PRESENTATION,
    )
    assert (sweeping.url, sweeping.provider_video, sweeping.stream) == (stream.url, stream.provider_video, stream)
    assert stretch(sweeping) == (600, 1200, 600)
    assert told(session, "recording:add") == {"title": "Sweeping the sky", "stream": "The whole evening"}


def test_clip_without_an_end_lasts_to_the_end_of_the_stream(do, stream):
    assert stretch(do(clips.add_clip, stream, title="The rest", from_s=600)) == (600, None, None)


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"from_s": 600, "until_s": 600}, "until"),
        ({"from_s": -700, "until_s": -600}, "from"),
        ({"from_s": 5401}, "from"),
        ({"from_s": 1_000_000}, "from"),
    ],
)
def test_clip_that_nobody_could_watch_is_refused(do, session, webinar, stream, times, field):
    stream.duration_s = 5400

    with pytest.raises(RecordingInvalid) as refused:
        do(clips.add_clip, stream, title="Nothing", **times)

    assert refused.value.field == field
    assert [each.title for each in webinar.recordings] == ["The whole evening"]


def test_clip_sent_twice_is_added_once(do, stream, sweeping, herschel):
    with pytest.raises(RecordingExists):
        do(clips.add_clip, stream, appearance=herschel, from_s=600, until_s=900)


def test_clips_are_cut_from_full_streams_alone(do, session, webinar, sweeping):
    own = add_recording(session, webinar, "Nebulae", kind=RecordingKind.PRESENTATION, url="https://a.example/n.mp4")

    for recording in (sweeping, own):
        with pytest.raises(RecordingInvalid):
            do(clips.add_clip, recording, title="A part", from_s=700, until_s=800)


def test_clip_shows_another_stretch(session, do, sweeping):
    do(clips.set_stretch, sweeping, from_s=605, until_s=None)

    assert stretch(sweeping) == (605, None, None)
    assert told(session, "recording:set_stretch")["stretch"] == [[600, 1200], [605, None]]


def test_clips_follow_their_stream_to_another_address(do, stream, sweeping):
    do(actions.update_recording, stream, RecordingDetails(**FULL | {"url": "https://youtu.be/dQw4w9WgXcQ"}))

    assert (sweeping.url, sweeping.provider, sweeping.provider_video) == (
        "https://youtu.be/dQw4w9WgXcQ",
        "youtube",
        "dQw4w9WgXcQ",
    )
    assert stretch(sweeping) == (600, 1200, 600)


def test_clips_follow_what_is_shown_of_their_stream(do, stream, sweeping):
    do(actions.update_recording, stream, RecordingDetails(**FULL, starts_s=0, ends_s=1000))

    assert stretch(sweeping) == (600, 1000, 400)


def test_clip_stays_with_its_stream_when_its_title_is_corrected(do, stream, sweeping, herschel):
    details = RecordingDetails(
        url=sweeping.url,
        kind=sweeping.kind,
        appearance=herschel,
        title="Sweeping",
        starts_s=sweeping.starts_s,
        ends_s=sweeping.ends_s,
    )
    do(actions.update_recording, sweeping, details)

    assert (sweeping.title, sweeping.stream, sweeping.from_s) == ("Sweeping", stream, 600)


def test_clip_that_gets_a_video_of_its_own_leaves_its_stream(do, stream, sweeping, herschel):
    details = RecordingDetails(url="https://videos.example/own.mp4", kind=sweeping.kind, appearance=herschel)
    do(actions.update_recording, sweeping, details)
    do(timeline_actions.set_timing, stream, sync_s=-60, cuts=[])

    assert (sweeping.stream, sweeping.from_s, stretch(sweeping)) == (None, None, (0, None, None))


def test_clips_of_a_stream_that_is_none_any_more_are_ordinary_stretches(do, stream, sweeping):
    do(actions.update_recording, stream, RecordingDetails(**FULL | {"kind": RecordingKind.PRESENTATION}))

    assert (sweeping.stream, sweeping.from_s, sweeping.until_s) == (None, None, None)
    assert stretch(sweeping) == (600, 1200, 600)


def test_clips_of_a_stream_that_is_removed_are_ordinary_stretches(session, do, stream, sweeping):
    do(remove_recording, stream)
    session.expire_all()

    [clip] = session.scalars(sa.select(Recording).where(Recording.removed_at.is_(None)))
    assert (clip.stream_id, clip.from_s, clip.until_s) == (None, None, None)
    assert (clip.url, stretch(clip)) == ("https://videos.example/comets.mp4", (600, 1200, 600))


def test_stretch_of_the_same_video_is_tied_to_the_stream_and_moves_with_it(do, session, webinar, stream):
    stream.sync_s = -300
    clip = add_recording(session, webinar, "Sweeping", kind=RecordingKind.PRESENTATION, starts_s=900, ends_s=1500)

    do(clips.tie_to_stream, clip, stream)
    assert (clip.from_s, clip.until_s, stretch(clip)) == (600, 1200, (900, 1500, 600))
    do(timeline_actions.set_timing, stream, sync_s=-310, cuts=[])

    assert stretch(clip) == (910, 1510, 600)


@pytest.mark.parametrize("is_stream_first", [True, False])
def test_a_pasted_stretch_follows_the_stream_it_is_of(do, webinar, herschel, is_stream_first):
    talk = {"kind": RecordingKind.PRESENTATION, "appearance": herschel, "starts_s": 600, "ends_s": 900}
    both = [RecordingDetails(**FULL), RecordingDetails(**FULL | talk | {"title": "Sweeping"})]
    for details in both if is_stream_first else reversed(both):
        do(actions.add_recording, details)
    [stream] = [each for each in webinar.recordings if each.kind == RecordingKind.FULL]
    [clip] = [each for each in webinar.recordings if each is not stream]

    assert (clip.stream, clip.from_s, clip.until_s, stretch(clip)) == (stream, 600, 900, (600, 900, 300))


@pytest.mark.parametrize(("starts_s", "ends_s"), [(100, 400), (900, 2000), (900, None)])
def test_what_the_stream_does_not_show_does_not_follow_it(do, webinar, starts_s, ends_s):
    talk = RecordingDetails(url=FULL["url"], kind=RecordingKind.PRESENTATION, starts_s=starts_s, ends_s=ends_s)
    clip = do(actions.add_recording, talk)

    do(actions.add_recording, RecordingDetails(**FULL, starts_s=300, ends_s=1500))

    assert (clip.stream, clip.starts_s, clip.ends_s) == (None, starts_s, ends_s)


def test_a_stretch_keeps_what_is_said_in_it_and_its_chapters(do, session, webinar):
    talk = RecordingDetails(url=FULL["url"], kind=RecordingKind.PRESENTATION, starts_s=600, ends_s=1200)
    spoken = do(actions.add_recording, talk)
    add_transcript(session, spoken, "Good evening.")
    parted = do(actions.add_recording, replace(talk, starts_s=1200, ends_s=1800))
    do(timeline_actions.add_chapter, parted, at_s=1500, title="Tails")
    session.expire_all()

    do(actions.add_recording, RecordingDetails(**FULL))

    assert (spoken.stream_id, parted.stream_id) == (None, None)


def test_whole_video_of_a_talk_follows_no_stream_even_if_it_is_the_same(do, webinar, herschel):
    do(actions.add_recording, RecordingDetails(**FULL))
    do(actions.add_recording, RecordingDetails(**FULL | {"kind": RecordingKind.PRESENTATION, "appearance": herschel}))

    assert [each.stream_id for each in webinar.recordings] == [None, None]


def test_another_video_is_not_tied(do, session, webinar, stream):
    other = add_recording(
        session, webinar, "Nebulae", kind=RecordingKind.PRESENTATION, url="https://videos.example/nebulae.mp4"
    )

    with pytest.raises(RecordingInvalid):
        do(clips.tie_to_stream, other, stream)


def test_a_cut_moves_what_follows_and_shortens_what_it_is_in(session, do, stream, sweeping):
    do(timeline_actions.set_timing, stream, sync_s=0, cuts=[(60, 120), (100, 130), (1000, 1100)])

    assert stretch(sweeping) == (530, 1030, 500)
    assert told(session, "recording:set_timing")["cuts"] == [[], [[60, 130], [1000, 1100]]]


def test_wholly_cut_clip_keeps_a_second(do, stream, sweeping):
    do(timeline_actions.set_timing, stream, sync_s=0, cuts=[(500, 1300)])

    assert stretch(sweeping) == (499, 500, 1)


@pytest.mark.parametrize("cuts", [[(10, 10)], [(20, 10)], [(0, 1_000_000)], [(at, at + 1) for at in range(0, 300, 2)]])
def test_cuts_that_are_none_are_refused(do, stream, cuts):
    with pytest.raises(RecordingInvalid) as refused:
        do(timeline_actions.set_timing, stream, sync_s=0, cuts=cuts)

    assert refused.value.field == "cuts"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(by=st.integers(-500, 500), cuts=st.sampled_from([[], [(700, 760)], [(650, 700), (3000, 3300)]]))
def test_moving_the_sync_point_moves_everything_in_the_file_by_as_much(
    session, webinar, stream, sweeping, do, by, cuts
):
    webinar = sweeping.webinar
    if not webinar.questions:
        do(set_answered, add_question(session, webinar), at_s=1234)
        do(timeline_actions.set_chapters, stream, [(600, "One"), (2000, "Two"), (4000, "Three")])
    do(timeline_actions.set_timing, stream, sync_s=-600, cuts=cuts)
    before = [(each.place_s, each.title) for each in moments_of(recording_page(session, "evening"))]

    do(timeline_actions.set_timing, stream, sync_s=-600 - by, cuts=cuts)
    after = [(each.place_s, each.title) for each in moments_of(recording_page(session, "evening"))]

    assert len(before) == 4
    assert after == [(place_s + by, title) for place_s, title in before]
    assert sweeping.starts_s == Timeline(sync_s=-600 - by, cuts=merge_cuts(cuts)).file_s(600)


@pytest.mark.parametrize("by", [-300, 1, 7])
def test_what_was_right_in_the_video_can_stay_there(session, webinar, stream, sweeping, do, by):
    do(set_answered, add_question(session, webinar), at_s=1234)
    do(set_answered, add_question(session, webinar, "Elsewhere?"), at_s=-900)
    do(timeline_actions.set_timing, stream, sync_s=0, cuts=[(700, 760)])
    do(timeline_actions.set_chapters, stream, [(600, "One"), (601, "Two"), (4000, "Three")])
    add_transcript(session, stream, "Ada: Good evening.")
    before = [(each.place_s, each.title) for each in moments_of(recording_page(session, "evening"))]
    seen = stretch(sweeping)

    do(timeline_actions.set_timing, stream, sync_s=by, cuts=[(700, 760)], stays=True)

    assert [(each.place_s, each.title) for each in moments_of(recording_page(session, "evening"))] == before
    assert stretch(sweeping) == seen
    assert (sweeping.from_s, sweeping.until_s) == (600 + by, 1200 + by)
    assert chapters(session)[0] == (600 + by, "One")
    assert [(cut.starts_s, cut.ends_s) for cut in stream.cuts] == [(700 + by, 760 + by)]
    assert session.execute(sa.select(Cue.starts_ms, Cue.ends_ms)).one() == (by * 1000, by * 1000 + 5000)
    answered = {question.text: question.answered_s for question in webinar.questions}
    assert answered == {"What is a tail made of?": 1234 + by, "Elsewhere?": -900}


def test_chapters_are_added_renamed_moved_and_removed(session, do, stream):
    welcome = do(timeline_actions.add_chapter, stream, at_s=10, title="Welcome")
    do(timeline_actions.add_chapter, stream, at_s=0, title="  Before\nthat ")
    do(timeline_actions.change_chapters, stream, {welcome: (20, "Welcome, all")})
    assert chapters(session) == [(0, "Before that"), (20, "Welcome, all")]

    do(timeline_actions.change_chapters, stream, {welcome: None})

    assert chapters(session) == [(0, "Before that")]


def test_a_list_replaces_what_was_there_and_keeps_rows_that_stay(session, do, stream):
    do(timeline_actions.set_chapters, stream, [(0, "Welcome"), (60, "Talk"), (120, "End")])
    kept = stream.chapters[0].id

    do(timeline_actions.set_chapters, stream, [(120, "The end"), (0, "Welcome"), (90, "Talk")])

    assert chapters(session) == [(0, "Welcome"), (90, "Talk"), (120, "The end")]
    assert stream.chapters[0].id == kept


@pytest.mark.parametrize(
    ("at_s", "title", "field"), [(10, "Twice", "at"), (20, " ", "title"), (1_000_000, "Late", "at")]
)
def test_a_chapter_that_cannot_be_is_refused(do, stream, at_s, title, field):
    do(timeline_actions.add_chapter, stream, at_s=10, title="Welcome")

    with pytest.raises(RecordingInvalid) as refused:
        do(timeline_actions.add_chapter, stream, at_s=at_s, title=title)

    assert refused.value.field == field


def test_talks_become_chapters_in_one_step_and_only_once(session, do, stream, sweeping):
    do(timeline_actions.add_chapter, stream, at_s=0, title="Welcome")

    assert do(timeline_actions.add_chapters_of_talks, stream) == 1
    assert do(timeline_actions.add_chapters_of_talks, stream) == 0

    assert chapters(session) == [(0, "Welcome"), (600, "Caroline Herschel: Sweeping the sky")]


def test_who_organises_elsewhere_may_change_nothing(session, webinar, stream, sweeping, herschel, oskar):
    actor, now = actor_of(session, oskar.id), clock.now()
    chapter = Chapter(at_s=0, title="Welcome")
    stream.chapters.append(chapter)
    session.flush()

    for verb, args, values in (
        (clips.add_clip, (stream,), {"from_s": 0}),
        (clips.set_stretch, (sweeping,), {"from_s": 0, "until_s": None}),
        (clips.tie_to_stream, (sweeping, stream), {}),
        (timeline_actions.set_timing, (stream,), {"sync_s": 5, "cuts": []}),
        (timeline_actions.add_chapter, (stream,), {"at_s": 5, "title": "Mine"}),
        (timeline_actions.change_chapters, (stream, {chapter: (5, "Mine")}), {}),
        (timeline_actions.change_chapters, (stream, {chapter: None}), {}),
        (timeline_actions.set_chapters, (stream, []), {}),
        (timeline_actions.add_chapters_of_talks, (stream,), {}),
        (set_answered, (add_question(session, webinar),), {"at_s": 5}),
    ):
        with pytest.raises(NotAllowed):
            verb(session, actor, webinar, *args, now=now, **values)

    assert chapters(session) == [(0, "Welcome")]
