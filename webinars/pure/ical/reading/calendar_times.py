"""The times of one calendar: read by its zones, compared, and written as what a date is known by."""

import datetime as dt

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure import times
from webinars.pure.ical.reading.content_lines import Component, Property
from webinars.pure.ical.reading.date_times import (
    FileTime,
    ResolvedTime,
    ZoneChoice,
    ZoneDefaults,
    moment_of,
    read_duration,
    resolve,
)
from webinars.pure.ical.reading.zone_names import named_zone
from webinars.pure.ical.reading.zones import FileZones

UTC_STAMP = "%Y%m%dT%H%M%SZ"
DAY_STAMP = "%Y%m%d"


class Period(Struct, frozen=True):
    """A moment of a list such as RDATE. `length` is what it lasts, where the list says so (RFC 5545, 3.3.9)."""

    start: FileTime
    length: dt.timedelta | None = None


class Clocks:
    """What shows the time in one VCALENDAR: its zones, and those that stand in where it is silent."""

    def __init__(self, calendar: Component, defaults: ZoneDefaults) -> None:
        of_file = calendar.text("X-WR-TIMEZONE").strip()
        self._zones = FileZones(calendar)
        self._defaults = replace(defaults, of_file=named_zone(of_file) if of_file else None)

    def read(self, prop: Property, floating: ZoneChoice | None = None) -> FileTime | None:
        """Returns the time that a property holds, or None. An hour without a zone is one of `floating`, if given."""
        return self.value(prop.value, prop.parameters.get("TZID", ""), floating)

    def value(self, value: str, tzid: str, floating: ZoneChoice | None) -> FileTime | None:
        """Returns the time that `value` writes, or None. An hour without a zone is one of `floating`, if given."""
        return moment_of(value, tzid, self._zones, self._defaults, floating)

    def settle(self, moment: FileTime, title: str, since: FileTime | None = None) -> ResolvedTime:
        """Returns the instant of a moment and the promise it makes. Raises DateOutOfRange.

        `since` is the first of the dates to which it belongs.
        """
        return resolve(moment, self._zones, self._defaults, title, since)

    def at(self, moment: FileTime) -> dt.datetime | None:
        """Returns the instant of a moment, or None where it is none, or two, or out of range."""
        try:
            return self.settle(moment, "").at
        except times.DateOutOfRange:
            return None

    def stamp(self, moment: FileTime) -> str:
        """Returns an original start as a RECURRENCE-ID.

        Walls that are no instant, or two, keep their figures. So do those of a zone that nobody knows, whatever zone a
        person
        gives them: they are the same dates.
        """
        if moment.is_day:
            return moment.wall.strftime(DAY_STAMP)
        at = self.at(moment) if moment.zone.timezone or self._zones.can_follow(moment.zone.tzid) else None
        return at.strftime(UTC_STAMP) if at else moment.wall.strftime(UTC_STAMP.removesuffix("Z"))

    def in_zone_of(self, first: FileTime, moment: FileTime) -> FileTime:
        """Returns `moment` as clocks in the zone of `first` show it."""
        if moment.is_day or first.is_day or moment.zone == first.zone:
            return moment
        at = self.at(moment)
        wall = self._wall(at, first.zone) if at is not None else None
        return FileTime(wall, first.zone) if wall is not None else moment

    def original(self, first: FileTime, moment: FileTime) -> FileTime:
        """Returns which date of a series a RECURRENCE-ID means, by the type of its DTSTART, which is `first`.

        Exchange writes midnight for a whole day. Others write the day for an hour of it.
        """
        if moment.is_day and not first.is_day:
            return FileTime(dt.datetime.combine(moment.wall.date(), first.wall.time()), first.zone)
        return self._as_first(first, moment)

    def periods(self, event: Component, first: FileTime, name: str) -> list[Period]:
        """Returns the times of a list such as EXDATE, as clocks in the zone of `first` show them."""
        found = []
        for prop in event.all(name):
            tzid = prop.parameters.get("TZID", "")
            for value in prop.value.split(","):
                start, _slash, end = value.partition("/")
                moment = self.value(start, tzid, first.zone)
                if moment is not None:
                    length = self._length_to(moment, end, tzid) if end else None
                    found.append(Period(self._as_first(first, moment), length))
        return found

    def until(self, first: FileTime, value: str) -> FileTime | None:
        """Returns the UNTIL of a rule in the zone of `first`, or None."""
        moment = self.value(value, "", first.zone)
        return self._as_first(first, moment) if moment is not None else None

    def between(self, began: FileTime, ended: FileTime) -> dt.timedelta:
        """Returns how long it is from one moment to another, by their clocks where one of them is no instant."""
        first, last = self.at(began), self.at(ended)
        return last - first if first is not None and last is not None else ended.wall - began.wall

    def _as_first(self, first: FileTime, moment: FileTime) -> FileTime:
        """Returns `moment` as clocks in the zone of `first` show it, or the day on which it falls if `first` is a day.

        Exchange ends and excludes days by hours in UTC: which day that is the clocks of the calendar say.
        """
        if not first.is_day or moment.is_day:
            return self.in_zone_of(first, moment)
        if moment.zone.timezone == "Etc/UTC" and first.zone.timezone is not None:
            moment = self.in_zone_of(replace(first, is_day=False), moment)
        return FileTime(dt.datetime.combine(moment.wall.date(), dt.time()), first.zone, is_day=True)

    def _length_to(self, start: FileTime, end: str, tzid: str) -> dt.timedelta | None:
        if (length := read_duration(end)) is not None:
            return length
        ended = self.value(end, tzid, start.zone)
        return self.between(start, ended) if ended is not None else None

    def _wall(self, at: dt.datetime, zone: ZoneChoice) -> dt.datetime | None:
        if zone.timezone is not None:
            return times.wall(at, zone.timezone)
        return self._zones.wall(at, zone.tzid) if zone.tzid else None
