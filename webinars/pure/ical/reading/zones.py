"""Which zone a file means: by name, by Windows' name for it, or by the rules it brings along."""

import datetime as dt
from collections.abc import Iterable, Mapping

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from webinars.pure import times
from webinars.pure.ical.reading.clock_rules import zone_by_rules
from webinars.pure.ical.reading.lines import Component

UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "tzone://microsoft/utc", "coordinated universal time"}
MOST_PEOPLE = (
    *("Etc/UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/Chicago", "America/Los_Angeles"),
    *("America/Denver", "Europe/Athens", "Asia/Kolkata", "Asia/Shanghai", "Asia/Jakarta", "Asia/Dhaka", "Asia/Karachi"),
    *(
        "Asia/Tokyo",
        "America/Sao_Paulo",
        "Africa/Lagos",
        "Africa/Nairobi",
        "Africa/Johannesburg",
        "America/Mexico_City",
    ),
    *("America/Bogota", "America/Caracas", "America/Phoenix", "Asia/Dubai", "Australia/Sydney", "Australia/Brisbane"),
    *("Pacific/Auckland", "America/Halifax", "Africa/Cairo"),
)
"""Of the zones whose clocks go alike, the one in which most people live; the others have a rule of their own."""

_WINDOWS = {name.lower(): timezone for name, timezone in WINDOWS_TO_OLSON.items()}


def named_zone(name: str) -> str | None:
    """The IANA zone that `name` stands for; None if it is only a name of the file's own."""
    bare = name.strip().strip('"').strip()
    if bare.lower() in UTC_NAMES:
        return "Etc/UTC"
    if times.is_known(bare):
        return times.canonical(bare)
    windows = _WINDOWS.get(bare.lower())
    if windows is not None:
        return times.canonical(windows)
    # /freeassociation.sourceforge.net/Europe/London, /mozilla.org/20070129_1/America/Argentina/Salta
    parts = bare.split("/")
    for count in (3, 2):
        tail = "/".join(parts[-count:])
        if len(parts) > count and times.is_known(tail):
            return times.canonical(tail)
    return None


class FileZones:
    """The zones of one calendar."""

    def __init__(self, calendar: Component) -> None:
        self._rules = {part.text("TZID").strip(): part for part in calendar.parts("VTIMEZONE")}
        self._made: dict[str, dt.tzinfo | None] = {}

    def named(self, tzid: str) -> str | None:
        """The IANA zone of a TZID; None if the file's own rules are all there is."""
        rules = self._rules.get(tzid.strip())
        said = [tzid] if rules is None else [tzid, rules.text("X-LIC-LOCATION")]
        return next((zone for name in said if name and (zone := named_zone(name)) is not None), None)

    def has_rules(self, tzid: str) -> bool:
        """Whether the file brings rules for a TZID, be it that they cannot be followed."""
        return tzid.strip() in self._rules

    def instant(self, wall: dt.datetime, tzid: str) -> dt.datetime | None:
        """The instant by the rules that the file brings for `tzid`; None if it brings none that can be read.

        Raises DateOutOfRange.
        """
        zone = self._zone(tzid.strip())
        if zone is None:
            return None
        if not times.FIRST_YEAR <= wall.year <= times.LAST_YEAR:
            raise times.DateOutOfRange(wall)
        return wall.replace(tzinfo=zone).astimezone(dt.UTC)

    def wall(self, at: dt.datetime, tzid: str) -> dt.datetime | None:
        """What clocks show at an instant by the rules that the file brings for `tzid`; None if they cannot be read."""
        zone = self._zone(tzid.strip())
        return at.astimezone(zone).replace(tzinfo=None) if zone is not None else None

    def likeliest(self, at: dt.datetime, tzid: str, candidates: Iterable[str | None]) -> str:
        """The zone to promise an instant in whose zone only the file knows: one whose clocks go as the file's do.

        A candidate if its clocks show the same at `at`; else the zone with most people of those that go alike for the
        whole year; else UTC.
        """
        zone = self._zone(tzid.strip())
        if zone is None:
            return "Etc/UTC"
        here = _offsets(zone, [at])
        for timezone in candidates:
            if timezone and _agree(here, timezone):
                return timezone
        # Asked once and not for each of the zones: by the rules of a file it takes long.
        year = _offsets(zone, [at + dt.timedelta(days=days) for days in range(-180, 181, 30)])
        for timezone in dict.fromkeys((*MOST_PEOPLE, *WINDOWS_TO_OLSON.values())):
            if times.is_known(timezone) and _agree(year, timezone):
                return times.canonical(timezone)
        return "Etc/UTC"

    def _zone(self, tzid: str) -> dt.tzinfo | None:
        if tzid not in self._made:
            rules = self._rules.get(tzid)
            self._made[tzid] = None if rules is None else zone_by_rules(rules)
        return self._made[tzid]


def _offsets(zone: dt.tzinfo, moments: Iterable[dt.datetime]) -> dict[dt.datetime, dt.timedelta | None]:
    return {at: at.astimezone(zone).utcoffset() for at in moments}


def _agree(offsets: Mapping[dt.datetime, dt.timedelta | None], timezone: str) -> bool:
    """Whether clocks in `timezone` have these offsets at these moments."""
    return all(times.utc_offset(at, timezone) == offset for at, offset in offsets.items())
