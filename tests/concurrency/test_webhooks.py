"""Calls of webhooks by workers that are killed: none is lost, and what is repeated is known by its id."""

import datetime as dt
import os
import signal
import time
from collections import Counter

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation
from tests.other_sites import Page, other_sites
from webinars import clock
from webinars.db import db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.webhooks.actions import WebhookDraft, create_webhook
from webinars.domain.interfaces.webhooks.jobs import AT_ONCE, send_due_hooks
from webinars.domain.interfaces.webhooks.kinds import WebhookKind
from webinars.domain.interfaces.webhooks.promises import promise_ping
from webinars.models import OutboundHook, PromiseState, Role, SendingRate, WebhookPreset

WEBHOOKS, EACH, KILLS = 20, 25, 20
PATIENCE_S = 60


@pytest.fixture
def sites():
    with other_sites() as sites:
        for number in range(WEBHOOKS):
            # As far away as others are: a kill comes upon calls that are on their way.
            sites.pages[f"hooks-{number}.example", "/"] = Page(status=200, body=b".", piece_pause_s=0.01)
        yield sites


@pytest.fixture
def start_worker(app, settings, sites):
    """Starts one more process that does nothing but call webhooks. Returns its id."""
    started = []

    def start_worker():
        child = os.fork()
        if child == 0:
            try:
                with app.app_context():
                    # The connections are the parent's.
                    db.engine.dispose(close=False)
                    while True:
                        send_due_hooks(db.session(), settings, sites.outside())
                        time.sleep(0.02)
            finally:
                os._exit(1)
        started.append(child)
        return child

    yield start_worker
    for child in started:
        kill(child)


def kill(child):
    try:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def promise_all(session, settings):
    lunar = make_organisation(session)
    actor = actor_of(session, make_member(session, lunar, "Olga", Role.OWNER).id)
    for number in range(WEBHOOKS):
        url = f"https://hooks-{number}.example/"
        draft = WebhookDraft(url=url, preset=WebhookPreset.PROGRAM, kinds=[WebhookKind.MOVED])
        webhook, _secret = create_webhook(session, actor, lunar, draft, settings=settings, now=clock.now())
        for _ in range(EACH):
            promise_ping(session, webhook, now=clock.now())
    session.commit()


def states(session):
    found = Counter(session.scalars(sa.select(OutboundHook.state)).all())
    session.commit()
    return found


def end_leases(session):
    """As if the time of a worker that was killed had passed, and its pace as well."""
    session.execute(
        sa.update(OutboundHook)
        .where(OutboundHook.state == PromiseState.SENDING)
        .values(leased_until=clock.now() - dt.timedelta(seconds=1))
    )
    session.execute(sa.delete(SendingRate))
    session.commit()


def wait_until(is_so):
    ends_at = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_at, "it did not happen in time"
        time.sleep(0.02)


@pytest.mark.concurrency
def test_kills_lose_no_call_and_repeat_some_under_the_same_id(session, settings, sites, start_worker):
    promise_all(session, settings)
    for _ in range(KILLS):
        worker, before = start_worker(), len(sites.bodies)
        wait_until(lambda before=before: len(sites.bodies) > before + 10)
        kill(worker)
        end_leases(session)
    assert states(session)[PromiseState.DUE] > 0, "all were sent before the last kill: more are needed"

    start_worker()
    wait_until(lambda: states(session) == {PromiseState.SENT: WEBHOOKS * EACH})

    ids = Counter(headers["webhook-id"] for headers in sites.headers)
    assert len(ids) == WEBHOOKS * EACH
    assert ids.total() <= WEBHOOKS * EACH + KILLS * AT_ONCE
