"""Which zone a file means: by its name, or by the rules it brings along."""

import datetime as dt
from collections.abc import Iterable, Sequence

from dateutil import tz
from msgspec import Struct

from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.ical.reading.clock_rules import zone_by_rules
from webinars.pure.ical.reading.content_lines import Component
from webinars.pure.ical.reading.zone_names import fixed_offset, named_zone, windows_zones

MINUTE = dt.timedelta(minutes=1)
MOST_ZONES = 200
"""Of one file, of which names and rules are looked at."""
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
"""Of the zones whose clocks go alike, the one in which most people live. The others have a rule of their own."""


class Guess(Struct, frozen=True):
    """The zone for which one is taken of which only the rules are known, and those rules in words."""

    timezone: str
    rules: str


class FileZones:
    """The zones of one calendar."""

    def __init__(self, calendar: Component) -> None:
        self._rules = {part.text("TZID").strip(): part for part in calendar.parts("VTIMEZONE")[:MOST_ZONES]}
        self._named: dict[str, str | None] = {}
        self._made: dict[str, dt.tzinfo | None] = {}
        self._guesses: dict[tuple[str, int], Guess] = {}

    def named(self, tzid: str) -> str | None:
        """Returns the IANA zone of a TZID, or None if the file's own rules are all there is."""
        if tzid not in self._named and len(self._named) < MOST_ZONES:
            self._named[tzid] = self._zone_named(tzid)
        return self._named.get(tzid)

    def bare_offset(self, tzid: str) -> dt.timedelta | None:
        """Returns the offset that is all a file says of a zone, or None where it says more."""
        return fixed_offset(tzid) if tzid.strip() not in self._rules else None

    def has_rules(self, tzid: str) -> bool:
        """Returns whether the file brings rules for a TZID, be it that they cannot be followed."""
        return tzid.strip() in self._rules

    def can_follow(self, tzid: str) -> bool:
        """Returns whether the file brings rules for a TZID that can be followed, or it is an offset."""
        return self._zone(tzid.strip()) is not None

    def instant(self, wall: dt.datetime, tzid: str) -> dt.datetime | None:
        """Returns the instant by the rules that the file brings for `tzid`, or None if it brings none that can be read.

        Raises DateOutOfRange.
        """
        zone = self._zone(tzid.strip())
        if zone is None:
            return None
        if not times.FIRST_YEAR <= wall.year <= times.LAST_YEAR:
            raise times.DateOutOfRange(wall)
        return wall.replace(tzinfo=zone).astimezone(dt.UTC)

    def is_settled(self, wall: dt.datetime, tzid: str) -> bool:
        """Returns whether clocks show `wall` just once by the rules that the file brings for `tzid`."""
        zone = self._zone(tzid.strip())
        return zone is None or (tz.datetime_exists(wall, zone) and not tz.datetime_ambiguous(wall, zone))

    def wall(self, at: dt.datetime, tzid: str) -> dt.datetime | None:
        """Returns what clocks show at an instant by the rules that the file brings for `tzid`.

        None if they cannot be read.
        """
        zone = self._zone(tzid.strip())
        return at.astimezone(zone).replace(tzinfo=None) if zone is not None else None

    def likeliest(self, at: dt.datetime, tzid: str, candidates: Iterable[str | None]) -> Guess:
        """Returns the zone to promise an instant in whose zone only the file knows: one whose clocks go alike all year.

        It is the first such candidate, else the one in which most people live, else UTC.
        """
        key = tzid.strip(), at.year
        zone = self._zone(key[0])
        if key not in self._guesses:
            self._guesses[key] = _guess(zone, at.year, candidates) if zone is not None else Guess("Etc/UTC", "")
        return self._guesses[key]

    def _zone_named(self, tzid: str) -> str | None:
        rules = self._rules.get(tzid.strip())
        said = [tzid] if rules is None else [tzid, rules.text("X-LIC-LOCATION")]
        if rules is not None and not _is_alike(rules, fixed_offset(tzid)):
            # A name by the hours of winter: the rules know those of summer too.
            del said[0]
        return next((zone for name in said if name and (zone := named_zone(name)) is not None), None)

    def _zone(self, tzid: str) -> dt.tzinfo | None:
        if tzid not in self._made:
            rules, offset = self._rules.get(tzid), fixed_offset(tzid)
            self._made[tzid] = zone_by_rules(rules) if rules is not None else _fixed(offset)
        return self._made[tzid]


def zone_with(offset: dt.timedelta, when: Iterable[dt.datetime], candidates: Iterable[str | None]) -> str | None:
    """Returns the first of the zones whose clocks have that offset at one of the instants, or None if none has."""
    at = tuple(when)
    found = (zone for zone in candidates if zone and any(times.utc_offset(each, zone) == offset for each in at))
    return next(found, None)


def _is_alike(rules: Component, offset: dt.timedelta | None) -> bool:
    """Returns whether the rules of a zone know no other offset than that of its name, if that is one."""
    said = {fixed_offset(part.text("TZOFFSETTO")) for part in rules.components}
    return offset is None or said <= {offset}


def _fixed(offset: dt.timedelta | None) -> dt.tzinfo | None:
    return dt.timezone(offset) if offset is not None and abs(offset) < dt.timedelta(hours=24) else None


def _guess(zone: dt.tzinfo, year: int, candidates: Iterable[str | None]) -> Guess:
    began = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    offsets = [(began, _offset(zone, began))]
    for days in range(15, 376, 15):
        at = began + dt.timedelta(days=days)
        if _offset(zone, at) != offsets[-1][1]:
            changed = _change(zone, at - dt.timedelta(days=15), at)
            offsets += [(changed - MINUTE, offsets[-1][1]), (changed, _offset(zone, changed))]
    ways = (*candidates, *MOST_PEOPLE, *windows_zones().values())
    for timezone in dict.fromkeys(filter(None, ways)):
        if times.is_known(timezone) and all(times.utc_offset(at, timezone) == offset for at, offset in offsets):
            return Guess(times.canonical(timezone), _in_words(offsets))
    return Guess("Etc/UTC", _in_words(offsets))


def _change(zone: dt.tzinfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """Returns the minute in which clocks are set between two instants."""
    first = _offset(zone, before)
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        before, after = (middle, after) if _offset(zone, middle) == first else (before, middle)
    return after


def _in_words(offsets: Sequence[tuple[dt.datetime, dt.timedelta]]) -> str:
    """Returns the rules of a year: its first offset, and each one from the day on which clocks are set."""
    words = [times.offset_text(offsets[0][1])]
    for at, offset in offsets[2::2]:
        day = times.format_day((at + offset).date())
        words.append(_("%(offset)s from %(day)s", offset=times.offset_text(offset), day=day))
    return format_list(words)


def _offset(zone: dt.tzinfo, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone).utcoffset() or dt.timedelta(0)
