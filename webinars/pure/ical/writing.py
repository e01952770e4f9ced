"""The one writer of iCalendar: an entry in, octets out (RFC 5545 and 7986, for mails 5546). Pure.

Instants are UTC and one entry is one webinar, because readers disagree about VTIMEZONE and recurrence. Nothing here
asks the clock: the same entry is the same octets for ever. The library is imported where an entry is written:
a site starts without it.
"""

import datetime as dt
import enum
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.ical.safe_text import clean_line, clean_text

if TYPE_CHECKING:
    from icalendar import Alarm, Calendar, Component, Event, vCalAddress

WRITER_VERSION = 2
"""Raised when the same entry is written differently: stored entries are then written anew."""

PRODID = "-//Webinars//Calendar 1//EN"
REFRESH_INTERVAL = dt.timedelta(hours=1)
CALENDAR_TAIL = b"END:VCALENDAR\r\n"
EMPTY_FILLING = (
    b"BEGIN:VTIMEZONE\r\nTZID:Etc/UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
    b"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nTZNAME:UTC\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
)
"""A calendar needs a component (RFC 5545, 3.6): the empty one has a zone that nobody refers to."""


class EntryStatus(enum.StrEnum):
    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    """Its reader waits for a place."""
    CANCELLED = "CANCELLED"


class Method(enum.StrEnum):
    """What a calendar in a mail asks of its reader (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class CalendarEvent(Struct, frozen=True, kw_only=True):
    """A webinar as calendars know it."""

    uid: str
    sequence: int
    changed_at: dt.datetime
    """DTSTAMP and LAST-MODIFIED: when what is written last changed, never the present."""
    created_at: dt.datetime
    starts_at: dt.datetime
    ends_at: dt.datetime
    summary: str
    description: str
    short_description: str
    """For feeds that would be too large for Google."""
    location: str
    url: str
    """The webinar's page, empty when it is gone."""
    categories: tuple[str, ...] = ()
    status: EntryStatus = EntryStatus.CONFIRMED
    alarm_before: dt.timedelta | None = None
    """How long before the start its reader is reminded. Never in a feed: that is for its followers to choose."""


class CalendarHead(Struct, frozen=True, kw_only=True):
    """What a feed says about itself."""

    name: str
    description: str = ""
    url: str = ""
    """The page it belongs to."""
    source: str = ""
    """Where it is fetched from, empty for a personal feed, whose address would travel on in exports."""


class Mailbox(Struct, frozen=True, kw_only=True):
    name: str
    email: str


def write_entry(entry: CalendarEvent, *, is_short: bool = False) -> bytes:
    """Returns BEGIN:VEVENT to END:VEVENT, folded at 75 octets, CRLF."""
    return _octets(_event(entry, is_short=is_short))


def renumbered(octets: bytes, written: CalendarEvent, entry: CalendarEvent) -> bytes:
    """Returns what `write_entry` makes of `entry`, from the `octets` of one that differs in its numbers alone."""
    return octets.replace(_numbers(written), _numbers(entry), 1)


def _numbers(entry: CalendarEvent) -> bytes:
    """Returns the lines that tell how new an entry is: they stand together, and no text has a line break of its own."""
    changed_at, created_at = (f"{_utc(at):%Y%m%dT%H%M%SZ}" for at in (entry.changed_at, entry.created_at))
    lines = (f"DTSTAMP:{changed_at}", f"LAST-MODIFIED:{changed_at}", f"CREATED:{created_at}")
    return "\r\n".join([*lines, f"SEQUENCE:{entry.sequence}", ""]).encode()


def write_head(head: CalendarHead | None) -> bytes:
    """Returns BEGIN:VCALENDAR and everything before the first entry.

    None is for a file that is imported once: with a name, Apple Calendar would make a calendar of its own for it.
    """
    octets = _octets(_calendar(head))
    return octets.removesuffix(CALENDAR_TAIL)


def write_invitation(entry: CalendarEvent, *, method: Method, organiser: Mailbox, attendee: Mailbox) -> bytes:
    """Returns the calendar part of a mail to one person: added or moved by REQUEST, taken out by CANCEL.

    `organiser` must be the sender of the mail, and `attendee` its only recipient: nobody learns who else comes.
    """
    status = EntryStatus.CANCELLED if method is Method.CANCEL else entry.status
    event = _event(replace(entry, status=status), is_short=False)
    event.add("organizer", _address(organiser))
    person = _address(attendee)
    person.params["ROLE"] = "REQ-PARTICIPANT"
    person.params["PARTSTAT"] = "ACCEPTED"
    person.params["RSVP"] = "FALSE"
    event.add("attendee", person)
    calendar = _calendar(None)
    calendar.add("method", method.value)
    calendar.add_component(event)
    return _octets(calendar)


def write_publication(entries: Iterable[CalendarEvent], *, organiser: Mailbox) -> bytes:
    """Returns the calendar part of a mail with the entries of several webinars.

    They are published, for all that a REQUEST holds has one UID, and what is published names no attendee (RFC 5546,
    3.2.1 and 3.2.2). `organiser` must be the sender of the mail.
    """
    calendar = _calendar(None)
    calendar.add("method", Method.PUBLISH.value)
    for entry in entries:
        event = _event(entry, is_short=False)
        event.add("organizer", _address(organiser))
        calendar.add_component(event)
    return _octets(calendar)


def _event(entry: CalendarEvent, *, is_short: bool) -> "Event":
    from icalendar import Event, vText, vUri  # noqa: PLC0415 - see the module

    is_cancelled = entry.status is EntryStatus.CANCELLED
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", _utc(entry.changed_at))
    event.add("last-modified", _utc(entry.changed_at))
    event.add("created", _utc(entry.created_at))
    event.add("sequence", entry.sequence)
    event.add("dtstart", _utc(entry.starts_at))
    event.add("dtend", _utc(entry.ends_at))
    event.add("summary", clean_line(entry.summary))
    event.add("description", clean_text(entry.short_description if is_short else entry.description))
    if entry.location:
        event.add("location", clean_line(entry.location))
    if entry.url:
        event["URL"] = vUri(clean_line(entry.url))
    categories = [category for category in map(clean_line, entry.categories) if category]
    if categories:
        event.add("categories", categories)
    event.add("status", entry.status.value)
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    # Outlook reads no STATUS: this is how a cancelled webinar stops blocking the hour there.
    event["X-MICROSOFT-CDO-BUSYSTATUS"] = vText(_BUSY[entry.status])
    event.add("class", "PUBLIC")
    if entry.alarm_before is not None and not is_cancelled:
        event.add_component(_alarm(entry.alarm_before, clean_line(entry.summary)))
    return event


_BUSY = {EntryStatus.CONFIRMED: "BUSY", EntryStatus.TENTATIVE: "TENTATIVE", EntryStatus.CANCELLED: "FREE"}


def _alarm(before: dt.timedelta, text: str) -> "Alarm":
    from icalendar import Alarm  # noqa: PLC0415 - see the module

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", -before)
    return alarm


def _calendar(head: CalendarHead | None) -> "Calendar":
    from icalendar import Calendar, vText, vUri  # noqa: PLC0415 - see the module

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODID)
    calendar.add("calscale", "GREGORIAN")
    if head is None:
        return calendar
    # icalendar writes NAME and X- values as they come: without vText a comma or a line break would go out raw.
    name, description = clean_line(head.name), clean_text(head.description)
    calendar["NAME"] = vText(name)
    calendar["X-WR-CALNAME"] = vText(name)
    if description:
        calendar["DESCRIPTION"] = vText(description)
        calendar["X-WR-CALDESC"] = vText(description)
    if head.url:
        calendar["URL"] = vUri(clean_line(head.url))
    if head.source:
        calendar.add("source", vUri(clean_line(head.source)), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar["X-PUBLISHED-TTL"] = vText("PT1H")
    return calendar


def _address(mailbox: Mailbox) -> "vCalAddress":
    from icalendar import vCalAddress  # noqa: PLC0415 - see the module

    address = vCalAddress(f"mailto:{clean_line(mailbox.email)}")
    # A parameter cannot hold a double quote; RFC 6868 is read by few.
    name = clean_line(mailbox.name).replace('"', "'")
    if name:
        address.params["CN"] = name
    return address


def _utc(instant: dt.datetime) -> dt.datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no zone; an instant needs one")
    return instant.astimezone(dt.UTC).replace(microsecond=0)


def _octets(component: "Component") -> bytes:
    octets: bytes = component.to_ical(sorted=False)
    return octets
