"""Files with entries of other programs: calendars and schedules, read for the organisation whose they become."""

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from webinars.domain.imports.texts import ImportChoices, find_host
from webinars.domain.organisations.queries import organisation_named
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation
from webinars.pure.ical.reading import CalendarReading, read_calendar
from webinars.pure.ical.reading.entries import MOST_ENTRIES
from webinars.pure.schedules import is_schedule, read_schedule


class CalendarEmpty(WebinarsError):
    """A calendar without events, or a schedule without talks. `lost` are sentences on what it holds instead."""

    def __init__(self, lost: Sequence[str], *, is_schedule: bool) -> None:
        empty = _("The schedule holds no talk.") if is_schedule else _("The calendar holds no event.")
        super().__init__(" ".join([_("It holds nothing that could be taken."), *lost]) if lost else empty)


def is_calendar(data: bytes) -> bool:
    """Returns whether a file or a paste is a calendar, or a schedule, which is read as one, by its first words."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR" or is_schedule(data)


def read_calendar_for(
    session: Session, data: bytes, choices: ImportChoices, *, now: dt.datetime, most_entries: int = MOST_ENTRIES
) -> tuple[CalendarReading, Organisation | None]:
    """Returns what the calendar or schedule says, hours without a zone taken as the host's, and the host, if known.

    Stores nothing. Raises CalendarUnreadable, ScheduleUnreadable, CalendarTooLarge, CalendarEmpty, OrganisationUnknown.
    """
    host = find_host(session, (), choices.organisation)
    if host is None:
        first = _read(data, now=now, timezone=choices.timezone, most_entries=most_entries)
        named = (organisation_named(session, name) for name in _names(first))
        host = next((organisation for organisation in named if organisation is not None), None)
    reading = _read(
        data,
        now=now,
        timezone=choices.timezone,
        assumed_timezone=host.timezone if host is not None else None,
        likely_timezones=[zone["timezone"] for zone in host.display_zones] if host is not None else (),
        most_entries=most_entries,
    )
    if not reading.entries and not reading.cancelled:
        raise CalendarEmpty(reading.lost, is_schedule=is_schedule(data))
    return reading, host


def _read(
    data: bytes,
    *,
    now: dt.datetime,
    timezone: str | None,
    assumed_timezone: str | None = None,
    likely_timezones: Sequence[str] = (),
    most_entries: int,
) -> CalendarReading:
    if is_schedule(data):
        return read_schedule(data, timezone=timezone, assumed_timezone=assumed_timezone, most_entries=most_entries)
    return read_calendar(
        data,
        now=now,
        timezone=timezone,
        assumed_timezone=assumed_timezone,
        likely_timezones=likely_timezones,
        most_entries=most_entries,
    )


def _names(reading: CalendarReading) -> Iterator[str]:
    """Yields what the file may call its organisation."""
    yield from dict.fromkeys(name for entry in reading.entries for name in (entry.organiser, *entry.hosts) if name)
    if reading.name:
        yield reading.name
