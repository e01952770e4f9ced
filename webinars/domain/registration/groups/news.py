"""Promises the mail of one more webinar of a series, once, when people can register for it."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.db import reading
from webinars.domain.programme.public_visibility import listed
from webinars.domain.registration.groups.queries import windows_of
from webinars.domain.registration.mailings.mailing import ONE_MORE, add_mailing
from webinars.domain.registration.registration_window import opens_at
from webinars.domain.registration.seats_and_waiting_list import lock_desk_with_webinar
from webinars.models import Priority, RegistrationDesk, RegistrationGroup, Status, Webinar


def promise_one_more(session: Session, *, now: dt.datetime) -> None:
    """Promise the mails of webinars that have come to take registrations. Commits by itself, and writes only then."""
    with reading():
        untold = session.scalars(
            sa.select(Webinar)
            .join(RegistrationDesk, RegistrationDesk.webinar_id == Webinar.id)
            .where(
                RegistrationDesk.told_series_at.is_(None),
                Webinar.series_id.is_not(None),
                Webinar.status == Status.PUBLISHED,
                Webinar.starts_at > now,
                listed(),
            )
            .options(orm.joinedload(Webinar.host))
        ).all()
        windows = windows_of(session, untold, now=now)
        due = [each.id for each in untold if each.id in windows and windows[each.id].is_taking]
        session.commit()
    for webinar_id in due:
        _promise(session, webinar_id, now=now)
        session.commit()


def _promise(session: Session, webinar_id: int, *, now: dt.datetime) -> None:
    desk = lock_desk_with_webinar(session, webinar_id)
    if desk.row.told_series_at is not None:
        return
    desk.row.told_series_at = now
    published_at = desk.webinar.published_at or now
    # Who has seen it on the form and left it out need not be told.
    since = max(published_at, opens_at(desk.webinar, desk.row) or published_at)
    wish = sa.select(RegistrationGroup.id).where(
        RegistrationGroup.series_id == desk.webinar.series_id, RegistrationGroup.wants_more
    )
    if session.scalar(wish.limit(1)) is not None:
        add_mailing(
            session,
            kind=ONE_MORE,
            webinar_id=webinar_id,
            context={"series_id": desk.webinar.series_id, "since": since.isoformat()},
            dedupe_key=f"{ONE_MORE}:{webinar_id}",
            priority=Priority.MESSAGE,
            now=now,
        )
