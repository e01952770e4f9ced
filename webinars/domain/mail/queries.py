import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import MailState, OutboundEmail

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the outbox."""

    mails: Sequence[OutboundEmail]
    number: int
    page_count: int


def mails(session: Session, number: int) -> Page:
    """Returns page `number` (from 1) of the outbox, the newest promise first."""
    count = session.scalar(sa.select(sa.func.count()).select_from(OutboundEmail)) or 0
    rows = session.scalars(
        sa.select(OutboundEmail)
        .order_by(OutboundEmail.created_at.desc(), OutboundEmail.id.desc())
        .limit(PAGE_LENGTH)
        .offset((number - 1) * PAGE_LENGTH)
    )
    return Page(list(rows), number, max(1, -(-count // PAGE_LENGTH)))


def mail_with_id(session: Session, mail_id: int) -> OutboundEmail | None:
    return session.get(OutboundEmail, mail_id)


def sendable(*, now: dt.datetime) -> sa.ColumnElement[bool]:
    """Which rows a worker may take: those that are due, and those whose worker has gone quiet."""
    return sa.or_(
        sa.and_(OutboundEmail.state == MailState.DUE, OutboundEmail.due_at <= now),
        sa.and_(OutboundEmail.state == MailState.SENDING, OutboundEmail.leased_until < now),
    )
