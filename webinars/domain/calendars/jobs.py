"""What the worker does for calendars."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars import clock
from webinars.bulk import CommittedSteps
from webinars.config import Settings
from webinars.db import reading
from webinars.domain.calendars.actions import move_windows, write_entries
from webinars.domain.calendars.entry_sequence import settings_digest
from webinars.domain.calendars.feed_revisions import rename_site
from webinars.domain.calendars.fetch_counting import fetch_tray, unpacked
from webinars.domain.calendars.fetch_counts import add_fetches, forget_fetches
from webinars.domain.processes.visit_counts import store_parcels
from webinars.models import CalendarEntry, Status, Webinar

log = structlog.get_logger()


def keep_calendars(session: Session, settings: Settings) -> None:
    """Take out of feeds what is over for too long, and write anew what depends on settings that are others now.

    Commits by itself, in steps: on a large site no editor waits behind it.
    """
    rename_site(session, settings.site_name, clock.now())
    session.commit()
    move_windows(session, clock.now())
    session.commit()
    steps, last = CommittedSteps(session), 0
    while webinar_ids := _outdated(session, settings, after=last, count=steps.count):
        try:
            with steps.step():
                write_entries(session, webinar_ids, settings=settings, now=clock.now())
        except Exception:
            log.exception("calendar entries not written together")
            session.rollback()
            _write_one_by_one(session, webinar_ids, settings)
        last = webinar_ids[-1]


def store_fetches(session: Session, settings: Settings) -> None:
    """Store what the web processes have counted of the fetches of feeds. Commits by itself."""
    store_parcels(session, fetch_tray(settings), lambda parcel: add_fetches(session, unpacked(parcel)))


def forget_old_fetches(session: Session, now: dt.datetime) -> None:
    """Remove counts too old to be shown. Commits by itself."""
    forget_fetches(session, now)
    session.commit()


def _outdated(session: Session, settings: Settings, *, after: int, count: int) -> Sequence[int]:
    """Returns the next public webinars whose entry was written with other settings, or is missing."""
    query = (
        sa.select(Webinar.id)
        .outerjoin(CalendarEntry, CalendarEntry.webinar_id == Webinar.id)
        .where(
            Webinar.id > after,
            Webinar.status != Status.DRAFT,
            sa.or_(
                CalendarEntry.written_with != settings_digest(settings),
                sa.and_(CalendarEntry.id.is_(None), Webinar.starts_at.is_not(None)),
            ),
        )
        .order_by(Webinar.id)
        .limit(count)
    )
    with reading():
        found = session.scalars(query).all()
        session.commit()
    return found


def _write_one_by_one(session: Session, webinar_ids: Sequence[int], settings: Settings) -> None:
    """Write those that can be written: a bad row must not keep the others from their readers."""
    for webinar_id in webinar_ids:
        try:
            write_entries(session, [webinar_id], settings=settings, now=clock.now())
            session.commit()
        except Exception:
            log.exception("calendar entry not written", webinar_id=webinar_id)
            session.rollback()
