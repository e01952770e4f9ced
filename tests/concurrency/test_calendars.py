"""Feeds in several processes and threads at once."""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from functools import partial

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.concurrency.together import carry_out
from tests.factories import add_appearance, make_organisation, make_speaker, make_webinar
from webinars.commands.migrations import upgrade
from webinars.db import db
from webinars.models import CalendarEntry, Feed, FeedEntry, Organisation, Speaker, Webinar

PROCESS = """
import json, sys
from webinars import create_app
client = create_app().test_client()
for line in sys.stdin:
    response = client.get(json.loads(line), buffered=True)
    print(json.dumps([response.headers["ETag"], response.text]), flush=True)
"""
WRITERS = 6
EDITS = 5


@pytest.fixture
def site(fresh_app):
    with fresh_app.app_context():
        upgrade()
        host = make_organisation(db.session())
        speaker = make_speaker(db.session(), host)
        for number in range(WRITERS):
            webinar = make_webinar(db.session(), host, f"Comet {number}")
            add_appearance(db.session(), webinar, speaker)
        db.session.commit()
        db.session.remove()
        yield fresh_app


@contextmanager
def another_process(app):
    """A process of its own on the same database; call it with a path to poll."""
    settings = app.config["SETTINGS"]
    environment = os.environ | {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_BASE_URL": settings.base_url,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", PROCESS], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def poll(path):
        process.stdin.write(json.dumps(path) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        yield poll
    finally:
        process.communicate(timeout=30)


def titles(text):
    return sorted(str(entry["SUMMARY"]) for entry in Calendar.from_ical(text).walk("VEVENT"))


def test_an_edit_in_one_process_is_in_the_others_answer_a_second_later(site):
    with another_process(site) as poll:
        etag, text = poll("/calendar.ics")
        assert titles(text) == [f"Comet {number}" for number in range(WRITERS)]

        webinar = db.session.query(Webinar).filter_by(title="Comet 3").one()
        webinar.title = "Edited elsewhere"
        db.session.commit()
        time.sleep(1.05)

        new_etag, new_text = poll("/calendar.ics")
        assert new_etag != etag
        assert titles(new_text)[-1] == "Edited elsewhere"
        here = site.test_client().get("/calendar.ics", buffered=True)
        assert [here.headers["ETag"], here.text] == [new_etag, new_text]


def test_a_process_that_was_away_for_many_changes_catches_up(site):
    with another_process(site) as poll:
        poll("/calendar.ics")

        for title in ("First", "Second", "Third"):
            make_webinar(db.session(), db.session.query(Organisation).one(), title)
            db.session.commit()
        db.session.delete(db.session.query(Webinar).filter_by(title="Comet 0").one())
        db.session.commit()
        time.sleep(1.05)

        etag, text = poll("/calendar.ics")
        site.extensions["feeds"].shelf.forget()
        here = site.test_client().get("/calendar.ics", buffered=True)
        assert [here.headers["ETag"], here.text] == [etag, text]
        assert "Cancelled: Comet 0" in titles(text)


def test_edits_of_different_webinars_at_once_lose_nothing(site):
    ids = {webinar.title: webinar.id for webinar in db.session.query(Webinar)}
    db.session.rollback()

    def edit(title):
        with site.app_context():
            for edit_number in range(EDITS):
                carry_out(partial(retitle, ids[title], f"{title}, edit {edit_number}"))

    def retitle(webinar_id, title, session):
        session.get(Webinar, webinar_id).title = title

    run_together([partial(edit, title) for title in ids])

    feed = db.session.query(Feed).filter_by(path="/calendar.ics").one()
    assert feed.revision == 1 + WRITERS * EDITS
    revisions = [row.revision for row in db.session.query(FeedEntry).filter_by(feed_id=feed.id)]
    assert len(set(revisions)) == WRITERS
    assert {entry.sequence for entry in db.session.query(CalendarEntry)} == {EDITS}
    text = site.test_client().get("/calendar.ics", buffered=True).text
    assert titles(text) == [f"Comet {number}, edit {EDITS - 1}" for number in range(WRITERS)]


def test_a_title_changed_while_a_speakers_new_name_is_being_saved_is_in_the_entry_beside_it(site):
    is_written = threading.Event()

    def rename():
        with site.app_context():
            session = db.session()
            # After the entries have been written, and before the transaction ends.
            sa.event.listen(session, "before_commit", lambda _session: (is_written.set(), time.sleep(0.7)))
            session.query(Speaker).one().name = "Caroline Lucretia Herschel"
            session.commit()

    def retitle():
        is_written.wait(timeout=10)
        with site.app_context():
            db.session.query(Webinar).filter_by(title="Comet 0").one().title = "Planet 0"
            db.session.commit()

    run_together([rename, retitle])

    entries = Calendar.from_ical(site.test_client().get("/calendar.ics", buffered=True).data).walk("VEVENT")
    assert "Planet 0" in {str(entry["SUMMARY"]) for entry in entries}
    assert all("– Caroline Lucretia Herschel" in entry["DESCRIPTION"] for entry in entries)


def test_renames_and_edits_at_once_do_not_wait_for_each_other_for_ever(site):
    def retitle():
        with site.app_context():
            for number in range(WRITERS):
                db.session.query(Webinar).filter_by(title=f"Comet {number}").one().title = f"Planet {number}"
                db.session.commit()

    def rename():
        with site.app_context():
            for number in range(WRITERS):
                db.session.query(Speaker).one().name = f"Caroline {number}"
                db.session.commit()

    run_together([retitle, rename])

    entries = Calendar.from_ical(site.test_client().get("/calendar.ics", buffered=True).data).walk("VEVENT")
    assert sorted(str(entry["SUMMARY"]) for entry in entries) == [f"Planet {number}" for number in range(WRITERS)]
    assert all(f"– Caroline {WRITERS - 1}" in entry["DESCRIPTION"] for entry in entries)


def run_together(works):
    failures = []

    def run(work):
        try:
            work()
        except Exception as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
