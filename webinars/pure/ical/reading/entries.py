"""From the octets of a file to the entries they hold."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import unquote

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure import times
from webinars.pure.ical.reading.errors import CalendarTooLarge
from webinars.pure.ical.reading.lines import Component, read_components
from webinars.pure.ical.reading.losses import Loss, Losses
from webinars.pure.ical.reading.model import CalendarReading, EntryReading
from webinars.pure.ical.reading.moments import Moment, ZoneDefaults, moment_of, read_duration, read_moment, settle
from webinars.pure.ical.reading.recurrence import Patience, dates_of
from webinars.pure.ical.reading.words import title_of, words_of
from webinars.pure.ical.reading.zones import FileZones, named_zone
from webinars.pure.ical.text import clean_line
from webinars.pure.times import Problem

LARGEST_OCTETS = 10 * 1024 * 1024
MOST_ENTRIES = 5000
LONGEST = dt.timedelta(days=7)
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}

UTC_STAMP = "%Y%m%dT%H%M%SZ"
DAY_STAMP = "%Y%m%d"


def read_calendar(
    data: bytes,
    *,
    now: dt.datetime,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    most_entries: int = MOST_ENTRIES,
) -> CalendarReading:
    """What the calendar in `data` holds; events without an end are followed for a year around `now`.

    Hours without a zone are those of `timezone`, else of `assumed_timezone`, which is then said. Raises
    CalendarUnreadable, CalendarTooLarge.
    """
    if len(data) > LARGEST_OCTETS:
        raise CalendarTooLarge(_("The calendar is larger than %(limit)s MB.", limit=LARGEST_OCTETS // 1024 // 1024))
    calendars, bad_count = read_components(data)
    losses, patience = Losses(), Patience()
    losses.add(Loss.LINE, bad_count)
    _check_count(sum(len(calendar.parts("VEVENT")) for calendar in calendars), most_entries)
    found: dict[tuple[str, str], tuple[tuple[int, str], EntryReading]] = {}
    for calendar in calendars:
        file = _File(calendar, ZoneDefaults(None, timezone, assumed_timezone), now, losses, patience)
        for version, entry in file.entries():
            known = found.get((entry.uid, entry.recurrence_id))
            if known is not None:
                losses.add(Loss.OLDER_VERSION)
            if known is None or version >= known[0]:
                found[entry.uid, entry.recurrence_id] = version, entry
            _check_count(len(found), most_entries)
    entries = sorted((entry for _version, entry in found.values()), key=_order)
    losses.add(Loss.CANCELLED, sum(entry.is_cancelled for entry in entries))
    name = next((name for calendar in calendars for name in _names(calendar)), "")
    return CalendarReading(
        name=name,
        entries=tuple(entry for entry in entries if not entry.is_cancelled),
        cancelled=tuple(entry for entry in entries if entry.is_cancelled),
        lost=tuple(losses.sentences()),
    )


class _File:
    """One VCALENDAR."""

    def __init__(
        self, calendar: Component, defaults: ZoneDefaults, now: dt.datetime, losses: Losses, patience: Patience
    ) -> None:
        self._calendar = calendar
        self._zones = FileZones(calendar)
        self._is_withdrawn = calendar.text("METHOD").strip().upper() == "CANCEL"
        of_file = calendar.text("X-WR-TIMEZONE").strip()
        self._defaults = replace(defaults, of_file=named_zone(of_file) if of_file else None)
        self._now = now
        self._losses = losses
        self._patience = patience

    def entries(self) -> Iterator[tuple[tuple[int, str], EntryReading]]:
        """Each entry with what says which of two versions is the later one."""
        events = self._calendar.parts("VEVENT")
        self._losses.note_parts(self._calendar)
        replaced: dict[str, set[str]] = {}
        for event in events:
            if event.first("RECURRENCE-ID"):
                replaced.setdefault(_uid(event), set()).add(self._recurrence_id(event))
        for event in events:
            self._losses.note_event(event)
            if event.text("CLASS").strip().upper() in PRIVATE:
                self._losses.add(Loss.PRIVATE)
                continue
            version = _version(event)
            for entry in self._of_event(event, replaced.get(_uid(event), set())):
                yield version, entry

    def _of_event(self, event: Component, replaced: set[str]) -> Iterator[EntryReading]:
        start = event.first("DTSTART")
        first = read_moment(start, self._zones, self._defaults) if start else None
        if first is None:
            self._losses.add(Loss.NO_START)
            return
        is_recurring = bool(event.all("RRULE", "RDATE"))
        if event.first("RECURRENCE-ID") or not is_recurring:
            yield from self._entry(event, first, self._recurrence_id(event))
            return
        dates = dates_of(
            event,
            first,
            partial(self._moments, event, first),
            partial(self._until, first),
            self._now,
            self._patience,
        )
        if dates.is_cut:
            self._losses.add(Loss.MORE_DATES)
        if dates.is_unreadable:
            self._losses.add(Loss.RULE)
        for wall in dates.walls:
            moment = replace(first, wall=wall)
            recurrence_id = self._stamp(moment)
            if recurrence_id not in replaced:
                yield from self._entry(event, moment, recurrence_id)

    def _entry(self, event: Component, moment: Moment, recurrence_id: str) -> Iterator[EntryReading]:
        title = title_of(event) or _("Event without a title")
        try:
            settled = settle(moment, self._zones, self._defaults, title)
        except times.DateOutOfRange:
            self._losses.add(Loss.OUT_OF_RANGE)
            return
        length = self._length(event)
        problems = settled.problems
        if settled.at is not None and length is None:
            words = _("“%(title)s” has no end: the usual length was assumed.", title=title)
            problems += (Problem("end_assumed", False, title, words),)
        words_ = words_of(event)
        organiser = event.first("ORGANIZER")
        yield EntryReading(
            uid=_uid(event),
            recurrence_id=recurrence_id,
            title=title,
            starts_at=settled.at,
            ends_at=settled.at + length if settled.at is not None and length is not None else None,
            timezone=settled.timezone,
            starts_wall=settled.wall,
            date=settled.date,
            description=words_.description,
            topics=tuple(
                dict.fromkeys(
                    topic for each in event.all("CATEGORIES") for text in each.texts if (topic := clean_line(text))
                )
            ),
            # The Events Calendar writes it as if it were an address.
            organiser=clean_line(unquote(organiser.parameters.get("CN", ""))) if organiser else "",
            registration_url=words_.registration_url,
            join_url=words_.join_url,
            is_cancelled=self._is_withdrawn or event.text("STATUS").strip().upper() in {"CANCELLED", "CANCELED"},
            problems=problems,
        )

    def _length(self, event: Component) -> dt.timedelta | None:
        """How long it takes, in whole minutes; None where the file does not say, or says what cannot be."""
        start, end, duration = event.first("DTSTART"), event.first("DTEND"), event.first("DURATION")
        length: dt.timedelta | None = None
        if duration is not None:
            length = read_duration(duration.value)
        elif start is not None and end is not None:
            began = read_moment(start, self._zones, self._defaults)
            ended = read_moment(end, self._zones, self._defaults)
            if began and ended and not began.is_day and not ended.is_day:
                length = self._between(began, ended)
        if length is None or not dt.timedelta(0) < length <= LONGEST:
            return None
        return dt.timedelta(minutes=-(-length // dt.timedelta(minutes=1)))

    def _between(self, began: Moment, ended: Moment) -> dt.timedelta:
        try:
            first, last = (settle(each, self._zones, self._defaults, "").at for each in (began, ended))
        except times.DateOutOfRange:
            return ended.wall - began.wall
        return last - first if first is not None and last is not None else ended.wall - began.wall

    def _recurrence_id(self, event: Component) -> str:
        prop = event.first("RECURRENCE-ID")
        moment = read_moment(prop, self._zones, self._defaults) if prop else None
        return self._stamp(moment) if moment else ""

    def _stamp(self, moment: Moment) -> str:
        """The original start as a RECURRENCE-ID; walls that are no instant, or two, keep their figures."""
        if moment.is_day:
            return moment.wall.strftime(DAY_STAMP)
        try:
            at = settle(moment, self._zones, self._defaults, "").at
        except times.DateOutOfRange:
            at = None
        return at.strftime(UTC_STAMP) if at else moment.wall.strftime(UTC_STAMP.removesuffix("Z"))

    def _moments(self, event: Component, first: Moment, name: str) -> list[Moment]:
        """The times of a list such as EXDATE, as clocks in the zone of `first` show them."""
        found = []
        for prop in event.all(name):
            for value in prop.value.split(","):
                moment = moment_of(
                    value.partition("/")[0], prop.parameters.get("TZID", ""), self._zones, self._defaults
                )
                if moment is not None:
                    found.append(self._in_zone_of(first, moment))
        return found

    def _until(self, first: Moment, value: str) -> Moment | None:
        moment = moment_of(value, "", self._zones, self._defaults)
        if moment is None:
            return None
        is_utc = value.strip().upper().endswith("Z")
        return self._in_zone_of(first, moment) if is_utc else replace(moment, zone=first.zone)

    def _in_zone_of(self, first: Moment, moment: Moment) -> Moment:
        if moment.is_day or first.is_day or moment.zone == first.zone:
            return moment
        try:
            at = settle(moment, self._zones, self._defaults, "").at
            began = self._zones.instant(first.wall, first.zone.tzid) if first.zone.timezone is None else None
        except times.DateOutOfRange:
            return moment
        if at is None:
            return moment
        if first.zone.timezone is not None:
            return Moment(times.wall(at, first.zone.timezone), first.zone)
        # The file's own rules: the difference to the first date is nearly always whole days.
        return Moment(first.wall + (at - began), first.zone) if began else moment


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise CalendarTooLarge(
            ngettext(
                "The calendar holds more than %(num)s date. Export fewer.",
                "The calendar holds more than %(num)s dates. Export fewer.",
                most,
            )
        )


def _uid(event: Component) -> str:
    """The UID; what has none is known by its title and its start."""
    uid = clean_line(event.text("UID"))
    if uid:
        return uid
    start = event.first("DTSTART")
    said = f"{event.text('SUMMARY')} {start.value if start else ''}"
    return f"without-uid-{hashlib.sha256(said.encode()).hexdigest()[:32]}"


def _version(event: Component) -> tuple[int, str]:
    sequence = event.text("SEQUENCE").strip()
    stamp = event.text("LAST-MODIFIED") or event.text("DTSTAMP")
    return (int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0, stamp)  # noqa: PLR2004 - more figures are no count


def _names(calendar: Component) -> Iterator[str]:
    for name in ("X-WR-CALNAME", "NAME"):
        if text := clean_line(calendar.text(name)):
            yield text


def _order(entry: EntryReading) -> tuple[str, str, str]:
    day = entry.date.isoformat() if entry.date else ""
    return day, entry.starts_at.isoformat() if entry.starts_at else "", entry.title
