"""Every minute each worker process writes down that it is alive."""

import datetime as dt
import secrets
import socket
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.db import length_of
from webinars.models import WorkerSign

LONGEST_SILENCE = dt.timedelta(minutes=3)
"""Whoever has shown nothing for so long has stopped, or hangs."""
KEPT = dt.timedelta(days=1)
RANDOM_OCTETS = 4


@dataclass(frozen=True, slots=True)
class Workers:
    """What the workers have shown of themselves."""

    last_seen_at: dt.datetime | None
    """When any of them did; None if none has for a day or so."""
    alive_count: int
    """How many have within the longest silence."""


def new_name() -> str:
    """Returns a name for this process. Two machines may be called the same, and in containers all processes are 1."""
    digits = secrets.token_hex(RANDOM_OCTETS)
    machine = socket.gethostname()[: length_of(WorkerSign.name) - len(digits) - 1]
    return f"{machine}-{digits}"


def show_sign(session: Session, name: str, *, now: dt.datetime) -> None:
    """Write down that the worker of this name is alive. Does not commit."""
    insert = insert_or(session, WorkerSign).values(name=name, seen_at=now)
    session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"seen_at": insert.excluded.seen_at}))


def workers(session: Session, *, now: dt.datetime) -> Workers:
    """Returns what is known of the workers, by one statement."""
    seen_at = WorkerSign.seen_at
    row = session.execute(
        sa.select(sa.func.max(seen_at), sa.func.count().filter(seen_at >= now - LONGEST_SILENCE)).where(
            # A clock that was ahead must not keep a worker alive.
            seen_at <= now + LONGEST_SILENCE
        )
    ).one()
    return Workers(row[0], row[1])


def forget_old_signs(session: Session, *, now: dt.datetime) -> None:
    """Delete the signs of workers that have long stopped. Does not commit."""
    session.execute(sa.delete(WorkerSign).where(WorkerSign.seen_at < now - KEPT))
