"""What is saved through one web process is a second later on every page and feed that another has kept."""

import datetime as dt
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager

import pytest

from tests.factories import add_recording, make_membership, make_organisation, make_user, make_webinar
from tests.filled_form import FilledForm
from tests.outgrown.readers import Person, ask
from tests.postbox import free_port
from tests.printed_pages import Printed
from tests.unfolded_calendar import unfolded
from webinars.commands.migrations import upgrade
from webinars.db import db
from webinars.domain.accounts.passwords import hash_password

PASSWORD = "the moon above Birmingham"
PATIENCE_S = 60
WEEK = dt.timedelta(days=7)
WITHIN_S = 1.0
FIRST_NAME, SECOND_NAME = "Lunar Society", "Stargazers of Slough"
DESK = "/manage/organisations/lunar-society"
ADDRESSES = (
    "/",
    "/webinars",
    "/webinars?past",
    "/webinars/comets",
    "/organisations",
    "/organisations/lunar-society",
    "/recordings",
    "/recordings/film",
    "/embed/next?organisation=lunar-society",
    "/embed/programme?organisation=lunar-society",
    "/embed/webinars/comets",
    "/embed/recordings/film",
    "/webinars.rss",
    "/webinars.json",
    "/organisations/lunar-society/recordings.rss",
    "/calendar.ics",
    "/organisations/lunar-society/calendar.ics",
)
"""All that name who has invited."""


@pytest.fixture
def organised(fresh_app):
    """A database with one webinar to come and a recording of a past one; the address of who may change both."""
    with fresh_app.app_context():
        upgrade()
        session = db.session()
        olga = make_user(session, "Olga", password_hash=hash_password(PASSWORD))
        lunar = make_organisation(session, FIRST_NAME, slug="lunar-society")
        make_membership(session, lunar, olga)
        make_webinar(session, lunar, "Comets", slug="comets")
        add_recording(session, make_webinar(session, lunar, "Nebulae", starts_in=-WEEK), slug="film")
        session.commit()
        email = olga.email
        db.session.remove()
    return email


@pytest.fixture
def processes(fresh_app, organised):
    """The ports of two `webinars serve`, each of one web process, on one data folder and one database."""
    settings = fresh_app.config["SETTINGS"]
    own = {name: value for name, value in os.environ.items() if not name.startswith(("WEBINARS_", "PROMETHEUS_"))}
    environment = own | {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_BASE_URL": settings.base_url,
        "WEB_CONCURRENCY": "1",
        "PYTHONUNBUFFERED": "1",
    }
    with ExitStack() as stack:
        yield [stack.enter_context(served(environment)) for _each in range(2)]


@contextmanager
def served(environment):
    """One `webinars serve`; yields its port."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "webinars", "serve", "--no-worker", "--port", str(port)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    printed = Printed(server)
    try:
        assert "Serving" in printed.until("Serving")
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_S)
        printed.whole()


def names_on(port):
    """Which of the two names each address says."""
    texts = {address: unfolded(ask(port, address).text) for address in ADDRESSES}
    return {address: {name for name in (FIRST_NAME, SECOND_NAME) if name in text} for address, text in texts.items()}


def everywhere(name):
    return {address: {name} for address in ADDRESSES}


@pytest.mark.timeout(300)
def test_a_save_is_on_every_page_and_feed_of_another_process_a_second_after_its_answer(processes, organised):
    here, there = processes
    person = Person()
    person.sign_in(here, organised, PASSWORD)
    form = FilledForm(person.ask(here, DESK), "//main//form[@method='post'][.//input[@name='name']]")
    # Each process keeps all of them, and has just seen that they say what is so.
    assert names_on(here) == names_on(there) == everywhere(FIRST_NAME)

    answer = person.send(here, DESK, form.fill(name=SECOND_NAME))
    answered_at = time.monotonic()

    assert answer.status_code == 303, answer.text
    assert names_on(here) == everywhere(SECOND_NAME)
    # Not how long it takes, which is the machine's matter: what is asked for from then on has to be new.
    time.sleep(max(0.0, answered_at + WITHIN_S - time.monotonic()))
    assert names_on(there) == everywhere(SECOND_NAME)
