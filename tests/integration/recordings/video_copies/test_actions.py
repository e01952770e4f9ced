import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_copy, add_recording, add_transcript
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.recordings.actions import RecordingDetails, update_recording
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.domain.recordings.player_view import player_view_of
from webinars.domain.recordings.queries import recording_page
from webinars.domain.recordings.video_copies import actions
from webinars.domain.recordings.video_copies.places import places_of
from webinars.domain.recordings.video_copies.queries import recording_with_copies
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, RecordingKind
from webinars.pure.videos import Players

PLAYERS = Players(site_url="https://webinars.example")
ARCHIVE, VIMEO = "https://archive.org/details/lunar", "https://vimeo.com/76979871"
NOW = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def actor(session, olga):
    return actor_of(session, olga.id)


@pytest.fixture
def whole(session, recording):
    slug = recording.webinar.slug

    def whole():
        session.commit()
        session.expire_all()
        return recording_with_copies(session, slug, recording.id)

    return whole


def urls(recording):
    return [place.url for place in places_of(recording)]


def add(session, actor, recording, url, shift_s=0):
    return actions.add_copy(session, actor, recording, url=url, shift_s=shift_s, now=clock.now())


def test_copies_stand_behind_what_was_there(session, actor, whole, recording):
    add(session, actor, whole(), ARCHIVE, 12)
    add(session, actor, whole(), VIMEO)

    assert urls(whole()) == ["https://videos.example/comets.mp4", ARCHIVE, VIMEO]
    assert [copy.shift_s for copy in whole().copies] == [12, 0]
    told = session.scalars(sa.select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert told == ["copy:add", "copy:add"]


@pytest.mark.parametrize(
    "url", ["https://videos.example/comets.mp4", "https://archive.org/embed/lunar", "comets", "", "javascript:alert(1)"]
)
def test_what_is_there_already_or_nowhere_is_no_copy(session, actor, whole, recording, url):
    add(session, actor, whole(), ARCHIVE)

    with pytest.raises(RecordingInvalid):
        add(session, actor, whole(), url)


def test_a_clip_has_no_copies_of_its_own(session, actor, recording):
    clip = add_recording(session, recording.webinar, "Clip", kind=RecordingKind.PRESENTATION, from_s=10)
    clip.stream, slug = recording, recording.webinar.slug
    session.commit()

    with pytest.raises(RecordingInvalid, match="Add the copy to the stream"):
        add(session, actor, recording_with_copies(session, slug, clip.id), ARCHIVE)


def test_the_address_of_a_copy_is_put_first_among_the_places_and_not_typed(session, actor, whole, recording):
    add(session, actor, whole(), ARCHIVE, 12)
    webinar, details = whole().webinar, RecordingDetails(url=ARCHIVE, kind=RecordingKind.FULL)

    with pytest.raises(RecordingInvalid, match="one of its copies"):
        update_recording(session, actor, webinar, recording, details, now=clock.now())

    assert urls(whole()) == ["https://videos.example/comets.mp4", ARCHIVE]


def test_only_editors_name_copies(session, oskar, whole, recording):
    copy = add_copy(session, recording, ARCHIVE)
    stranger = actor_of(session, oskar.id)

    for act in (
        lambda: add(session, stranger, whole(), VIMEO),
        lambda: actions.remove_copy(session, stranger, whole(), copy, now=clock.now()),
        lambda: actions.show_first(session, stranger, whole(), copy, now=clock.now()),
        lambda: actions.ask_again(stranger, whole()),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_copy_that_is_shown_first_changes_places_with_the_file_and_no_moment_moves(session, actor, whole, recording):
    recording.sync_s, recording.starts_s, recording.ends_s, recording.unavailable_at = -60, 60, 3600, NOW
    clip = add_recording(session, recording.webinar, "Part", kind=RecordingKind.PRESENTATION)
    clip.stream, clip.from_s, clip.until_s = recording, 600, 900
    add_copy(session, recording, ARCHIVE, shift_s=30)
    add_copy(session, recording, VIMEO, shift_s=5)

    actions.move_copy(session, actor, whole(), whole().copies[0], -1, now=clock.now())

    stream = whole()
    assert urls(stream) == [ARCHIVE, "https://videos.example/comets.mp4", VIMEO]
    assert [copy.shift_s for copy in stream.copies] == [-30, -25]
    assert (stream.sync_s, stream.starts_s, stream.ends_s) == (-90, 90, 3630)
    assert (stream.unavailable_at, stream.copies[0].unavailable_at) == (None, NOW)
    assert (stream.clips[0].url, stream.clips[0].starts_s, stream.clips[0].ends_s) == (ARCHIVE, 690, 990)


def test_copies_change_places_and_go(session, actor, whole, recording):
    for url in (ARCHIVE, VIMEO):
        add_copy(session, recording, url)

    stream = whole()
    actions.move_copy(session, actor, stream, stream.copies[1], -1, now=clock.now())
    assert urls(whole())[1:] == [VIMEO, ARCHIVE]

    stream = whole()
    actions.remove_copy(session, actor, stream, stream.copies[0], now=clock.now())
    assert urls(whole())[1:] == [ARCHIVE]


def test_the_page_turns_to_the_first_place_that_is_there_at_the_same_moment(session, recording):
    recording.starts_s, recording.ends_s = 100, 400
    add_copy(session, recording, VIMEO, unavailable_at=NOW)
    add_copy(session, recording, ARCHIVE, shift_s=7)
    session.commit()
    before = player_view_of(recording_page(session, "comets"), PLAYERS, starts_s=20)
    recording.unavailable_at = NOW
    session.commit()

    after = player_view_of(recording_page(session, "comets"), PLAYERS, starts_s=20)

    assert before.page == "https://videos.example/comets.mp4#t=120"
    assert [each.page for each in before.elsewhere] == [f"{ARCHIVE}?start=127"]
    assert (after.page, after.host) == (f"{ARCHIVE}?start=127", "Internet Archive")
    assert (after.is_lost, after.lost_host, after.lost_at) == (False, "videos.example", NOW)
    assert after.elsewhere == ()


def test_a_copy_without_its_beginning_begins_before_its_file(client, session, recording):
    add_copy(session, recording, "https://films.example/comets.mp4", shift_s=-30)
    add_transcript(session, recording, "Good evening.")
    recording.unavailable_at = NOW
    session.commit()

    page = client.get("/recordings/comets").text

    assert 'data-begins="-30"' in page
    assert "/recordings/comets/captions/en.vtt?starts=-30" in page


def test_a_clip_is_where_its_stream_is(session, recording):
    clip = add_recording(session, recording.webinar, "Part", slug="part", kind=RecordingKind.PRESENTATION)
    clip.stream, clip.from_s, clip.starts_s, clip.ends_s = recording, 600, 600, 900
    recording.unavailable_at = NOW
    add_copy(session, recording, ARCHIVE, shift_s=-30)
    session.commit()
    session.expire_all()

    screen = player_view_of(recording_page(session, "part"), PLAYERS, starts_s=5)

    assert screen.page == f"{ARCHIVE}?start=575"
    assert screen.lost_at == NOW


def test_what_is_nowhere_says_so_and_keeps_its_address(session, recording):
    recording.unavailable_at = NOW
    session.commit()

    screen = player_view_of(recording_page(session, "comets"), PLAYERS)

    assert (screen.is_lost, screen.page) == (True, "https://videos.example/comets.mp4")


def test_asking_again_is_for_the_next_round(session, actor, whole, recording):
    recording.checked_at, recording.failed_check_count = NOW, 2

    actions.ask_again(actor, whole())

    assert (recording.checked_at, recording.failed_check_count) == (None, 0)
