"""Workers and web processes whose Redis goes and comes."""

import signal
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from tests.concurrency.test_worker import PATIENCE_S, promise, seen_at, site, start_worker, wait_until
from tests.factories import make_user
from tests.redis_server import own_redis
from webinars.db import db
from webinars.models import OutboundEmail
from webinars.paths import QUEUE_FILE_NAME

__all__ = ["own_redis", "site", "start_worker"]

OUTAGE_S = 8
"""A line was written every seven milliseconds."""


@pytest.fixture
def redis_url(own_redis):
    return own_redis.url


@pytest.fixture(autouse=True)
def running_redis(own_redis, site):
    own_redis.start()
    yield
    # What the site does at the end of a test needs one.
    own_redis.stop()
    own_redis.start()


@pytest.mark.concurrency
def test_a_worker_waits_for_a_redis_that_is_away_and_says_so_once_a_minute(site, start_worker, own_redis, postbox):
    app, _environment = site
    process = start_worker()
    wait_until(lambda: seen_at(app))

    own_redis.stop()
    promise(app, 1)
    time.sleep(OUTAGE_S)
    own_redis.start()

    back_at = time.monotonic()
    wait_until(lambda: postbox.messages)
    assert time.monotonic() - back_at < 8
    lines = [line for line in process.printed.so_far() if line.strip()]
    assert len(lines) == 1, lines
    assert "Redis does not answer" in lines[0]

    promise(app, 1, first=1)
    promised_at = time.monotonic()
    wait_until(lambda: len(postbox.messages) == 2)
    assert time.monotonic() - promised_at < 8, "it was not woken, but has waited for its clock"
    assert not (app.config["SETTINGS"].data / QUEUE_FILE_NAME).exists()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE_S) == 0


@pytest.mark.concurrency
def test_a_worker_that_starts_without_redis_waits_sends_mails_and_ends_when_it_is_told_to(
    site, start_worker, own_redis, postbox
):
    app, _environment = site
    own_redis.stop()
    promise(app, 1)
    process = start_worker()

    # It does what is due by the clock.
    wait_until(lambda: postbox.messages)
    assert seen_at(app)
    assert process.poll() is None

    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE_S) == 0
    lines = [line for line in process.printed.whole().splitlines() if line.strip()]
    assert len(lines) == 1, lines


ASKING = """
import sys
from webinars import create_app

app = create_app()
app.config["WTF_CSRF_ENABLED"] = False
for line in sys.stdin:
    # Its count of tries is in Redis, and so is what wakes the worker.
    print(*(app.test_client().post("/account/forgotten", data={"email": line.strip()}).status_code for _ in range(3)))
    sys.stdout.flush()
"""


@pytest.mark.concurrency
def test_a_web_process_goes_on_without_redis_and_says_so_once_a_minute(site, project, own_redis):
    app, environment = site
    with app.app_context():
        emails = [make_user(db.session(), name).email for name in ("Ana", "Berta", "Carla", "Dora")]
        db.session.commit()
    process = subprocess.Popen(
        [sys.executable, "-c", ASKING],
        cwd=project, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip

    def ask(email):
        begun = time.monotonic()
        process.stdin.write(f"{email}\n")
        process.stdin.flush()
        return process.stdout.readline().split(), time.monotonic() - begun

    answers, _took_s = ask(emails[0])
    own_redis.stop()
    answers_without, took_s = ask(emails[1])
    ask(emails[2])
    own_redis.start()
    answers_after, _took_s = ask(emails[3])
    _, written = process.communicate()

    assert answers == answers_without == answers_after
    assert len(set(answers)) == 1
    assert answers[0] in {"200", "303"}
    assert took_s < 3
    with app.app_context():
        assert sorted(db.session.scalars(sa.select(OutboundEmail.recipient))) == sorted(emails)
    lines = [line for line in written.splitlines() if line.strip()]
    assert len(lines) == 1, lines
    assert "Redis does not answer" in lines[0]
