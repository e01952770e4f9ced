"""That it begins some minutes later, said by mail to those with a place: a minute after it was said on the day.

Until then taking it back sends none. What calendars hold stays: see `Webinar.late_minutes`.
"""

import datetime as dt
import secrets

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.registration.letters.delay_email import DELAYED
from webinars.domain.registration.mailings.mailing import add_mailing, unstarted
from webinars.domain.registration.seats_and_waiting_list import lock_desk
from webinars.models import Mailing, PromiseState, Registration, RegistrationState, Webinar

SENT_AFTER = dt.timedelta(minutes=1)


class PendingNotice(Struct, frozen=True):
    """Mails that have not gone out yet."""

    count: int
    due_at: dt.datetime


def promise_delay_notice(session: Session, webinar: Webinar, minutes: int, *, now: dt.datetime) -> None:
    """Promise the mail that it begins `minutes` later, 0 for none, instead of any that has not gone out yet.

    Nothing is promised where people know it so already. Flushes, never commits.
    """
    if lock_desk(session, webinar.id) is None:
        return
    for mailing in unstarted(session, webinar.id, (DELAYED,)):
        mailing.state = PromiseState.DROPPED
    session.flush()
    assert webinar.starts_at is not None
    if minutes == _told_minutes(session, webinar) or not confirmed_count(session, webinar.id):
        return
    add_mailing(
        session,
        kind=DELAYED,
        webinar_id=webinar.id,
        context={"minutes": minutes, "starts_at": webinar.starts_at.isoformat()},
        dedupe_key=f"{DELAYED}:{webinar.id}:{secrets.token_hex(8)}",
        now=now,
        due_at=now + SENT_AFTER,
    )


def pending_notice(session: Session, webinar: Webinar, now: dt.datetime) -> PendingNotice | None:
    """Returns the mails that go out within a minute, or None where none does, or they go out already."""
    due_at = session.scalar(
        sa.select(Mailing.due_at).where(
            Mailing.webinar_id == webinar.id,
            Mailing.kind == DELAYED,
            Mailing.is_unfinished(),
            Mailing.state == PromiseState.DUE,
            Mailing.due_at > now,
        )
    )
    return None if due_at is None else PendingNotice(confirmed_count(session, webinar.id), due_at)


def confirmed_count(session: Session, webinar_id: int) -> int:
    """Returns how many people have a place and an address."""
    query = sa.select(sa.func.count(Registration.id)).where(
        Registration.webinar_id == webinar_id,
        Registration.state == RegistrationState.CONFIRMED,
        Registration.email_normal.is_not(None),
    )
    return session.scalar(query) or 0


def _told_minutes(session: Session, webinar: Webinar) -> int:
    """Returns what the last mail that went out says of the start that is planned now."""
    assert webinar.starts_at is not None
    sent = session.scalars(
        sa.select(Mailing)
        .where(Mailing.webinar_id == webinar.id, Mailing.kind == DELAYED, Mailing.mail_count > 0)
        .order_by(Mailing.id.desc())
    )
    planned = webinar.starts_at.isoformat()
    return next((int(each.context["minutes"]) for each in sent if each.context["starts_at"] == planned), 0)
