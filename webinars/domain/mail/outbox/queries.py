import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.models import Priority
from webinars.models.outbox import Promise


class QueueDepth(Struct, frozen=True):
    """What is due of one priority."""

    count: int
    oldest_s: float
    """For how long the oldest of them has been due."""


def queue_depths(session: Session, kind: type[Promise], *, now: dt.datetime) -> dict[Priority, QueueDepth]:
    """Returns what is due and has not left, by priority, without those of which nothing is due."""
    rows = session.execute(
        sa.select(kind.priority, sa.func.count(), sa.func.min(kind.due_at))
        .where(kind.is_unfinished(), kind.due_at <= now)
        .group_by(kind.priority)
    )
    return {Priority(priority): QueueDepth(count, (now - due_at).total_seconds()) for priority, count, due_at in rows}
