import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.mail.sender_refusals import Refusals, refusals
from webinars.models import Bounce, OutboundEmail, PromiseState

PAGE_LENGTH = 50
NEWEST = 20_000
"""So many are looked through for what became of them, however many there are."""
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)


class OutboxPage(Struct, frozen=True):
    """One page of the outbox."""

    mails: Sequence[OutboundEmail]
    number: int
    page_count: int


def mails(session: Session, number: int) -> OutboxPage:
    """Returns page `number` (from 1) of the outbox, the newest promise first."""
    count = session.scalar(sa.select(sa.func.count()).select_from(OutboundEmail)) or 0
    rows = session.scalars(
        sa.select(OutboundEmail)
        .order_by(OutboundEmail.created_at.desc(), OutboundEmail.id.desc())
        .limit(PAGE_LENGTH)
        .offset((number - 1) * PAGE_LENGTH)
    )
    return OutboxPage(list(rows), number, max(1, -(-count // PAGE_LENGTH)))


def mail_with_id(session: Session, mail_id: int) -> OutboundEmail | None:
    return session.get(OutboundEmail, mail_id)


class OutboxProblems(Struct, frozen=True):
    """What an operator should look at."""

    failed_count: int
    """Given up in the last week, or refused because it is ours, without those to addresses that do not exist."""
    late_count: int
    """Due for longer than an hour, and not sent."""
    refusals: Refusals
    """Of the last day, because they are ours."""


def outbox_problems(session: Session, *, now: dt.datetime) -> OutboxProblems:
    """Returns how much has not been sent and should have been."""
    is_given_up = sa.and_(
        OutboundEmail.state == PromiseState.FAILED, OutboundEmail.bounce.is_distinct_from(Bounce.HARD)
    )
    failed = sa.and_(sa.or_(is_given_up, OutboundEmail.bounce == Bounce.OURS), OutboundEmail.due_at > now - WEEK)
    late = sa.and_(OutboundEmail.is_unfinished(), OutboundEmail.due_at < now - HOUR)

    def count(which: sa.ColumnElement[bool]) -> int:
        return session.scalar(sa.select(sa.func.count()).select_from(OutboundEmail).where(which)) or 0

    return OutboxProblems(count(failed), count(late), refusals(session, now=now))


def recent_counts(session: Session, *, now: dt.datetime) -> dict[PromiseState, int]:
    """Returns how many mails promised in the last day, of the newest ones, are in each state."""
    newest = (
        sa.select(OutboundEmail.state, OutboundEmail.created_at)
        .order_by(OutboundEmail.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    rows = session.execute(
        sa.select(newest.c.state, sa.func.count()).where(newest.c.created_at > now - DAY).group_by(newest.c.state)
    )
    return {row.state: row[1] for row in rows}
