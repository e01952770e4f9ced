"""The zone database: which zones there are, and what their clocks show at an instant. The one place that asks it.

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
