"""From the octets of a file to the entries they hold."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.pure.ical.reading.calendar_times import Clocks
from webinars.pure.ical.reading.content_lines import Component, read_components
from webinars.pure.ical.reading.date_times import FileTime, ZoneDefaults
from webinars.pure.ical.reading.descriptions import title_of
from webinars.pure.ical.reading.errors import CalendarTooLarge
from webinars.pure.ical.reading.events import Event, entry_of, event_of, uid_of
from webinars.pure.ical.reading.model import CalendarReading, EntryReading, SeriesReading
from webinars.pure.ical.reading.recurrence import ComputingBudget, Dates, dates_of
from webinars.pure.ical.reading.unread_parts import Loss, OmissionCounts
from webinars.pure.ical.safe_text import clean_line

# Which events under one UID are versions of one event, and which are events that share it.
#
# A UID is that of one event, however often it is changed (RFC 5545, 3.8.4.7). Who moves an event raises its SEQUENCE
# (RFC 5546, 2.1.4); a DTSTAMP may be no more than the moment of the export. Programs that give one UID to all they
# write, or to all of a category, are known by events of which nothing is the same.


class LatestEvents(Struct, frozen=True):
    """What counts of the events of a UID."""

    events: Sequence[Event]
    """The latest version of each, in the order of the file. Several where the UID is shared."""
    is_guessed: bool
    """The UID is taken for a shared one, though the file says that some of its events are later than others."""


def latest_of(events: Sequence[Event]) -> LatestEvents:
    """Returns what counts of events of one UID, none of which is a change of one date."""
    found: dict[tuple[str, str], Event] = {}
    for event in events:
        name = event.clocks.stamp(event.first), title_of(event.part)
        # Of two that are alike the one that stands later.
        if name not in found or event.version >= found[name].version:
            found[name] = event
    ordered = sorted(found.values(), key=attrgetter("version"))
    if all(_follows(later, earlier) for earlier, later in pairwise(ordered)):
        return LatestEvents(ordered[-1:], is_guessed=False)
    return LatestEvents(list(found.values()), is_guessed=ordered[0].version != ordered[-1].version)


def _follows(later: Event, earlier: Event) -> bool:
    """Returns whether one can be a later version of the other: renamed, or moved by somebody who has said so."""
    if later.clocks.stamp(later.first) == earlier.clocks.stamp(earlier.first):
        return later.version > earlier.version
    is_raised = later.sequence > earlier.sequence or "" < earlier.modified < later.modified
    return is_raised and title_of(later.part) == title_of(earlier.part)


# All that a file says under one UID: the latest version of an event, its dates, and what differs on some of them.


class _Override(Struct, frozen=True):
    event: Event
    original: FileTime


class Series:
    """The events of one UID."""

    def __init__(
        self, uid: str, events: Sequence[Event], now: dt.datetime, losses: OmissionCounts, patience: ComputingBudget
    ) -> None:
        self._uid = uid
        self._now = now
        self._losses = losses
        self._patience = patience
        masters = [event for event in events if not event.is_override]
        self._masters = self._latest(masters) if masters else []
        # Where a UID is shared, the one whose dates may be changed.
        recurring = [event for event in self._masters if event.is_recurring]
        self._changed: Event | None = next(reversed(recurring or self._masters), None)
        self._starts = Counter(event.clocks.stamp(event.first) for event in self._masters)
        self._overrides = self._latest_overrides([event for event in events if event.is_override])
        self._dates: list[Dates] = []

    def entries(self) -> Iterator[EntryReading]:
        """Yields an entry for each date, by the later of two versions."""
        if not self._masters:
            for stamp, override in self._overrides.items():
                yield from self._entry(override.event, override.event.first, stamp)
        elif self._is_alone and not self._masters[0].is_recurring and not self._overrides:
            yield from self._entry(self._masters[0], self._masters[0].first, "")
        else:
            for master in self._masters:
                yield from self._of_dates(master)

    def reading(self, *, is_hidden: bool) -> SeriesReading:
        """Returns what can be said of the series as a whole, after its entries were made.

        `is_hidden`: events of it were left out that could not be read, or are private.
        """
        is_known = bool(self._masters) and not is_hidden and not any(dates.is_unreadable for dates in self._dates)
        until = min((dates.until for dates in self._dates if dates.until is not None), default=None)
        return SeriesReading(
            uid=self._uid,
            sequence=self._sequence,
            is_whole=is_known,
            known_until=until.date() if until is not None else None,
        )

    def _latest(self, events: Sequence[Event]) -> Sequence[Event]:
        latest = latest_of(events)
        self._losses.add(Loss.OLDER_VERSION, len(events) - len(latest.events))
        self._losses.add(Loss.SHARED_UID, len(latest.events) if latest.is_guessed else 0)
        return latest.events

    @property
    def _is_alone(self) -> bool:
        return len(self._masters) == 1

    def _latest_overrides(self, events: Sequence[Event]) -> dict[str, _Override]:
        found: dict[str, _Override] = {}
        for event in events:
            of = self._changed or event
            original = event.original(of.first) or event.first
            stamp = of.clocks.stamp(original)
            known = found.get(stamp)
            if known is not None:
                self._losses.add(Loss.OLDER_VERSION)
            if known is None or event.version >= known.event.version:
                found[stamp] = _Override(event, original)
        return found

    def _of_dates(self, master: Event) -> Iterator[EntryReading]:
        dates = dates_of(master.part, master.first, master.clocks, self._now, self._patience)
        self._dates.append(dates)
        self._losses.add(Loss.MORE_DATES, int(dates.goes_on))
        self._losses.add(Loss.LEFT_DATES, dates.left_count)
        self._losses.add(Loss.RULE, int(dates.is_unreadable))
        overrides = self._overrides if master is self._changed else {}
        left, apart = dict(overrides), self._distinction(master)
        for wall, length in dates.walls.items():
            moment = replace(master.first, wall=wall)
            stamp = master.clocks.stamp(moment)
            override = left.pop(stamp, None)
            if override is not None:
                yield from self._entry(override.event, override.event.first, stamp, apart=apart)
            elif (changed := _changed_before(overrides, wall)) is not None:
                start = changed.event.first
                later = replace(start, wall=start.wall + (wall - changed.original.wall))
                yield from self._entry(changed.event, later, stamp, apart=apart)
            else:
                # One event alone is known by its UID.
                known_by = stamp if master.is_recurring or not self._is_alone else ""
                yield from self._entry(master, moment, known_by, length, apart=apart)
        for stamp, override in left.items():
            if dates.may_have(override.original.wall):
                yield from self._entry(override.event, override.event.first, stamp, apart=apart)
            elif not override.event.is_cancelled:
                title = title_of(override.event.part) or title_of(master.part)
                self._losses.orphan(title, format_date(override.original.wall.date()))

    def _distinction(self, master: Event) -> str:
        """Returns what an event of a shared UID is known by beside its start, where another may have the same."""
        has_own_start = not master.is_recurring and self._starts[master.clocks.stamp(master.first)] == 1
        if self._is_alone or has_own_start:
            return ""
        return hashlib.sha256(title_of(master.part).encode()).hexdigest()[:16]

    def _entry(
        self, event: Event, moment: FileTime, stamp: str, length: dt.timedelta | None = None, *, apart: str = ""
    ) -> Iterator[EntryReading]:
        entry = entry_of(event, moment, stamp, self._losses, length)
        if entry is not None:
            yield replace(entry, sequence=self._sequence, told_apart_by=apart)

    @property
    def _sequence(self) -> int | None:
        """None where several events have counts of their own."""
        is_said = self._is_alone and self._masters[0].part.first("SEQUENCE") is not None
        return self._masters[0].sequence if is_said else None


def _changed_before(overrides: Mapping[str, _Override], wall: dt.datetime) -> _Override | None:
    """Returns the last change of all later dates that is about this one as well."""
    changes = [each for each in overrides.values() if each.event.changes_later_dates and each.original.wall <= wall]
    return max(changes, key=lambda each: each.original.wall, default=None)


LARGEST_OCTETS = 10 * 1024 * 1024
MOST_ENTRIES = 5000
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}


def read_calendar(
    data: bytes,
    *,
    now: dt.datetime,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    likely_timezones: Sequence[str] = (),
    most_entries: int = MOST_ENTRIES,
) -> CalendarReading:
    """Returns what the calendar in `data` holds. Events without an end are followed for a year around `now`.

    Hours without a zone are those of `timezone`, else of `assumed_timezone`, which is then said.
    A zone of which only the rules are there is taken for one of these, or of `likely_timezones`, if it goes alike.
    Raises CalendarUnreadable, CalendarTooLarge.
    """
    if len(data) > LARGEST_OCTETS:
        raise CalendarTooLarge(_("The calendar is larger than %(limit)s MB.", limit=LARGEST_OCTETS // 1024 // 1024))
    calendars, bad_count, is_ended = read_components(data)
    losses, patience = OmissionCounts(), ComputingBudget()
    losses.add(Loss.CUT_OFF, int(not is_ended))
    losses.add(Loss.LINE, bad_count)
    _check_count(sum(len(calendar.parts("VEVENT")) for calendar in calendars), most_entries)
    defaults = ZoneDefaults(None, timezone, assumed_timezone, tuple(likely_timezones))
    found, hidden = _events(calendars, defaults, losses)
    entries: list[EntryReading] = []
    series: list[SeriesReading] = []
    for uid, events in found.items():
        one = Series(uid, events, now, losses, patience)
        entries += islice(one.entries(), most_entries + 1 - len(entries))
        _check_count(len(entries), most_entries)
        series.append(one.reading(is_hidden=uid in hidden or not is_ended))
    entries.sort(key=order)
    losses.add(Loss.CANCELLED, sum(entry.is_cancelled for entry in entries))
    return CalendarReading(
        name=next((name for calendar in calendars for name in _names(calendar)), ""),
        entries=tuple(entry for entry in entries if not entry.is_cancelled),
        cancelled=tuple(entry for entry in entries if entry.is_cancelled),
        series=tuple(series),
        is_ended=is_ended,
        lost=tuple(losses.sentences()),
    )


def _events(
    calendars: Iterable[Component], defaults: ZoneDefaults, losses: OmissionCounts
) -> tuple[dict[str, list[Event]], set[str]]:
    """Returns the events that can be read, by UID, and the UIDs of those of which something cannot, or is private."""
    found: dict[str, list[Event]] = {}
    hidden = set()
    for calendar in calendars:
        losses.note_parts(calendar)
        clocks = Clocks(calendar, defaults)
        is_withdrawn = calendar.text("METHOD").strip().upper() == "CANCEL"
        writer = calendar.text("PRODID").strip()
        for part in calendar.parts("VEVENT"):
            losses.note_event(part)
            uid = uid_of(part)
            event = None
            if part.text("CLASS").strip().upper() in PRIVATE:
                losses.add(Loss.PRIVATE)
            elif (event := event_of(part, clocks, is_withdrawn=is_withdrawn, writer=writer)) is None:
                losses.add(Loss.NO_START)
            found.setdefault(uid, [])
            if event is None:
                hidden.add(uid)
            else:
                found[uid].append(event)
    return found, hidden


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise CalendarTooLarge(
            ngettext(
                "The calendar holds more than %(num)s date. Export fewer.",
                "The calendar holds more than %(num)s dates. Export fewer.",
                most,
            )
        )


def _names(calendar: Component) -> Iterator[str]:
    for name in ("X-WR-CALNAME", "NAME"):
        if text := clean_line(calendar.text(name)):
            yield text


def order(entry: EntryReading) -> tuple[str, str, str]:
    """Returns what entries are sorted by: day, start, title."""
    day = entry.date.isoformat() if entry.date else ""
    return day, entry.starts_at.isoformat() if entry.starts_at else "", entry.title
