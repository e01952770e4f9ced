"""Two workers and one machine; a worker that ends while the machine is at it."""

import datetime as dt
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

import tests.transcriber_command
from tests.factories import add_recording, make_organisation, make_webinar
from tests.other_sites import Page, other_sites
from webinars import clock
from webinars.commands.migrations import upgrade
from webinars.db import db
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.transcripts.transcriber.jobs import WORKING, transcribe_next
from webinars.models import Cue, Transcription, TranscriptionState

PATIENCE_S = 60
SCRIPT = tests.transcriber_command.__file__


def with_rows(session, count, **values):
    """Recordings that are to be written down."""
    webinar = make_webinar(session, make_organisation(session), starts_in=-dt.timedelta(days=1))
    for number in range(count):
        recording = add_recording(session, webinar, slug=f"comets-{number}", **values)
        due_at = clock.now() - dt.timedelta(hours=1)
        session.add(Transcription(recording_id=recording.id, state=TranscriptionState.WAITING, due_at=due_at))
    session.commit()


@pytest.mark.concurrency
def test_of_many_workers_one_writes_down_at_a_time_and_nothing_twice(session, settings, together, tmp_path):
    with_rows(session, 2)
    notes = tmp_path / "notes"
    command = (sys.executable, SCRIPT, "slow", str(notes), "{audio}", "{out}", "{language}")
    own = [type(settings)(**{**vars(settings), "transcriber": command, "data": tmp_path / str(n)}) for n in range(4)]
    done = []
    with other_sites() as sites:
        sites.pages["videos.example", "/comets.mp4"] = Page(body=b"a film")
        for each in own:
            each.data.mkdir()

        def look(settings):
            def work(session):
                is_done = transcribe_next(session, settings, sites.outside(), is_ending=lambda: False, now=clock.now())
                done.append(is_done)

            return work

        together([look(each) for each in own])

    assert notes.read_text() == "begun\nended\n" * sum(done)
    assert sum(done) >= 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Cue)) == sum(done)


@pytest.fixture
def worker(fresh_app, project, tmp_path):
    """A site with a machine that never ends, and `worker()`: one more worker process of it."""
    settings = fresh_app.config["SETTINGS"]
    command = [sys.executable, SCRIPT, "hang", str(tmp_path / "notes"), "{audio}", "{out}", "{language}"]
    environment = {
        "PATH": os.environ["PATH"],
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_TRANSCRIBER": shlex.join(command),
    }
    with fresh_app.app_context():
        upgrade()
    processes = []

    def worker():
        processes.append(subprocess.Popen([sys.executable, "-m", "webinars", "worker"], cwd=project, env=environment))
        return processes[-1]

    yield worker
    for process in processes:
        process.kill()
        process.wait()


def wait_until(is_so):
    ends_at = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.1)


def is_running(process):
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(") ")[2][0] != "Z"


@pytest.mark.concurrency
def test_a_worker_that_is_told_to_end_takes_the_machine_with_it(fresh_app, worker, tmp_path):
    settings, notes = fresh_app.config["SETTINGS"], tmp_path / "notes"
    with fresh_app.app_context():
        with storage_of(settings).incoming() as file:
            file.write(b"a film")
            key = storage_of(settings).keep(file)
        with_rows(db.session(), 1, url=f"/files/{key}/comets.mp4", provider_host="")

    process = worker()
    wait_until(notes.exists)
    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == 0
    assert not any(is_running(int(each)) for each in notes.read_text().split())
    assert list(settings.data.glob(f"{WORKING}*")) == []
    with fresh_app.app_context():
        row = db.session.scalars(sa.select(Transcription)).one()
        assert (row.state, row.attempt_count, row.leased_until) == (TranscriptionState.WAITING, 0, None)
