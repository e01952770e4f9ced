"""All that a file says under one UID: the latest version of an event, its dates, and what differs on some of them."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from webinars.lib.i18n import format_date
from webinars.pure.ical.reading.date_times import Moment
from webinars.pure.ical.reading.descriptions import title_of
from webinars.pure.ical.reading.events import Event, entry_of
from webinars.pure.ical.reading.model import EntryReading, SeriesReading
from webinars.pure.ical.reading.recurrence import Dates, Patience, dates_of
from webinars.pure.ical.reading.unread_parts import Loss, Losses
from webinars.pure.ical.reading.versions import latest_of


@dataclass(frozen=True, slots=True)
class _Override:
    event: Event
    original: Moment


class Series:
    """The events of one UID."""

    def __init__(self, uid: str, events: Sequence[Event], now: dt.datetime, losses: Losses, patience: Patience) -> None:
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
        left, apart = dict(overrides), self._told_apart_by(master)
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

    def _told_apart_by(self, master: Event) -> str:
        """What an event of a shared UID is known by beside its start, where another may have the same."""
        has_own_start = not master.is_recurring and self._starts[master.clocks.stamp(master.first)] == 1
        if self._is_alone or has_own_start:
            return ""
        return hashlib.sha256(title_of(master.part).encode()).hexdigest()[:16]

    def _entry(
        self, event: Event, moment: Moment, stamp: str, length: dt.timedelta | None = None, *, apart: str = ""
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
    """The last change of all later dates that is about this one as well."""
    changes = [each for each in overrides.values() if each.event.changes_later_dates and each.original.wall <= wall]
    return max(changes, key=lambda each: each.original.wall, default=None)
