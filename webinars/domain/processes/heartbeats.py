"""Every minute each worker and each web process writes down that it is alive, and which secret key it has."""

import datetime as dt
import hmac
import secrets
import socket
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.db import length_of
from webinars.models import WorkerSign

LONGEST_SILENCE = dt.timedelta(minutes=3)
"""Whoever has shown nothing for so long has stopped, or hangs."""
KEPT = dt.timedelta(days=1)
RANDOM_OCTETS = 4


class Workers(Struct, frozen=True):
    """What the workers have shown of themselves."""

    last_seen_at: dt.datetime | None
    """When any of them did, or None if none has for a day or so."""
    alive_count: int
    """How many have within the longest silence."""


def new_name() -> str:
    """Returns a name for this process. Two machines may be called the same, and in containers all processes are 1."""
    digits = secrets.token_hex(RANDOM_OCTETS)
    machine = socket.gethostname()[: length_of(WorkerSign.name) - len(digits) - 1]
    return f"{machine}-{digits}"


def key_digest_of(secret_key: str) -> str:
    """Returns 16 digits that are the same for whoever has the same key, and from which nobody gets the key."""
    return hmac.digest(secret_key.encode(), b"webinars: which key this is", "sha256").hex()[
        : length_of(WorkerSign.key_digest)
    ]


def record_heartbeat(
    session: Session, name: str, *, now: dt.datetime, key_digest: str = "", is_web: bool = False
) -> None:
    """Write down that the process of this name is alive, a worker unless `is_web`. Does not commit."""
    insert = insert_or(session, WorkerSign).values(name=name, seen_at=now, is_web=is_web, key_digest=key_digest)
    session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"seen_at": insert.excluded.seen_at}))


def workers(session: Session, *, now: dt.datetime) -> Workers:
    """Returns what is known of the workers, by one statement."""
    seen_at = WorkerSign.seen_at
    row = session.execute(
        sa.select(sa.func.max(seen_at), sa.func.count().filter(seen_at >= now - LONGEST_SILENCE)).where(
            ~WorkerSign.is_web,
            # A clock that was ahead must not keep a worker alive.
            seen_at <= now + LONGEST_SILENCE,
        )
    ).one()
    return Workers(row[0], row[1])


def with_another_key(session: Session, key_digest: str, *, now: dt.datetime) -> Sequence[str]:
    """Returns the names of the processes that are alive and have another key than that of `key_digest`."""
    return session.scalars(
        sa.select(WorkerSign.name)
        .where(
            WorkerSign.seen_at.between(now - LONGEST_SILENCE, now + LONGEST_SILENCE),
            # One of an earlier version shows none.
            WorkerSign.key_digest.not_in(["", key_digest]),
        )
        .order_by(WorkerSign.name)
    ).all()


def forget_old_signs(session: Session, *, now: dt.datetime) -> None:
    """Delete the signs of processes that have long stopped. Does not commit."""
    session.execute(sa.delete(WorkerSign).where(WorkerSign.seen_at < now - KEPT))
