"""Files of any size on their way in: each is stored as a whole, or not at all, and nobody who saves waits for it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from msgspec import structs
from sqlalchemy.orm import Session

from webinars.db import reading
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive import ArchiveReport
from webinars.domain.archive.importer import ArchiveImport, Watch
from webinars.domain.archive.record_stream import LISTS, Archive
from webinars.domain.imports.calendars.drafts import CalendarReport, require_storable, store_calendar
from webinars.domain.imports.calendars.files import read_calendar_for
from webinars.domain.imports.errors import HostUnknown
from webinars.domain.imports.stepwise_import import KeptFile, content, keep_file
from webinars.domain.imports.texts import ImportChoices
from webinars.lib.background_throttle import ONE_TRANSACTION
from webinars.models import Organisation, SourceKind, UnfinishedImport
from webinars.pure.ical.reading import CalendarReading

SMALL = 25
"""So many records are stored in one transaction."""


def check_archive(session: Session, archive: Archive, *, now: dt.datetime, watch: Watch) -> ArchiveReport:
    """Returns what the archive would change. Stores nothing, and rolls back. Raises ArchiveUnreadable."""
    with reading():
        try:
            return ArchiveImport(session, OPERATOR, archive, now=now, watch=watch).check()
        finally:
            session.rollback()
            # What was read is changed, and not as it is stored.
            session.expunge_all()


def bring_archive(session: Session, archive: Archive, *, now: dt.datetime, watch: Watch) -> ArchiveReport:
    """Store an archive, in steps if it is large. Commits. Raises ArchiveUnreadable, after which nothing is stored."""
    if sum(archive.count(key) for key in LISTS) <= SMALL:
        report = ArchiveImport(session, OPERATOR, archive, now=now, watch=watch).store(ONE_TRANSACTION)
        session.commit()
        return report
    check_archive(session, archive, now=now, watch=lambda _outcomes: None)
    with keep_file(session, SourceKind.ARCHIVE, archive.data, {}, begun_at=now) as file:
        return _store_archive(session, archive, file, now=now, watch=watch)


def bring_calendar(
    session: Session,
    data: bytes,
    found: tuple[CalendarReading, Organisation | None],
    choices: ImportChoices,
    *,
    now: dt.datetime,
    advance: Callable[[int], None],
) -> CalendarReport:
    """Store what `read_calendar_for` found in `data`, in steps if it is much. Commits.

    Raises HostUnknown, NotAllowed, WebinarInvalid, PublicationBlocked. After any of them nothing is stored.
    """
    calendar, host = found
    if host is None:
        raise HostUnknown
    require_storable(calendar, host, is_published=choices.is_published, now=now)
    session.commit()
    if len(calendar.entries) <= SMALL:
        report = store_calendar(
            session, OPERATOR, calendar, host, is_published=choices.is_published, now=now, advance=advance
        )
        session.commit()
        return report
    stored = structs.asdict(choices) | {"published_on": choices.published_on.isoformat(), "organisation": host.slug}
    with keep_file(session, SourceKind.CALENDAR, data, stored, begun_at=now) as file:
        return store_calendar(
            session, OPERATOR, calendar, host, is_published=choices.is_published, now=now, steps=file, advance=advance
        )


def store_rest(session: Session, file: KeptFile, row: UnfinishedImport) -> None:
    """Store what is left of a file that was kept. Raises WebinarsError where others have stored what is in its way."""
    data, now = content(row), row.begun_at
    if row.kind is SourceKind.ARCHIVE:
        _store_archive(session, Archive(data), file, now=now, watch=lambda _outcomes: None)
    else:
        choices = _choices(row.choices)
        with reading():
            calendar, host = read_calendar_for(session, data, choices, now=now)
            session.commit()
        store_calendar(session, OPERATOR, calendar, host, is_published=choices.is_published, now=now, steps=file)


def _store_archive(
    session: Session, archive: Archive, file: KeptFile, *, now: dt.datetime, watch: Watch
) -> ArchiveReport:
    with reading():
        run = ArchiveImport(session, OPERATOR, archive, now=now, watch=watch)
        session.commit()
    return run.store(file)


def _choices(stored: dict[str, Any]) -> ImportChoices:
    return ImportChoices(**stored | {"published_on": dt.date.fromisoformat(stored["published_on"])})
