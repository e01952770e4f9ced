import dataclasses
import datetime as dt
import json
import time

import pytest
import sqlalchemy as sa

from tests.factories import add_recording, add_transcript, make_webinar
from tests.other_sites import Page
from webinars import clock
from webinars.domain.transcripts.transcriber import jobs
from webinars.domain.transcripts.transcriber.jobs import transcribe_next
from webinars.models import (
    Cue,
    FileKind,
    RecordingKind,
    StoredFile,
    Transcript,
    Transcription,
    TranscriptionState,
)

DAY = dt.timedelta(days=1)
S = TranscriptionState


@pytest.fixture
def work(session, sites):
    """`work(settings)`: one look of a worker."""

    def work(settings, **values):
        session.commit()
        usual = {"is_ending": lambda: False, "now": clock.now()}
        done = transcribe_next(session, settings, sites.outside(), **{**usual, **values})
        session.expire_all()
        return done

    return work


@pytest.fixture
def ask(session):
    """`ask(recording)`: what a press on *Begin now* leaves."""

    def ask(recording, state=S.WAITING, **values):
        row = Transcription(
            recording_id=recording.id, state=state, **{"due_at": clock.now() - dt.timedelta(hours=1), **values}
        )
        session.add(row)
        session.commit()
        return row

    return ask


def said(session):
    return session.scalars(sa.select(Cue.text).order_by(Cue.starts_ms)).all()


def left_in(settings):
    return [path.name for path in settings.data.glob(f"{jobs.WORKING}*")]


def test_what_is_due_is_heard_and_stored_as_a_machines_with_what_it_was_unsure_of(
    session, stream, work, ask, with_command
):
    stream.sync_s, settings = 60, with_command("write")
    row = ask(stream)

    assert work(settings)

    assert said(session) == ["6 octets of en, niced 19 times.", "That is all."]
    transcript = session.scalars(sa.select(Transcript)).one()
    assert (transcript.language, transcript.is_by_machine, transcript.read_at) == ("en", True, None)
    first = session.scalars(sa.select(Cue).order_by(Cue.starts_ms)).first()
    assert (first.unsure, first.text[16:24], first.starts_ms) == ("16-24", "niced 19", 61_000)
    assert (row.state, row.leased_until, row.failure) == (S.DONE, None, "")
    assert left_in(settings) == []
    assert not work(settings)


def test_the_sound_of_an_uploaded_film_comes_from_where_uploads_are_kept(
    session, stream, work, ask, with_command, storage, sites
):
    with storage.incoming() as file:
        file.write(b"of our own")
        key = storage.keep(file)
    values = {"name": "comets.mp4", "content_type": "video/mp4", "byte_count": 10, "created_at": clock.now()}
    stored = StoredFile(key=key, kind=FileKind.VIDEO, **values)
    stored.recording_id = stream.id
    session.add(stored)
    stream.url, stream.provider_host = f"/files/{key}/comets.mp4", ""
    ask(stream)

    work(with_command("write"))

    assert said(session)[0].startswith("10 octets")
    assert storage.has(key)
    assert sites.asked == []


def test_of_a_film_on_peertube_the_smallest_file_with_sound_is_fetched(session, stream, work, ask, with_command, sites):
    stream.url, stream.provider = "https://tube.example/w/4rAHS6gnRtyMG3DKXYdLwM", "peertube"
    stream.provider_host, stream.provider_video = "tube.example", "4rAHS6gnRtyMG3DKXYdLwM"
    files = [
        {"fileUrl": "https://tube.example/720.mp4", "size": 900, "hasAudio": True},
        {"fileUrl": "https://tube.example/silent.mp4", "size": 1, "hasAudio": False},
    ]
    pieces = [{"files": [{"fileUrl": "https://objects.example/sound.mp4", "size": 5}]}]
    sites.pages["tube.example", "/api/v1/videos/4rAHS6gnRtyMG3DKXYdLwM"] = Page(
        body=json.dumps({"files": files, "streamingPlaylists": pieces}).encode()
    )
    sites.pages["objects.example", "/sound.mp4"] = Page(body=b"sound")
    ask(stream)

    work(with_command("write"))

    assert said(session)[0].startswith("5 octets")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"[]", "tube.example names none"),
        (b"{}", "tube.example names none"),
        (b'{"files": [], "streamingPlaylists": []}', "tube.example names none"),
        (b'{"files": [{"size": 1, "fileUrl": 7}], "streamingPlaylists": []}', "not a plain https address"),
        (b"<html>", "the answer is not JSON"),
    ],
)
def test_a_peertube_that_names_no_file_is_said_to_give_none(stream, work, ask, with_command, sites, body, sentence):
    stream.url, stream.provider = "https://tube.example/w/4rAHS6gnRtyMG3DKXYdLwM", "peertube"
    stream.provider_host, stream.provider_video = "tube.example", "4rAHS6gnRtyMG3DKXYdLwM"
    sites.pages["tube.example", "/api/v1/videos/4rAHS6gnRtyMG3DKXYdLwM"] = Page(body=body)
    row = ask(stream)

    work(with_command("write"))

    assert (row.state, row.failure) == (S.FAILED, f"Its file could not be brought here: {sentence}.")


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (Page(status=404), "videos.example answered 404"),
        (Page(body=b"x", announced_bytes=2_000_000_001), "more than 2000000000 bytes"),
        (
            Page(status=302, headers={"Location": "https://inside.example/a.mp4"}),
            "inside.example is not to be asked",
        ),
    ],
)
def test_a_file_that_does_not_come_is_a_sentence(stream, work, ask, with_command, sites, page, sentence):
    sites.pages["videos.example", "/comets.mp4"] = page
    row, settings = ask(stream), with_command("write")

    work(settings)

    assert (row.state, row.failure) == (S.FAILED, f"Its file could not be brought here: {sentence}.")
    assert row.ended_at is not None
    assert left_in(settings) == []


@pytest.mark.parametrize(
    ("mode", "sentence"),
    [
        ("fail", "The command ended with 3: …: no model [0m False"),
        ("garbage", "The command wrote no WebVTT with words in it."),
        ("silence", "The command wrote no WebVTT with words in it."),
        ("flood", "The command wrote more than 5 MB."),
    ],
)
def test_a_command_that_fails_is_a_sentence_and_nothing_of_it_stays(
    session, stream, work, ask, with_command, processes_of, mode, sentence
):
    row, settings = ask(stream), with_command(mode)

    work(settings)

    assert (row.state, row.failure) == (S.FAILED, sentence)
    assert said(session) == []
    assert left_in(settings) == []
    assert processes_of() == []


def test_the_command_learns_no_secret_and_the_log_not_what_it_says(
    stream, work, ask, with_command, capsys, monkeypatch
):
    monkeypatch.setenv("WEBINARS_SECRET_KEY", "of our own")
    row = ask(stream)

    work(with_command("fail"))

    # The script says whether it has found the key.
    assert row.failure.endswith("no model [0m False")
    told = "".join(capsys.readouterr())
    assert "transcription failed" in told
    assert "no model" not in told


def test_a_command_that_is_not_there_is_a_sentence(stream, work, ask, settings):
    row = ask(stream)

    work(dataclasses.replace(settings, transcriber=("/nowhere/transcribe", "{audio}", "{out}", "{language}")))

    assert row.failure == "The command cannot be started: No such file or directory."


def test_a_command_that_takes_too_long_is_killed_with_all_that_it_has_begun(
    stream, work, ask, with_command, processes_of
):
    stream.duration_s = 1
    row = ask(stream)

    began = time.monotonic()
    work(with_command("hang"))

    assert 5 < time.monotonic() - began < 30
    assert (row.state, row.failure) == (S.FAILED, "It took too long and was ended.")
    assert processes_of() == []


def test_what_the_command_leaves_behind_is_ended_too(session, stream, work, ask, with_command, processes_of):
    ask(stream)

    work(with_command("leave"))

    assert said(session) == ["I leave a child behind."]
    assert processes_of() == []


def test_a_worker_that_is_told_to_end_kills_the_command_and_the_recording_waits_again(
    session, stream, work, ask, with_command, processes_of, notes
):
    row, settings = ask(stream), with_command("hang")

    work(settings, is_ending=notes.exists)

    assert (row.state, row.leased_until, row.attempt_count) == (S.WAITING, None, 0)
    assert processes_of() == []
    assert left_in(settings) == []
    work(with_command("write"))
    assert (row.state, len(said(session))) == (S.DONE, 2)


def test_a_press_on_stop_ends_the_command_within_seconds(session, stream, work, ask, with_command, processes_of, notes):
    row, pressed_at = ask(stream), []

    def press_once():
        if notes.exists() and not pressed_at:
            pressed_at.append(time.monotonic())
            session.execute(sa.update(Transcription).values(state=S.STOPPED, leased_until=None))
            session.commit()
        return False

    work(with_command("hang"), is_ending=press_once)

    assert time.monotonic() - pressed_at[0] < 10
    assert row.state == S.STOPPED
    assert processes_of() == []
    assert said(session) == []


def test_a_transcript_that_came_while_it_was_written_stays(session, stream, work, ask, with_command, notes):
    ask(stream)

    def paste_once():
        if notes.exists() and not said(session):
            add_transcript(session, stream, "Ada: Good evening.")
            session.commit()
        return False

    work(with_command("slow"), is_ending=paste_once)

    assert said(session) == ["Good evening."]


def test_what_a_dead_worker_had_is_begun_once_more_and_then_given_up(stream, work, ask, with_command):
    row = ask(stream, S.RUNNING, leased_until=clock.now() - dt.timedelta(seconds=1), attempt_count=1)
    work(with_command("fail"))
    assert row.attempt_count == 2

    row.state, row.leased_until = S.RUNNING, clock.now() - dt.timedelta(seconds=1)
    assert not work(with_command("write"))

    assert (row.state, row.failure) == (S.FAILED, "Our machine was ended twice while it was at it.")


def test_one_at_a_time_over_all_workers(session, webinar, stream, work, ask, with_command):
    other = add_recording(session, webinar, "Its second half", slug="second-half")
    ask(stream, S.RUNNING, leased_until=clock.now() + dt.timedelta(minutes=1), attempt_count=1)
    waiting = ask(other)

    assert not work(with_command("write"))

    assert waiting.state == S.WAITING


def test_a_full_recording_waits_until_eleven_of_the_next_day_where_its_host_is(
    session, lunar, webinar, stream, work, with_command
):
    # 23:30 UTC is half past midnight in Britain's summer: the next day is the one after that.
    lunar.timezone, stream.created_at = "Europe/London", dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)
    settings, now = with_command("write"), stream.created_at + dt.timedelta(minutes=1)

    work(settings, now=now)

    row = session.scalars(sa.select(Transcription)).one()
    assert (row.state, row.due_at) == (S.WAITING, dt.datetime(2026, 7, 3, 10, tzinfo=dt.UTC))
    assert not work(settings, now=row.due_at - dt.timedelta(seconds=1))
    assert work(settings, now=row.due_at)
    assert len(said(session)) == 2


def test_what_has_captions_is_old_a_talk_removed_or_out_of_reach_waits_for_nothing(
    session, lunar, webinar, stream, cut_out, work, with_command
):
    add_transcript(session, stream, "Ada: Good evening.")
    cut_out(10, 20)
    add_recording(session, webinar, "Old", created_at=clock.now() - 8 * DAY)
    add_recording(session, webinar, "A talk", kind=RecordingKind.PRESENTATION)
    add_recording(
        session, webinar, "Far", url="https://youtu.be/dQw4w9WgXcQ", provider="youtube", provider_host="youtube.com"
    )
    add_recording(session, webinar, "Long", duration_s=4 * 3600 + 1)
    removed = add_recording(session, make_webinar(session, lunar, "Nebulae"), "Removed")
    removed.removed_at, removed.removed_from_id = clock.now(), removed.webinar_id
    removed.webinar_id = None

    work(with_command("write"))

    assert session.scalars(sa.select(Transcription)).all() == []


def test_captions_that_came_meanwhile_take_the_place_of_waiting(session, stream, work, ask, with_command):
    ask(stream)
    add_transcript(session, stream, "Ada: Good evening.")

    assert not work(with_command("write"))

    assert said(session) == ["Good evening."]
    assert session.scalars(sa.select(Transcription)).all() == []
