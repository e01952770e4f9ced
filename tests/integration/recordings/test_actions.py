import datetime as dt

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_recording,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.actor import Actor
from webinars.domain.recordings.actions import RecordingDetails, move_recording, update_recording
from webinars.domain.recordings.actions import add_recording as add
from webinars.domain.recordings.errors import (
    FullStreamExists,
    NoVideoGiven,
    PlaylistGiven,
    RecordingExists,
    RecordingInvalid,
)
from webinars.domain.recordings.removal import RETENTION, forget_removed, remove_recording
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, FormerSlug, Recording, RecordingKind, Role, Status
from webinars.models.slugs import is_slug_taken

YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"
FULL = RecordingDetails(url=YOUTUBE, kind=RecordingKind.FULL)


@pytest.fixture
def editor(lunar):
    return Actor(user_id=None, name="Olga", roles={lunar.id: Role.EDITOR})


@pytest.fixture
def herschel(session, webinar, lunar):
    return add_appearance(session, webinar, make_speaker(session, lunar), talk_title="Sweeping the sky")


def test_full_stream_takes_title_language_and_moment_from_the_webinar(session, editor, webinar):
    now = clock.now()

    recording = add(session, editor, webinar, FULL, now=now)

    assert (recording.title, recording.slug, recording.language) == (
        "Comets and their tails",
        "comets-and-their-tails",
        "en",
    )
    assert (recording.provider, recording.provider_video, recording.published_at) == ("youtube", "dQw4w9WgXcQ", now)
    assert (recording.position, recording.starts_s, recording.ends_s) == (0, 0, None)


def test_talk_takes_its_title_from_the_lineup(session, editor, webinar, herschel):
    recording = add(
        session,
        editor,
        webinar,
        RecordingDetails(url=YOUTUBE, kind=RecordingKind.PRESENTATION, appearance=herschel),
        now=clock.now(),
    )

    assert (recording.title, recording.slug, recording.appearance) == (
        "Sweeping the sky",
        "sweeping-the-sky",
        herschel,
    )


def test_talk_without_a_title_is_named_after_its_speaker(session, editor, webinar, herschel):
    herschel.talk_title = ""

    recording = add(
        session,
        editor,
        webinar,
        RecordingDetails(url=YOUTUBE, kind=RecordingKind.PRESENTATION, appearance=herschel),
        now=clock.now(),
    )

    assert recording.title == "Caroline Herschel: Comets and their tails"


def test_stretch_of_a_stream_is_a_clip_of_known_length(session, editor, webinar, herschel):
    details = RecordingDetails(
        url=f"{YOUTUBE}?t=90",
        kind=RecordingKind.PRESENTATION,
        appearance=herschel,
        ends_s=200,
        duration_s=7,
    )

    recording = add(session, editor, webinar, details, now=clock.now())

    assert (recording.starts_s, recording.ends_s, recording.duration_s) == (90, 200, 110)


def test_the_same_recording_twice_is_refused(session, editor, webinar, herschel):
    add(session, editor, webinar, FULL, now=clock.now())

    with pytest.raises(RecordingExists):
        add(
            session,
            editor,
            webinar,
            RecordingDetails(url="https://www.youtube.com/watch?v=dQw4w9WgXcQ", kind=RecordingKind.FULL),
            now=clock.now(),
        )
    # A talk within the same video is another recording.
    add(
        session,
        editor,
        webinar,
        RecordingDetails(url=YOUTUBE, kind=RecordingKind.PRESENTATION, appearance=herschel),
        now=clock.now(),
    )


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "url"),
        ({"url": "/etc/passwd"}, "url"),
        ({"ends_s": 90, "starts_s": 90}, "ends"),
        ({"starts_s": -1}, "starts"),
        ({"duration_s": 10**9}, "duration"),
        ({"language": "no such language"}, "language"),
        ({"published_at": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, "published_at"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(session, editor, webinar, details, field):
    with pytest.raises(RecordingInvalid) as caught:
        add(
            session,
            editor,
            webinar,
            RecordingDetails(**{"url": YOUTUBE, "kind": RecordingKind.FULL, **details}),
            now=clock.now(),
        )

    assert caught.value.field == field
    assert session.scalar(sa.select(sa.func.count(Recording.id))) == 0


def test_a_playlist_is_not_one_video(session, editor, webinar):
    details = RecordingDetails(url="https://www.youtube.com/playlist?list=PL1", kind=RecordingKind.FULL)

    with pytest.raises(PlaylistGiven):
        add(session, editor, webinar, details, now=clock.now())


def test_speaker_of_another_webinar_is_refused(session, editor, lunar, webinar):
    elsewhere = make_webinar(session, lunar, "Elsewhere")
    stranger = add_appearance(session, elsewhere, make_speaker(session, lunar, "Mary Somerville"))

    with pytest.raises(RecordingInvalid):
        add(
            session,
            editor,
            webinar,
            RecordingDetails(url=YOUTUBE, kind=RecordingKind.PRESENTATION, appearance=stranger),
            now=clock.now(),
        )


def test_only_editors_of_the_organisers_may_change_recordings(session, editor, lunar, webinar):
    recording = add(session, editor, webinar, FULL, now=clock.now())
    royal = make_organisation(session, "Royal Society")
    invited = make_organisation(session, "Invited Society")
    add_co_organiser(session, webinar, royal)
    add_co_organiser(session, webinar, invited, is_accepted=False)
    other = RecordingDetails(url="https://vimeo.com/1", kind=RecordingKind.FULL, is_another=True)

    for roles in ({}, {lunar.id: Role.VIEWER}, {invited.id: Role.OWNER}):
        actor = Actor(user_id=None, roles=roles)
        with pytest.raises(NotAllowed):
            add(session, actor, webinar, other, now=clock.now())
        with pytest.raises(NotAllowed):
            update_recording(session, actor, webinar, recording, other, now=clock.now())
        with pytest.raises(NotAllowed):
            move_recording(session, actor, webinar, recording, 1, now=clock.now())
        with pytest.raises(NotAllowed):
            remove_recording(session, actor, webinar, recording, now=clock.now())

    assert [each.url for each in webinar.recordings] == [YOUTUBE]
    add(session, Actor(user_id=None, roles={royal.id: Role.EDITOR}), webinar, other, now=clock.now())


@pytest.mark.parametrize(
    "title", ["Full event stream", "the FULL recording", "Vollständige Aufzeichnung", "Vídeo completo"]
)
def test_a_full_stream_is_not_called_full_stream(session, editor, webinar, title):
    recording = add(session, editor, webinar, replace(FULL, title=title), now=clock.now())

    assert (recording.title, recording.slug) == ("Comets and their tails", "comets-and-their-tails")


@pytest.mark.parametrize("title", ["Full moon", "The comet on film", "Complete works of Mary Somerville"])
def test_titles_that_say_something_stay(session, editor, webinar, title):
    assert add(session, editor, webinar, replace(FULL, title=title), now=clock.now()).title == title


def test_a_second_full_stream_is_asked_about(session, editor, webinar, herschel):
    add(session, editor, webinar, FULL, now=clock.now())
    second = replace(FULL, url="https://vimeo.com/1")
    talk = add(
        session,
        editor,
        webinar,
        RecordingDetails(url="https://vimeo.com/2", kind=RecordingKind.PRESENTATION, appearance=herschel),
        now=clock.now(),
    )

    with pytest.raises(FullStreamExists, match="a full stream already: “Comets and their tails”"):
        add(session, editor, webinar, second, now=clock.now())
    with pytest.raises(FullStreamExists):
        update_recording(session, editor, webinar, talk, replace(FULL, url="https://vimeo.com/2"), now=clock.now())
    added = add(session, editor, webinar, replace(second, is_another=True), now=clock.now())
    update_recording(session, editor, webinar, added, replace(second, title="Part two"), now=clock.now())

    assert [each.kind for each in webinar.recordings].count(RecordingKind.FULL) == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://www.youtube.com/watch?v=dQw4w9WgXc",
        "https://youtu.be/dQw4w9WgXcQQ",
        "https://www.youtube.com/watch?w=dQw4w9WgXcQ",
        "https://www.youtube.com/@lunar-society",
    ],
)
def test_an_address_at_youtube_without_a_video_is_refused(session, editor, webinar, url):
    with pytest.raises(NoVideoGiven, match="not of a video"):
        add(session, editor, webinar, replace(FULL, url=url), now=clock.now())


def test_slug_follows_the_title_until_the_webinar_is_public(session, editor, lunar):
    draft = make_webinar(session, lunar, "Draft", status=Status.DRAFT)
    public = make_webinar(session, lunar, "Public")
    for webinar in (draft, public):
        recording = add(session, editor, webinar, FULL, now=clock.now())
        changed = RecordingDetails(url=YOUTUBE, kind=RecordingKind.FULL, title="Another title")
        update_recording(session, editor, webinar, recording, changed, now=clock.now())

    assert draft.recordings[0].slug == "another-title"
    assert public.recordings[0].slug == "public"


def test_removed_public_address_is_never_given_away(session, editor, webinar):
    recording = add(session, editor, webinar, FULL, now=clock.now())
    remove_recording(session, editor, webinar, recording, now=clock.now())

    again = add(session, editor, webinar, FULL, now=clock.now())

    assert again.slug == "comets-and-their-tails-2"
    former = session.scalars(sa.select(FormerSlug)).one()
    assert (former.kind, former.slug, former.target_id) == ("recording", "comets-and-their-tails", None)


def test_removed_draft_leaves_no_address_behind(session, editor, lunar):
    draft = make_webinar(session, lunar, "Draft", status=Status.DRAFT)
    recording = add(session, editor, draft, FULL, now=clock.now())

    remove_recording(session, editor, draft, recording, now=clock.now() - RETENTION)
    session.commit()
    assert is_slug_taken(session, Recording, "draft")
    forget_removed(session, now=clock.now())

    assert not is_slug_taken(session, Recording, "draft")


def test_order_is_kept_from_the_first_to_the_last(session, editor, webinar):
    recordings = [add_recording(session, webinar, f"Part {number}") for number in range(3)]

    move_recording(session, editor, webinar, recordings[2], -1, now=clock.now())
    move_recording(session, editor, webinar, recordings[0], -1, now=clock.now())

    assert [(each.title, each.position) for each in webinar.recordings] == [
        ("Part 0", 0),
        ("Part 2", 1),
        ("Part 1", 2),
    ]


def test_history_tells_who_changed_what(session, editor, webinar):
    recording = add(session, editor, webinar, FULL, now=clock.now())
    changed = RecordingDetails(url=YOUTUBE, kind=RecordingKind.FULL, title="Tails")
    update_recording(session, editor, webinar, recording, changed, now=clock.now())
    update_recording(session, editor, webinar, recording, changed, now=clock.now())
    remove_recording(session, editor, webinar, recording, now=clock.now())

    events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()

    assert [event.action for event in events] == ["recording:add", "recording:update", "recording:remove"]
    assert events[1].detail["title"] == ["Comets and their tails", "Tails"]


def test_title_made_of_the_lineup_holds_nothing_that_no_feed_could(session, editor, webinar, herschel):
    herschel.talk_title = "Bell\x07 talk"
    talk = RecordingDetails(url=YOUTUBE, kind=RecordingKind.PRESENTATION, appearance=herschel)

    assert add(session, editor, webinar, talk, now=clock.now()).title == "Bell talk"
