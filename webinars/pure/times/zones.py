"""Wall time and zone to instant and back: the one place that asks the zone database.

The database's own expansion (pytz) ends with 2037 and is exact to the minute from 1973 on, so dates outside are refused
rather than answered almost right.
"""

import datetime as dt
import os
import re
from functools import cache
from pathlib import Path

import pytz

UTC = dt.UTC
FIRST_YEAR, LAST_YEAR = 1973, 2037
_DAY = dt.timedelta(days=1)
_FIRST_INSTANT = dt.datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - _DAY
_LAST_INSTANT = dt.datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC) + _DAY
_OFFSET_ZONE = re.compile(r"Etc/GMT([+-])([1-9]\d?)")

# Old names whose link in the database leads to a neighbour's zone; the present name says the place.
_PRESENT_NAMES = {
    "America/Coral_Harbour": "America/Atikokan",
    "Antarctica/South_Pole": "Antarctica/McMurdo",
    "Asia/Istanbul": "Europe/Istanbul",
    "Atlantic/Jan_Mayen": "Arctic/Longyearbyen",
    "Africa/Timbuktu": "Africa/Bamako",
    "EST5EDT": "America/New_York",
    "CST6CDT": "America/Chicago",
    "MST7MDT": "America/Denver",
    "PST8PDT": "America/Los_Angeles",
    "Africa/Asmera": "Africa/Asmara",
    "Atlantic/Faeroe": "Atlantic/Faroe",
    "Europe/Nicosia": "Asia/Nicosia",
    "Iceland": "Atlantic/Reykjavik",
    "America/Virgin": "America/St_Thomas",
    "Pacific/Truk": "Pacific/Chuuk",
    "Pacific/Yap": "Pacific/Chuuk",
    "Pacific/Ponape": "Pacific/Pohnpei",
}


class TimesError(ValueError):
    """What cannot be answered about a wall time and a zone."""


class UnknownTimezone(TimesError):
    """No zone of that name is in the database."""

    def __init__(self, timezone: str) -> None:
        super().__init__(f'no such zone "{timezone}"')
        self.timezone = timezone


class DateOutOfRange(TimesError):
    """Before 1973 or after 2037."""

    def __init__(self, when: dt.datetime) -> None:
        super().__init__(f"{when.date().isoformat()} is not between {FIRST_YEAR} and {LAST_YEAR}")
        self.when = when


class UnsettledWallTime(TimesError):
    """A wall time that is no instant, or two. `earlier`, `later` and `next_valid` are wall times that are just one."""

    def __init__(self, wall: dt.datetime, timezone: str, change: "ClockChange", verb: str) -> None:
        super().__init__(f"{wall.isoformat(timespec='minutes')} {verb} in {timezone}")
        self.wall = wall
        self.timezone = timezone
        self.change = change
        span = abs(change.offset_after - change.offset_before)
        self.earlier = wall - span
        self.later = wall + span
        self.next_valid = max(change.wall_before, change.wall_after)

    @property
    def choices(self) -> tuple[dt.datetime, ...]:
        """Wall times to offer instead, each once, in their order."""
        return tuple(sorted({self.earlier, self.next_valid, self.later}))


class WallTimeSkipped(UnsettledWallTime):
    """Clocks jump over this wall time."""

    def __init__(self, wall: dt.datetime, timezone: str, change: "ClockChange") -> None:
        super().__init__(wall, timezone, change, "does not exist")


class WallTimeRepeated(UnsettledWallTime):
    """Clocks show this wall time twice: at `first` and at `second`, both aware UTC."""

    def __init__(self, wall: dt.datetime, timezone: str, change: "ClockChange") -> None:
        super().__init__(wall, timezone, change, "happens twice")
        self.first_offset = change.offset_before
        self.second_offset = change.offset_after
        self.first = (wall - self.first_offset).replace(tzinfo=UTC)
        self.second = (wall - self.second_offset).replace(tzinfo=UTC)


class ClockChange:
    """The moment clocks of a zone are set, with the offsets from UTC before and after."""

    __slots__ = ("at", "offset_after", "offset_before")

    def __init__(self, at: dt.datetime, offset_before: dt.timedelta, offset_after: dt.timedelta) -> None:
        self.at = at
        self.offset_before = offset_before
        self.offset_after = offset_after

    @property
    def wall_before(self) -> dt.datetime:
        """What clocks would have shown at the change."""
        return self.at.replace(tzinfo=None) + self.offset_before

    @property
    def wall_after(self) -> dt.datetime:
        """What clocks show at the change."""
        return self.at.replace(tzinfo=None) + self.offset_after


@cache
def _zone(timezone: str) -> pytz.BaseTzInfo:
    # pytz accepts any case; stored names are exact, so that they mean the same to browsers and calendars.
    if timezone not in pytz.all_timezones_set:
        raise UnknownTimezone(timezone)
    return pytz.timezone(timezone)


def is_known(timezone: str) -> bool:
    """Returns whether there is a zone of this exact name, present or old."""
    return timezone in pytz.all_timezones_set


def known_name(text: str) -> str | None:
    """Returns the name of the zone that `text` writes in any case, or None if there is no such zone."""
    return text if is_known(text) else _names_by_small_letters().get(text.lower())


@cache
def _names_by_small_letters() -> dict[str, str]:
    return {name.lower(): name for name in pytz.all_timezones}


def presentable(timezone: str) -> str:
    """Returns `timezone` itself, or UTC once the database no longer has it: pages of old webinars must still render."""
    return timezone if is_known(timezone) else "Etc/UTC"


def _database_text() -> str:
    """Returns the database's own source, or nothing: a system's zone folder (PYTZ_TZDATADIR) need not hold it."""
    folder = os.environ.get("PYTZ_TZDATADIR") or Path(pytz.__file__).parent / "zoneinfo"
    try:
        return (Path(folder) / "tzdata.zi").read_text("utf-8")
    except OSError:
        return ""


@cache
def _links() -> dict[str, str]:
    """Returns each old name with the name it links to."""
    return {old: present for present, old in re.findall(r"^L (\S+) (\S+)$", _database_text(), re.MULTILINE)}


@cache
def present_timezones() -> tuple[str, ...]:
    """Returns present zone names of the inhabited world and UTC, sorted: what a list to choose from shows."""
    old = {"UTC", "GMT"}
    names = {name for name in pytz.common_timezones if "/" in name and not name.startswith(("US/", "Canada/"))}
    return tuple(sorted((names - old) | {"Etc/UTC"}))


@cache
def country_timezones(territory: str) -> tuple[str, ...]:
    """Returns the zones of a country by its two letters, the most used first, none for what is no country."""
    try:
        return tuple(pytz.country_timezones[territory])
    except (KeyError, OSError):
        # A zone folder of one's own (PYTZ_TZDATADIR) need not hold the table of countries.
        return ()


@cache
def canonical(timezone: str) -> str:
    """Returns the present name of a zone: "Europe/Kiev" is "Europe/Kyiv". Raises `UnknownTimezone`."""
    if not is_known(timezone):
        raise UnknownTimezone(timezone)
    if timezone in _PRESENT_NAMES:
        return _PRESENT_NAMES[timezone]
    if timezone in present_timezones() or _OFFSET_ZONE.fullmatch(timezone):
        return timezone
    return _links().get(timezone, timezone)


@cache
def zone_data_version() -> str:
    """Returns the release of the zone database in use, such as "2026f"."""
    found = re.match(r"# version (\d{4}[a-z]\w*)", _database_text())
    # pytz's own releases do not name the version inside the source they carry.
    return found[1] if found else str(getattr(pytz, "OLSON_VERSION", "unknown"))


def utc_offset(instant: dt.datetime, timezone: str) -> dt.timedelta:
    """Returns how far clocks in `timezone` are ahead of UTC at `instant` (aware)."""
    offset = _in_zone(instant, timezone).utcoffset()
    assert offset is not None
    return offset


def letters(instant: dt.datetime, timezone: str) -> str:
    """Returns what clocks in `timezone` are on at `instant` (aware), such as "BST", empty where they have figures."""
    name = _in_zone(instant, timezone).tzname() or ""
    return name if name.isalpha() else ""


def wall(instant: dt.datetime, timezone: str) -> dt.datetime:
    """Returns what clocks in `timezone` show at `instant` (aware), as a naive local time.

    Raises `UnknownTimezone` and `DateOutOfRange`.
    """
    return _in_zone(instant, timezone).replace(tzinfo=None)


def _in_zone(instant: dt.datetime, timezone: str) -> dt.datetime:
    zone = _zone(timezone)
    if not _FIRST_INSTANT <= instant <= _LAST_INSTANT:
        raise DateOutOfRange(instant)
    return instant.astimezone(UTC).astimezone(zone)


def instants(wall: dt.datetime, timezone: str) -> tuple[dt.datetime, ...]:
    """Returns every instant (aware UTC) at which clocks in `timezone` show `wall`: none, one or two, in order.

    Raises `UnknownTimezone` and `DateOutOfRange`.
    """
    if wall.tzinfo is not None:
        raise TypeError("a wall time is naive")
    _zone(timezone)
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise DateOutOfRange(wall)
    # Whatever instant it is lies within a day of the same figures in UTC, so one of the offsets in use around there
    # must be the right one: try each, keep what leads back to the wall time.
    nearby = wall.replace(tzinfo=UTC)
    offsets = {utc_offset(nearby + shift, timezone) for shift in (-_DAY, dt.timedelta(0), _DAY)}
    candidates = sorted(nearby - offset for offset in offsets)
    return tuple(at for at in candidates if at + utc_offset(at, timezone) == nearby)


def instant(wall: dt.datetime, timezone: str) -> dt.datetime:
    """Returns the one instant (aware UTC) at which clocks in `timezone` show `wall`.

    Raises `WallTimeSkipped`, `WallTimeRepeated`, `UnknownTimezone` and `DateOutOfRange`.
    """
    found = instants(wall, timezone)
    if len(found) == 1:
        return found[0]
    nearby = wall.replace(tzinfo=UTC)
    change = next(
        change
        for change in clock_changes(timezone, nearby - _DAY, nearby + _DAY)
        if min(change.wall_before, change.wall_after) <= wall < max(change.wall_before, change.wall_after)
    )
    raise WallTimeRepeated(wall, timezone, change) if found else WallTimeSkipped(wall, timezone, change)


def first_instant(wall: dt.datetime, timezone: str) -> dt.datetime:
    """Returns the first instant (aware UTC) at which clocks in `timezone` show `wall` (naive), or have jumped over it.

    Raises DateOutOfRange, UnknownTimezone.
    """
    try:
        return instant(wall, timezone)
    except WallTimeSkipped as error:
        return error.change.at
    except WallTimeRepeated as error:
        return error.first


def clock_changes(timezone: str, start: dt.datetime, end: dt.datetime) -> list[ClockChange]:
    """Returns when clocks in `timezone` are set between two instants (aware), in order."""
    changes = []
    before, offset_before = start, utc_offset(start, timezone)
    while before < end:
        after = min(before + _DAY, end)
        offset_after = utc_offset(after, timezone)
        if offset_after != offset_before:
            at = _first_instant_with(offset_after, timezone, before, after)
            changes.append(ClockChange(at, offset_before, offset_after))
        before, offset_before = after, offset_after
    return changes


def _first_instant_with(offset: dt.timedelta, timezone: str, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    # Halving the interval uses nothing but the public face of the zone; changes fall on whole seconds.
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if utc_offset(before + dt.timedelta(seconds=middle), timezone) == offset:
            high = middle
        else:
            low = middle
    return (before + dt.timedelta(seconds=high)).replace(microsecond=0)
