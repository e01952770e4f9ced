"""Large imports as they run: a process of their own beside others who save, and one that is killed."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation
from webinars import clock
from webinars.commands.migrations import upgrade
from webinars.db import db, reading
from webinars.domain.imports.jobs import finish_imports
from webinars.domain.imports.stepwise import LEASE
from webinars.models import CalendarEntry, Organisation, UnfinishedImport, Webinar

COUNT = 60
PATIENCE_S = 120


@pytest.fixture
def running(fresh_app, project, tmp_path):
    """A large file on its way into a site, some of it stored already."""
    settings = fresh_app.config["SETTINGS"]
    with fresh_app.app_context():
        upgrade()
    file = tmp_path / "archive.json"
    file.write_text(json.dumps({"format": "webinars-archive", "version": 1, "webinars": [*map(record, range(COUNT))]}))
    process = subprocess.Popen(
        # A shell that runs the tests in the background has them, and whoever they start, ignore the signal.
        ["env", "--default-signal=INT", sys.executable, "-m", "webinars", "import", file],
        cwd=project,
        env={
            "PATH": os.environ["PATH"],
            "WEBINARS_DATA": str(settings.data),
            "WEBINARS_DATABASE_URL": settings.database_url,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with fresh_app.app_context():
        until = time.monotonic() + PATIENCE_S
        while not count(Webinar):
            assert process.poll() is None, "it ended before anything was seen of it"
            assert time.monotonic() < until, "nothing is stored"
            time.sleep(0.01)
        yield process
        process.kill()
        process.communicate()


def record(number):
    start = dt.datetime(2027, 3, 1, 16) + dt.timedelta(days=number)
    return {
        "uid": f"uid-{number}",
        "title": f"Comets {number}",
        "organisers": ["Lunar Society"],
        "starts_wall": start.isoformat(timespec="minutes"),
        "timezone": "Europe/London",
        "status": "published",
    }


def count(kind):
    with reading():
        found = db.session.scalar(sa.select(sa.func.count()).select_from(kind))
        db.session.commit()
    return found


def test_others_save_while_it_runs(running):
    saved = 0
    while running.poll() is None:
        with db.session.begin():
            make_organisation(db.session(), f"Society {saved}")
        saved += 1

    assert running.returncode == 0
    assert saved > 1
    assert (count(Webinar), count(UnfinishedImport)) == (COUNT, 0)
    assert count(Organisation) == saved + 1


def test_what_was_killed_is_finished_by_a_worker(running, monkeypatch):
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    before = count(Webinar)
    assert 0 < before < COUNT
    later = clock.now() + LEASE
    monkeypatch.setattr(clock, "now", lambda: later)

    finish_imports(db.session())

    assert (count(Webinar), count(UnfinishedImport)) == (COUNT, 0)
    assert count(CalendarEntry) == COUNT
    assert len(set(db.session.scalars(sa.select(Webinar.uid)))) == COUNT


def test_who_breaks_an_import_off_is_told_what_becomes_of_it(running):
    os.kill(running.pid, signal.SIGINT)
    said = running.communicate(timeout=PATIENCE_S)[1]

    assert running.returncode == 1
    assert said.endswith("was broken off. A part of it is stored; a worker stores the rest as soon as one runs.\n")
    assert 0 < count(Webinar) < COUNT

    finish_imports(db.session())

    assert (count(Webinar), count(UnfinishedImport)) == (COUNT, 0)
