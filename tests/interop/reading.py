"""What every reader is asked about an entry, in a form that all of them can give."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import ics
import vobject
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar


class Reading(NamedTuple):
    uid: str
    starts_at: str
    """In UTC, as `told` writes it."""
    ends_at: str
    summary: str
    status: str
    """CONFIRMED or CANCELLED."""
    description: str = ""


def told(instant: dt.datetime) -> str:
    """An aware instant as "2027-07-01T09:00:00Z"."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def with_icalendar(octets: bytes) -> Iterator[Reading]:
    for entry in Calendar.from_ical(octets).walk("VEVENT"):
        assert entry.errors == []
        uid, *texts = (str(entry[name]) for name in ("UID", "SUMMARY", "STATUS", "DESCRIPTION"))
        yield Reading(uid, told(entry.start), told(entry.end), *texts)


def with_vobject(octets: bytes) -> Iterator[Reading]:
    for entry in vobject.readOne(octets.decode()).vevent_list:
        uid, *texts = (line.value for line in (entry.uid, entry.summary, entry.status, entry.description))
        yield Reading(uid, told(entry.dtstart.value), told(entry.dtend.value), *texts)


def with_ics(octets: bytes) -> Iterator[Reading]:
    for entry in ics.Calendar(octets.decode()).events:
        start, end = told(entry.begin.datetime), told(entry.end.datetime)
        yield Reading(entry.uid, start, end, entry.name, entry.status, entry.description)


def with_ical(octets: bytes) -> Iterator[Reading]:
    for entry in IcsCalendarStream.calendar_from_ics(octets.decode()).events:
        start, end = told(entry.dtstart), told(entry.dtend)
        yield Reading(entry.uid, start, end, entry.summary, entry.status.value, entry.description)


PYTHON_READERS = (with_icalendar, with_vobject, with_ics, with_ical)
