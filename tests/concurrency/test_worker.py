"""The worker as it runs: processes of their own, a real queue, a real mail server."""

import dataclasses
import datetime as dt
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from functools import partial

import pytest
import sqlalchemy as sa
from huey.consumer import Consumer

from tests.factories import make_membership, make_organisation, make_registration, make_user, make_webinar, open_desk
from tests.printed_pages import Printed
from webinars import clock
from webinars.app.worker import THREADS, Jobs, jobs_of, run_worker
from webinars.commands.migrations import upgrade
from webinars.config import MailServer
from webinars.db import db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.webhooks.actions import WebhookDraft, create_webhook
from webinars.domain.interfaces.webhooks.promises import promise_rebuild
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.outbox.leases import HANDFUL
from webinars.domain.processes.heartbeats import record_heartbeat, workers
from webinars.domain.search.jobs import is_behind
from webinars.models import (
    OutboundEmail,
    OutboundHook,
    Priority,
    PromiseState,
    SearchDocument,
    WebhookPreset,
    Webinar,
    WorkerSign,
)
from webinars.paths import QUEUE_FILE_NAME

PATIENCE_S = 60


@pytest.fixture
def redis_url():
    """Where the queue is; nowhere: in a file of the data folder. Tests put an address in its place."""


@pytest.fixture
def site(fresh_app, mail_server, redis_url):
    """A migrated site of the test's own that sends its mails to `postbox`, and the environment of its processes."""
    settings = dataclasses.replace(
        fresh_app.config["SETTINGS"],
        mail_url=MailServer(host="127.0.0.1", port=mail_server.port),
        redis_url=redis_url,
    )
    fresh_app.config["SETTINGS"] = settings
    environment = {
        "PATH": os.environ["PATH"],
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEBINARS_MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "WEBINARS_REDIS_URL": redis_url or "",
    }
    with fresh_app.app_context():
        upgrade()
    yield fresh_app, environment
    jobs_of(fresh_app).huey.flush()


@pytest.fixture
def start_worker(site, project):
    """Starts one more worker process."""
    _app, environment = site
    processes = []

    def start_worker():
        process = subprocess.Popen(
            [sys.executable, "-m", "webinars", "worker"],
            cwd=project,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        process.printed = Printed(process)
        processes.append(process)
        return process

    yield start_worker
    for process in processes:
        process.kill()
        process.wait()
        process.printed.whole()


def promise(app, count, first=0, *, priority=Priority.SECURITY):
    with app.app_context():
        session = db.session()
        user = make_user(session, f"Ana {first}")
        for number in range(first, first + count):
            add_mail(
                session,
                kind="accounts.password_changed",
                priority=priority,
                recipient=f"ana{number}@society.example",
                context={"user_id": user.id},
                dedupe_key=f"test:{number}",
                now=clock.now(),
            )
        session.commit()


def states(app):
    with app.app_context():
        return Counter(db.session.scalars(sa.select(OutboundEmail.state)))


def seen_at(app):
    """When a worker last showed that it is alive."""
    with app.app_context():
        return workers(db.session(), now=clock.now()).last_seen_at


def wait_until(is_so):
    ends_at = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.concurrency
def test_two_workers_send_each_mail_once_and_one_of_them_may_be_killed(site, start_worker, postbox):
    app, _environment = site
    first, _second = start_worker(), start_worker()
    promise(app, 60)

    wait_until(lambda: len(postbox.messages) >= 5)
    first.kill()
    # What the killed one held, at most one for each of its threads, stays leased for minutes; no test waits for that.
    wait_until(lambda: states(app)[PromiseState.DUE] == 0 and states(app)[PromiseState.SENDING] <= THREADS)

    # In this order: the other one may still be sending its last.
    held = states(app)[PromiseState.SENDING]
    recipients = Counter(to[0] for to in postbox.recipients)
    assert set(recipients.values()) == {1}
    assert 60 - held <= len(recipients) <= 60


def end_leases(app):
    """As if the time of a worker that was killed had passed."""
    with app.app_context():
        db.session.execute(
            sa.update(OutboundEmail)
            .where(OutboundEmail.state == PromiseState.SENDING)
            .values(leased_until=clock.now() - dt.timedelta(seconds=1))
        )
        db.session.commit()


@pytest.mark.concurrency
def test_kills_lose_no_mail_and_repeat_no_more_than_a_handful_each(site, start_worker, postbox):
    app, _environment = site
    count, kills = 300, 3
    promise(app, count, priority=Priority.MESSAGE)
    postbox.meanwhile = partial(time.sleep, 0.01)

    for number in range(kills):
        worker, before = start_worker(), len(postbox.messages)
        wait_until(lambda before=before, number=number: len(postbox.messages) > before + 7 * number)
        worker.kill()
        worker.wait()
        end_leases(app)
    assert states(app)[PromiseState.DUE] > 0, "all were sent before the last kill: more are needed"
    start_worker()
    wait_until(lambda: states(app) == {PromiseState.SENT: count})

    recipients = Counter(to[0] for to in postbox.recipients)
    assert len(recipients) == count
    assert recipients.total() <= count + kills * HANDFUL
    assert len({message["Message-ID"] for message in postbox.messages}) == count


@pytest.mark.concurrency
def test_a_promise_wakes_the_worker_before_its_next_sweep(site, start_worker, postbox):
    app, _environment = site
    start_worker()
    wait_until(partial(seen_at, app))  # the sweep of the minute in which it started
    swept_at = seen_at(app)

    promise(app, 1)
    wait_until(lambda: postbox.messages)

    assert seen_at(app) == swept_at, "the mail has waited for the sweep of the next minute"
    assert (app.config["SETTINGS"].data / QUEUE_FILE_NAME).exists()


@pytest.mark.concurrency
def test_a_worker_calls_webhooks_before_its_next_sweep_and_only_where_it_may(site, start_worker):
    app, _environment = site
    start_worker()
    wait_until(partial(seen_at, app))  # the sweep of the minute in which it started
    with app.app_context():
        session, settings = db.session(), app.config["SETTINGS"]
        lunar, olga = make_organisation(session), make_user(session)
        make_membership(session, lunar, olga)
        # A number, so that nobody is asked for a name.
        draft = WebhookDraft(url="https://127.0.0.1/", preset=WebhookPreset.REBUILD)
        actor = actor_of(session, olga.id)
        webhook, _secret = create_webhook(session, actor, lunar, draft, settings=settings, now=clock.now())
        promise_rebuild(session, webhook.id, now=clock.now())
        session.commit()
    swept_at = seen_at(app)

    def failure():
        with app.app_context():
            return db.session.scalar(sa.select(OutboundHook.failure))

    wait_until(failure)

    assert failure() == "inside a private network"
    assert seen_at(app) == swept_at, "it has waited for the sweep of the next minute"


@pytest.mark.concurrency
def test_who_moves_a_webinar_wakes_the_worker_that_tells_everybody(site, start_worker, postbox):
    app, _environment = site
    with app.app_context():
        session, settings = db.session(), app.config["SETTINGS"]
        webinar = make_webinar(session, make_organisation(session))
        open_desk(session, webinar)
        session.commit()
        for number in range(30):
            make_registration(session, settings, webinar, f"Ana {number}")
        session.commit()
        webinar_id = webinar.id
    start_worker()
    wait_until(partial(seen_at, app))  # the sweep of the minute in which it started
    swept_at = seen_at(app)

    with app.app_context():
        webinar = db.session.get(Webinar, webinar_id)
        webinar.starts_at, webinar.ends_at = (at + dt.timedelta(days=1) for at in (webinar.starts_at, webinar.ends_at))
        db.session.commit()

    wait_until(lambda: len(postbox.messages) == 30)
    assert seen_at(app) == swept_at, "they have waited for the sweep of the next minute"
    assert {message["To"] for message in postbox.messages} == {f"ana-{number}@attendee.example" for number in range(30)}
    assert all(message["Subject"].startswith("Moved to ") for message in postbox.messages)


@pytest.mark.concurrency
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_it_is_told_to(site, start_worker, number):
    app, _environment = site
    process = start_worker()
    # It listens to signals before it takes the first task.
    wait_until(partial(seen_at, app))

    process.send_signal(number)

    assert process.wait(timeout=PATIENCE_S) == 0
    assert "Traceback" not in process.printed.whole()


def test_it_listens_to_signals_before_its_threads_begin(site, monkeypatch):
    app, _environment = site
    listening = []

    def note_who_listens(consumer):
        listening.extend(
            signal.getsignal(number) == consumer._handle_signal for number in (signal.SIGTERM, signal.SIGINT)
        )
        consumer.stop_flag.set()

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    monkeypatch.setattr(Consumer, "start", note_who_listens)
    try:
        run_worker(app)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    assert listening == [True, True]


def test_without_a_worker_the_queue_does_not_grow(site):
    app, _environment = site
    for _ in range(3):
        with app.app_context():
            user = make_user(db.session())
            for number in range(10):
                add_mail(
                    db.session(),
                    kind="accounts.reset",
                    priority=Priority.SECURITY,
                    recipient=user.email,
                    context={"user_id": user.id},
                    dedupe_key=f"{user.id}:{number}",
                    now=clock.now(),
                )
                db.session.commit()

    assert 1 <= jobs_of(app).huey.pending_count() <= 10


def test_a_promise_that_is_rolled_back_wakes_nobody(site):
    app, _environment = site
    with app.app_context():
        user = make_user(db.session())
        add_mail(
            db.session(),
            kind="accounts.reset",
            priority=Priority.SECURITY,
            recipient=user.email,
            context={"user_id": user.id},
            dedupe_key="x",
            now=clock.now(),
        )
        db.session.rollback()

    assert jobs_of(app).huey.pending_count() == 0


def test_each_minute_it_shows_that_it_is_alive(site):
    app, _environment = site
    assert seen_at(app) is None

    jobs_of(app)._every_minute()
    jobs_of(app)._every_minute()
    Jobs(app)._every_minute()

    with app.app_context():
        found = workers(db.session(), now=clock.now())
    assert clock.now() - found.last_seen_at < dt.timedelta(seconds=5)
    assert found.alive_count == 2


def test_each_night_the_signs_of_those_that_stopped_are_forgotten(site):
    app, _environment = site
    with app.app_context():
        for name, hours in [("lunar-1", 25), ("lunar-2", 23)]:
            record_heartbeat(db.session(), name, now=clock.now() - dt.timedelta(hours=hours))
        db.session.commit()

    jobs_of(app)._every_night()

    with app.app_context():
        assert db.session.scalars(sa.select(WorkerSign.name)).all() == ["lunar-2"]


@pytest.mark.concurrency
def test_at_its_start_it_indexes_anew_what_an_update_has_emptied(site, start_worker):
    app, _environment = site
    with app.app_context():
        session = db.session()
        make_webinar(session, make_organisation(session))
        session.commit()
        session.execute(sa.delete(SearchDocument))
        session.commit()
        assert is_behind(session)

    def is_found():
        with app.app_context():
            return not is_behind(db.session())

    start_worker()
    wait_until(is_found)
