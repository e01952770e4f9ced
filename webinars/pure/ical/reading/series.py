"""All that a file says under one UID: the latest version of an event, its dates, and what differs on some of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from webinars.lib.i18n import format_date
from webinars.pure.ical.reading.events import Event, entry_of
from webinars.pure.ical.reading.losses import Loss, Losses
from webinars.pure.ical.reading.model import EntryReading, SeriesReading
from webinars.pure.ical.reading.moments import Moment
from webinars.pure.ical.reading.recurrence import Dates, Patience, dates_of
from webinars.pure.ical.reading.words import title_of


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
        self._master = self._latest([event for event in events if not event.is_override])
        self._overrides = self._latest_overrides([event for event in events if event.is_override])
        self._dates: Dates | None = None

    def entries(self) -> Iterator[EntryReading]:
        """Yields an entry for each date, by the later of two versions."""
        master = self._master
        if master is None:
            for stamp, override in self._overrides.items():
                yield from self._entry(override.event, override.event.first, stamp)
        elif not master.is_recurring and not self._overrides:
            yield from self._entry(master, master.first, "")
        else:
            yield from self._of_dates(master)

    def reading(self, *, is_hidden: bool) -> SeriesReading:
        """Returns what can be said of the series as a whole, after its entries were made.

        `is_hidden`: events of it were left out that could not be read, or are private.
        """
        dates = self._dates
        is_known = self._master is not None and not is_hidden and not (dates is not None and dates.is_unreadable)
        return SeriesReading(
            uid=self._uid,
            sequence=self._sequence,
            is_whole=is_known,
            known_until=dates.until.date() if dates is not None and dates.until is not None else None,
        )

    def _latest(self, events: Sequence[Event]) -> Event | None:
        self._losses.add(Loss.OLDER_VERSION, max(len(events) - 1, 0))
        # Of two that are alike the one that stands later.
        return max(reversed(events), key=lambda event: event.version, default=None)

    def _latest_overrides(self, events: Sequence[Event]) -> dict[str, _Override]:
        found: dict[str, _Override] = {}
        for event in events:
            of = self._master or event
            original = event.original(of.first) or event.first
            stamp = of.clocks.stamp(original)
            known = found.get(stamp)
            if known is not None:
                self._losses.add(Loss.OLDER_VERSION)
            if known is None or event.version >= known.event.version:
                found[stamp] = _Override(event, original)
        return found

    def _of_dates(self, master: Event) -> Iterator[EntryReading]:
        dates = self._dates = dates_of(master.part, master.first, master.clocks, self._now, self._patience)
        self._losses.add(Loss.MORE_DATES, int(dates.goes_on))
        self._losses.add(Loss.LEFT_DATES, dates.left_count)
        self._losses.add(Loss.RULE, int(dates.is_unreadable))
        left = dict(self._overrides)
        for wall, length in dates.walls.items():
            moment = replace(master.first, wall=wall)
            stamp = master.clocks.stamp(moment)
            override = left.pop(stamp, None)
            if override is not None:
                yield from self._entry(override.event, override.event.first, stamp)
            elif (changed := self._changed_before(wall)) is not None:
                start = changed.event.first
                later = replace(start, wall=start.wall + (wall - changed.original.wall))
                yield from self._entry(changed.event, later, stamp)
            else:
                # One event alone is known by its UID.
                yield from self._entry(master, moment, stamp if master.is_recurring else "", length)
        for stamp, override in left.items():
            if dates.may_have(override.original.wall):
                yield from self._entry(override.event, override.event.first, stamp)
            elif not override.event.is_cancelled:
                title = title_of(override.event.part) or title_of(master.part)
                self._losses.orphan(title, format_date(override.original.wall.date()))

    def _changed_before(self, wall: dt.datetime) -> _Override | None:
        """The last change of all later dates that is about this one as well."""
        changes = [
            each for each in self._overrides.values() if each.event.changes_later_dates and each.original.wall <= wall
        ]
        return max(changes, key=lambda each: each.original.wall, default=None)

    def _entry(
        self, event: Event, moment: Moment, stamp: str, length: dt.timedelta | None = None
    ) -> Iterator[EntryReading]:
        entry = entry_of(event, moment, stamp, self._losses, length)
        if entry is not None:
            yield replace(entry, sequence=self._sequence)

    @property
    def _sequence(self) -> int | None:
        master = self._master
        return master.sequence if master is not None and master.part.first("SEQUENCE") is not None else None
