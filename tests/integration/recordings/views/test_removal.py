"""Removing a recording: asked first, gone for everybody at once, restored as it was, deleted for good in the end."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_copy,
    add_recording,
    add_transcript,
    make_series,
    make_speaker,
    make_topic,
)
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import export_archive
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.programme.life_cycle import delete_draft, unpublish
from webinars.domain.recordings.removal import RETENTION, forget_removed
from webinars.domain.recordings.short_codes import code_of
from webinars.domain.recordings.video_copies.queries import due_copies, due_recordings
from webinars.models import (
    Chapter,
    Cue,
    FileKind,
    FormerSlug,
    Recording,
    RecordingKind,
    SearchDocument,
    SearchPassage,
    StoredFile,
    Transcript,
)

WORD = "quicksilver"
DESK = "/manage/webinars/comets-and-their-tails/recordings"
SUBJECTS = ("organisations/lunar-society", "series/the-night-sky", "speakers/caroline-herschel", "topics/astronomy")
LISTS = [
    "/",
    "/webinars?past",
    "/webinars/comets-and-their-tails",
    "/embed/webinars/comets-and-their-tails",
    "/embed/programme",
    "/recordings",
    f"/recordings?q={WORD}",
    f"/recordings.json?q={WORD}",
    "/recordings.rss",
    "/podcast.rss",
    "/calendar.ics",
    "/sitemaps/recordings-1.xml",
    "/sitemaps/webinars-1.xml",
    *(f"/{subject}{part}" for subject in SUBJECTS for part in ("", "/recordings.rss", "/podcast.rss", "/calendar.ics")),
]
OWN = [
    f"/recordings/{WORD}",
    f"/recordings/{WORD}?t=90",
    f"/recordings/{WORD}/player",
    f"/recordings/{WORD}/citation",
    f"/recordings/{WORD}/citation.bib",
    f"/recordings/{WORD}/citation.json",
    f"/recordings/{WORD}/chapters.vtt",
    f"/recordings/{WORD}/chapters.json",
    f"/recordings/{WORD}/transcript.txt",
    f"/recordings/{WORD}/captions/en.vtt",
    f"/embed/recordings/{WORD}",
    f"/oembed?url=http://localhost/recordings/{WORD}",
]


@pytest.fixture
def recording(session, webinar, lunar, settings):
    """A full stream with everything below it; each text has the word."""
    webinar.series = make_series(session, lunar, "The Night Sky")
    session.refresh(webinar, ["topics"])
    webinar.topics.append(make_topic(session, "Astronomy"))
    add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    add_recording(session, webinar, "What stays", slug="stays", kind=RecordingKind.PRESENTATION)
    recording = add_recording(session, webinar, f"All about {WORD}", slug=WORD, duration_s=5400)
    session.refresh(recording, ["chapters", "files"])
    recording.chapters.append(Chapter(at_s=90, title=f"A chapter of {WORD}"))
    add_transcript(session, recording, f"Ada: We speak of {WORD}.")
    add_copy(session, recording, f"https://mirror.example/{WORD}.mp4")
    with storage_of(settings).incoming() as octets:
        octets.write(b"%PDF-1.7")
        key = storage_of(settings).keep(octets)
    recording.files.append(
        StoredFile(
            key=key,
            kind=FileKind.SLIDES,
            name=f"{WORD}.pdf",
            content_type="application/pdf",
            byte_count=8,
            created_at=clock.now(),
        )
    )
    session.commit()
    return recording


@pytest.fixture
def organiser(client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def removed(organiser, recording):
    assert organiser.post(f"{DESK}/{recording.id}/removal").status_code == 303
    return recording


def bodies(client, addresses):
    return {address: client.get(address).get_data(as_text=True) for address in addresses}


def count(session, kind):
    return session.scalar(sa.select(sa.func.count()).select_from(kind))


@pytest.mark.usefixtures("derived")
def test_what_goes_with_it_is_said_first_and_nothing_is_done(organiser, session, recording):
    page = organiser.get(f"{DESK}/{recording.id}/removal").text

    for part in ("the transcript in English", "1 chapter", f"the slides {WORD}.pdf", "1 address of a copy"):
        assert part in page
    assert "For 30 days everything can be restored" in page
    assert organiser.get(f"/recordings/{WORD}").status_code == 200


def test_a_bare_recording_promises_nothing(organiser, session, webinar):
    recording = add_recording(session, webinar)

    assert "With it goes" not in organiser.get(f"{DESK}/{recording.id}/removal").text


@pytest.mark.usefixtures("derived")
def test_the_word_stands_wherever_it_is_looked_for(new_client, recording):
    """Or what is looked for below would never have been there."""
    found = bodies(new_client(), [*LISTS, *OWN])

    without = {address for address, body in found.items() if WORD not in body.casefold()}
    assert without <= {address for address in LISTS if address.endswith((".ics", "podcast.rss"))} | {
        *("/", "/embed/programme", "/embed/webinars/comets-and-their-tails", "/webinars?past"),
        *("/sitemaps/webinars-1.xml", *(f"/{subject}" for subject in SUBJECTS)),
    }


@pytest.mark.usefixtures("derived")
def test_nobody_finds_what_was_removed(new_client, session, removed):
    stranger = new_client()
    code, [file] = code_of(WORD), session.scalars(sa.select(StoredFile)).all()

    assert {address for address, body in bodies(stranger, LISTS).items() if f"of {WORD}" in body.casefold()} == set()
    assert {
        address: stranger.get(address).status_code for address in OWN if stranger.get(address).status_code < 404
    } == {}
    assert stranger.get(f"/recordings/{WORD}").status_code == 410
    assert stranger.get(file.path).status_code == 404
    assert stranger.get(f"/v/{code}", follow_redirects=True).status_code == 410
    archive = export_archive(session).decode()
    assert f"of {WORD}" not in archive
    assert f"about {WORD}" not in archive
    assert session.scalars(sa.select(SearchDocument.title).where(SearchDocument.recording_id == removed.id)).all() == []
    assert session.scalars(sa.select(SearchPassage.id).where(SearchPassage.recording_id == removed.id)).all() == []


def test_nobody_outside_is_asked_about_it(session, removed):
    now = clock.now() + dt.timedelta(days=10)

    assert [each.slug for each in due_recordings(session, now=now, limit=9)] == ["stays"]
    assert due_copies(session, now=now, limit=9) == []


def test_the_desk_shows_it_as_removed_and_takes_no_changes(organiser, removed):
    page = organiser.get(DESK).text

    assert "Removed on" in page
    assert "kept until" in page
    for part in ("", "/moments", "/transcripts", "/copies", "/files", "/removal"):
        assert organiser.get(f"{DESK}/{removed.id}{part}").status_code == 404


@pytest.mark.usefixtures("derived")
def test_it_comes_back_as_it_was(organiser, new_client, session, recording):
    before = bodies(new_client(), [*LISTS, *OWN])
    organiser.post(f"{DESK}/{recording.id}/removal")
    answer = organiser.post(f"{DESK}/{recording.id}/restoration")

    assert answer.status_code == 303
    assert "is back, with all that belongs to it" in organiser.get(DESK).text
    assert session.scalars(sa.select(FormerSlug)).all() == []
    after = bodies(new_client(), [*LISTS, *OWN])
    # These say when the webinar was last changed.
    calm = [address for address in before if not address.endswith((".ics", ".rss", ".xml"))]
    assert {address: after[address] for address in calm} == {address: before[address] for address in calm}


def test_pressed_twice_it_is_restored_once(organiser, removed):
    first, second = (organiser.post(f"{DESK}/{removed.id}/restoration") for _time in range(2))

    assert (first.status_code, second.status_code) == (303, 303)
    assert "It is restored already." in organiser.get(DESK).text


def test_its_address_is_given_to_no_other(organiser, session, removed, webinar):
    added = {"url": "https://videos.example/other.mp4", "whose": "part", "title": WORD, "language": "en"}
    organiser.post(DESK, data=added)

    assert session.scalars(sa.select(Recording.slug).where(Recording.title == WORD)).all() == [f"{WORD}-2"]


@pytest.mark.parametrize(("late", "left"), [(-1, 1), (1, 0)])
def test_after_thirty_days_it_goes_for_good(session, settings, removed, late, left):
    [file] = session.scalars(sa.select(StoredFile)).all()
    key, then = file.key, removed.removed_at + RETENTION + dt.timedelta(minutes=late)

    assert forget_removed(session, now=then) == 1 - left

    assert [count(session, kind) for kind in (Chapter, Transcript, Cue, StoredFile)] == [left] * 4
    assert session.scalars(sa.select(Recording.slug).order_by(Recording.slug)).all() == [WORD, "stays"][1 - left :]
    assert (storage_of(settings).folder / key).is_file() == bool(left)


def test_its_clip_stays_and_follows_it_again(organiser, session, webinar, recording):
    talk = add_recording(session, webinar, "A talk", kind=RecordingKind.PRESENTATION, starts_s=60, ends_s=600)
    talk.stream_id, talk.from_s, talk.until_s = recording.id, 60, 600
    session.commit()

    assert "1 clip stays" in organiser.get(f"{DESK}/{recording.id}/removal").text
    organiser.post(f"{DESK}/{recording.id}/removal")
    session.refresh(talk)
    assert (talk.stream_id, talk.starts_s, talk.ends_s) == (None, 60, 600)
    organiser.post(f"{DESK}/{recording.id}/restoration")

    session.refresh(talk)
    assert (talk.stream_id, talk.from_s, talk.until_s) == (recording.id, 60, 600)


def test_a_draft_is_deleted_with_what_was_removed_from_it(session, webinar, removed):
    unpublish(session, OPERATOR, webinar, now=clock.now())
    delete_draft(session, OPERATOR, webinar, now=clock.now())
    session.commit()

    assert count(session, Recording) == 0
