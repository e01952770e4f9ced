"""One VEVENT with the calendar around it, and the entries it makes."""

import datetime as dt
import hashlib
from itertools import islice

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.ical.reading.calendar_times import Clocks
from webinars.pure.ical.reading.content_lines import Component
from webinars.pure.ical.reading.date_times import FileTime, read_duration
from webinars.pure.ical.reading.descriptions import words_of
from webinars.pure.ical.reading.model import EntryReading
from webinars.pure.ical.reading.unread_parts import Loss, OmissionCounts
from webinars.pure.ical.safe_text import clean_line
from webinars.pure.times import Problem

LONGEST = dt.timedelta(days=7)
MOST_TOPICS = 50
"""Of one event. A hostile file has millions."""
LONGEST_TOPICS = 10_000
"""Letters in which they are looked for, on each line."""


class Event(Struct, frozen=True):
    """A VEVENT whose start can be read."""

    part: Component
    clocks: Clocks
    uid: str
    first: FileTime
    """DTSTART."""
    is_withdrawn: bool
    """The calendar around it takes back what it holds (METHOD:CANCEL)."""
    writer: str = ""
    """The PRODID of that calendar."""

    @property
    def is_override(self) -> bool:
        return self.part.first("RECURRENCE-ID") is not None

    @property
    def is_recurring(self) -> bool:
        return bool(self.part.all("RRULE", "RDATE"))

    @property
    def changes_later_dates(self) -> bool:
        """Whether it stands for the later dates of its series as well (RFC 5545, 3.2.13)."""
        prop = self.part.first("RECURRENCE-ID")
        return prop is not None and prop.parameters.get("RANGE", "").strip().upper() == "THISANDFUTURE"

    @property
    def sequence(self) -> int:
        """The count of its versions (RFC 5545, 3.8.7.4), or 0 where it has none."""
        said = self.part.text("SEQUENCE").strip()
        return int(said) if said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004 - more figures are no count

    @property
    def modified(self) -> str:
        """When it was changed last, empty where it does not say."""
        return self.part.text("LAST-MODIFIED").strip()

    @property
    def version(self) -> tuple[int, str]:
        """What says which of two versions is the later one."""
        return self.sequence, self.modified or self.part.text("DTSTAMP").strip()

    @property
    def is_cancelled(self) -> bool:
        return self.is_withdrawn or self.part.text("STATUS").strip().upper() in {"CANCELLED", "CANCELED"}

    @property
    def length(self) -> dt.timedelta | None:
        """How long it takes, or None where the file does not say, or says what cannot be."""
        duration, end = self.part.first("DURATION"), self.part.first("DTEND")
        said = read_duration(duration.value) if duration is not None else None
        if (said is None or said <= dt.timedelta(0)) and end is not None:
            ended = self.clocks.read(end, self.first.zone)
            if ended is not None and not ended.is_day and not self.first.is_day:
                said = self.clocks.between(self.first, ended)
        return said

    def original(self, first: FileTime) -> FileTime | None:
        """Returns which date it stands for, of a series whose DTSTART is `first`, or None if it does not say."""
        prop = self.part.first("RECURRENCE-ID")
        moment = self.clocks.read(prop, first.zone) if prop is not None else None
        return self.clocks.original(first, moment) if moment is not None else None


def event_of(part: Component, clocks: Clocks, *, is_withdrawn: bool, writer: str) -> Event | None:
    """Returns the event that a VEVENT describes, or None if it has no start that can be read."""
    start = part.first("DTSTART")
    first = clocks.read(start) if start is not None else None
    return Event(part, clocks, uid_of(part), first, is_withdrawn, writer) if first is not None else None


def entry_of(
    event: Event, moment: FileTime, recurrence_id: str, losses: OmissionCounts, length: dt.timedelta | None = None
) -> EntryReading | None:
    """Returns what an event is at one moment, or None, and notes a loss, where no rules of zones reach it.

    `length` is that of this date alone, where the file gives it one.
    """
    words_ = words_of(event.part, event.writer)
    title = words_.title or _("Event without a title")
    try:
        settled = event.clocks.settle(moment, title, event.first)
    except times.DateOutOfRange:
        losses.add(Loss.OUT_OF_RANGE)
        return None
    takes = _whole_minutes(event.length if length is None else length)
    problems = settled.problems
    if settled.at is not None and takes is None:
        words = _("“%(title)s” has no end: the usual length was assumed.", title=title)
        if (said := length or event.length) is not None and said > LONGEST:
            words = _("“%(title)s” takes more than a week: the usual length was assumed.", title=title)
        problems += (Problem("end_assumed", False, title, words),)
    return EntryReading(
        uid=event.uid,
        recurrence_id=recurrence_id,
        title=title,
        starts_at=settled.at,
        ends_at=settled.at + takes if settled.at is not None and takes is not None else None,
        timezone=settled.timezone,
        starts_wall=settled.wall,
        unzoned_wall=settled.unzoned_wall,
        date=settled.date,
        description=words_.description,
        topics=_topics(event.part, losses),
        organiser=words_.organiser,
        hosts=words_.hosts,
        lineup=words_.lineup,
        registration_url=words_.registration_url,
        join_url=words_.join_url,
        is_cancelled=event.is_cancelled,
        problems=problems,
    )


def uid_of(part: Component) -> str:
    """Returns the UID. What has none is known by its title and its start."""
    uid = clean_line(part.text("UID"))
    if uid:
        return uid
    start = part.first("DTSTART")
    said = f"{part.text('SUMMARY')} {start.value if start else ''}"
    return f"without-uid-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _whole_minutes(length: dt.timedelta | None) -> dt.timedelta | None:
    if length is None or not dt.timedelta(0) < length <= LONGEST:
        return None
    return dt.timedelta(minutes=-(-length // dt.timedelta(minutes=1)))


def _topics(part: Component, losses: OmissionCounts) -> tuple[str, ...]:
    listed = (
        topic
        for prop in part.all("CATEGORIES")
        for text in prop.cut(LONGEST_TOPICS).texts
        if (topic := clean_line(text))
    )
    found = list(dict.fromkeys(islice(listed, MOST_TOPICS + 1)))
    if len(found) > MOST_TOPICS:
        losses.add(Loss.TOPICS)
    return tuple(found[:MOST_TOPICS])
