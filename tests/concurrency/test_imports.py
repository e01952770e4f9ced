"""Large imports as they run: a process of their own beside others who save, and one that is killed."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from webinars import clock
from webinars.bulk import CommittedSteps
from webinars.commands.migrations import upgrade
from webinars.db import db, reading
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.imports.calendars.files import read_calendar_for
from webinars.domain.imports.calendars.selected_entries import SelectedEntry, store_selected
from webinars.domain.imports.jobs import finish_imports
from webinars.domain.imports.stepwise_import import LEASE
from webinars.domain.imports.texts import ImportChoices
from webinars.models import CalendarEntry, Organisation, Registration, Source, UnfinishedImport, Webinar

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


@pytest.fixture
def press(app, session):
    """`press(session)`: somebody stores every entry of one calendar. Returns how many drafts that made."""
    host_id = make_organisation(session, "Lunar Society").id
    session.commit()
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for number in range(COUNT):
        start = (dt.datetime(2027, 3, 1, 16) + dt.timedelta(days=number)).strftime("%Y%m%dT%H%M%S")
        lines += ["BEGIN:VEVENT", f"UID:{number}@example", f"DTSTART;TZID=Europe/London:{start}"]
        lines += [f"SUMMARY:Comets {number}", "END:VEVENT"]
    data = "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()

    def press(own):
        now = clock.now()
        with reading():
            calendar, _host = read_calendar_for(own, data, ImportChoices(published_on=now.date()), now=now)
            own.commit()
        chosen = [SelectedEntry(key=entry.key, entry=entry) for entry in calendar.entries]
        host, steps = own.get_one(Organisation, host_id), CommittedSteps(own)
        return store_selected(own, OPERATOR, host, calendar, chosen, now=now, steps=steps).created_count

    return press


def test_a_calendar_that_several_store_at_once_makes_each_draft_once(session, press, together):
    made = []

    assert together([lambda own: made.append(press(own))] * 3) == []

    assert sum(made) == COUNT
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == COUNT
    assert session.scalar(sa.select(sa.func.count(Source.id))) == COUNT


def test_who_registers_while_a_calendar_is_stored_waits_for_a_part_of_it(app, session, settings, press):
    webinar = make_webinar(session, session.scalars(sa.select(Organisation)).one(), "Tides")
    open_desk(session, webinar)
    webinar_id = webinar.id
    session.commit()
    made = []

    def storing():
        with app.app_context():
            made.append(press(db.session()))

    thread = threading.Thread(target=storing)
    thread.start()
    seen = set()
    while thread.is_alive():
        make_registration(
            session, settings, session.get_one(Webinar, webinar_id), f"Ana {len(seen)} {time.monotonic()}"
        )
        seen.add(session.scalar(sa.select(sa.func.count(Webinar.id))) - 1)
        session.commit()
        time.sleep(0.02)
    thread.join()

    assert made == [COUNT]
    assert session.scalar(sa.select(sa.func.count(Registration.id))) > 1
    # As one transaction it would be seen as nothing, or as all.
    assert len(seen - {0, COUNT}) > 1
