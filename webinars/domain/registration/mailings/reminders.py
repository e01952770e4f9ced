"""Promises the reminders whose time has come: one row for a webinar, made when it is due.

Nothing has to be changed where a webinar moves, and whoever registers after that minute is not reminded of it.
"""

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import reading
from webinars.domain.registration.letters.change_emails import RESTORED
from webinars.domain.registration.mailings.mailing import REMINDER, add_mailing
from webinars.domain.registration.reminder_times import due_at
from webinars.models import Mailing, Priority, PromiseState, RegistrationDesk, Status, Webinar

LONGEST = dt.timedelta(days=31)
"""No reminder leaves earlier than that before the start."""


class Due(Struct, frozen=True):
    """A reminder whose time has come."""

    webinar_id: int
    minutes: int
    starts_at: dt.datetime
    due_at: dt.datetime

    @property
    def key(self) -> str:
        return f"reminder:{self.webinar_id}:{self.minutes}:{self.starts_at.isoformat()}"


def promise_reminders(session: Session, *, now: dt.datetime) -> None:
    """Promise the reminders that are due and have not been promised. Commits by itself, and writes only then."""
    with reading():
        due = {each.key: each for each in _due(session, now)}
        promised = set(session.scalars(sa.select(Mailing.dedupe_key).where(Mailing.dedupe_key.in_(due))))
        session.commit()
    missing = [each for key, each in due.items() if key not in promised]
    for each in missing:
        add_mailing(
            session,
            kind=REMINDER,
            webinar_id=each.webinar_id,
            context={
                "minutes": each.minutes,
                "starts_at": each.starts_at.isoformat(),
                "due_at": each.due_at.isoformat(),
            },
            dedupe_key=each.key,
            priority=Priority.REMINDER,
            now=now,
        )
    if missing:
        session.commit()


def _due(session: Session, now: dt.datetime) -> Iterator[Due]:
    """Yields of each coming webinar the reminder that was due last: where none was sent for a while, one is enough."""
    # Where nobody can register any more, those who have are reminded still.
    restored_at = (
        sa.select(sa.func.max(Mailing.created_at))
        .where(Mailing.webinar_id == Webinar.id, Mailing.kind == RESTORED, Mailing.state != PromiseState.DROPPED)
        .scalar_subquery()
    )
    rows = session.execute(
        sa.select(Webinar, RegistrationDesk, restored_at)
        .join(RegistrationDesk, RegistrationDesk.webinar_id == Webinar.id)
        .where(
            Webinar.status == Status.PUBLISHED,
            Webinar.starts_at > now,
            Webinar.starts_at <= now + LONGEST,
        )
        .execution_options(populate_existing=True)
    )
    for webinar, desk, restored in rows:
        times = [(at, minutes) for minutes in desk.reminder_minutes if (at := due_at(webinar, minutes)) and at <= now]
        if not times or webinar.starts_at is None:
            continue
        at, minutes = max(times)
        # When it was published, moved or restored everybody learned the hour: no reminder of a time before that.
        if at >= max(filter(None, (webinar.published_at, webinar.moved_at, restored)), default=at):
            yield Due(webinar.id, minutes, webinar.starts_at, at)
