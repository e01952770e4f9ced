"""Who of the workers is alive, as the database knows it."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa

from webinars import clock
from webinars.domain.processes.heartbeats import (
    Workers,
    forget_old_signs,
    key_digest_of,
    new_name,
    record_heartbeat,
    with_another_key,
    workers,
)
from webinars.models import WorkerSign

SECOND, MINUTE = dt.timedelta(seconds=1), dt.timedelta(minutes=1)


def test_before_the_first_none_is_known(session):
    assert workers(session, now=clock.now()) == Workers(None, 0)


@pytest.mark.parametrize(
    ("silence", "is_alive"),
    [
        (0 * SECOND, True),
        (179 * SECOND, True),
        (181 * SECOND, False),
        # What a clock that is wrong, or was, has written.
        (-2 * MINUTE, True),
        (-4 * MINUTE, False),
    ],
)
def test_alive_is_who_was_seen_in_the_last_three_minutes(session, silence, is_alive):
    now = clock.now()
    record_heartbeat(session, "lunar-1", now=now - silence)

    assert workers(session, now=now).alive_count == is_alive


def test_each_has_one_row_and_the_last_sign_counts(session):
    now = clock.now()
    for name, minutes in [("lunar-1", 2), ("lunar-1", 1), ("lunar-2", 2), ("lunar-3", 9)]:
        record_heartbeat(session, name, now=now - minutes * MINUTE)

    assert session.scalar(sa.select(sa.func.count()).select_from(WorkerSign)) == 3
    assert workers(session, now=now) == Workers(now - MINUTE, 2)


def test_a_web_process_is_no_worker(session):
    now = clock.now()
    record_heartbeat(session, "lunar-1", now=now, is_web=True)

    assert workers(session, now=now) == Workers(None, 0)


def test_processes_with_another_key_are_named(session):
    now, ours, theirs = clock.now(), key_digest_of("a" * 40), key_digest_of("b" * 40)
    record_heartbeat(session, "lunar-1", now=now, key_digest=ours)
    record_heartbeat(session, "lunar-2", now=now, key_digest=theirs, is_web=True)
    record_heartbeat(session, "lunar-3", now=now, key_digest=theirs)
    record_heartbeat(session, "stopped", now=now - 4 * MINUTE, key_digest=theirs)
    record_heartbeat(session, "of the version before", now=now)

    assert with_another_key(session, ours, now=now) == ["lunar-2", "lunar-3"]


def test_of_a_key_nothing_is_told():
    assert re.fullmatch("[0-9a-f]{16}", key_digest_of("a" * 40))
    assert key_digest_of("a" * 40) == key_digest_of("a" * 40) != key_digest_of("a" * 41)


def test_it_takes_one_statement(session, count_statements):
    with count_statements() as statements:
        workers(session, now=clock.now())

    assert len(statements) == 1


def test_after_a_day_a_sign_is_forgotten(session):
    now = clock.now()
    record_heartbeat(session, "lunar-1", now=now - dt.timedelta(hours=25))
    record_heartbeat(session, "lunar-2", now=now - dt.timedelta(hours=23))

    forget_old_signs(session, now=now)

    assert session.scalars(sa.select(WorkerSign.name)).all() == ["lunar-2"]


def test_each_process_has_a_name_of_its_own_that_has_room(monkeypatch):
    monkeypatch.setattr("socket.gethostname", lambda: "a" * 300)

    first, second = new_name(), new_name()

    assert first != second
    assert len(first) == 100
