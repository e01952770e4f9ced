"""Which zone a name means: of the IANA database, of Windows, in the words of Outlook and Exchange, or an offset."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache

from webinars.pure import times
from webinars.pure.ical.reading.windows_names import WINDOWS_NAMES

UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "tzone://microsoft/utc", "coordinated universal time"}
LATER_YEAR = 2036
"""By whose clocks the offset in a name is checked: a rule that will not change any more, as far as is known."""
LONGEST_NAME = 200
"""Letters in which places are looked for. Those of Exchange have up to 70."""
FARTHEST_WEST, FARTHEST_EAST = -12, 14

_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*([+\-−])(\d{1,2})(?:[:.]?(\d\d))?\)?", re.IGNORECASE)
_DISPLAY_NAME = re.compile(r"\((?:UTC|GMT)\s*(?:([+\-−])(\d{1,2})(?:[:.]?(\d\d))?)?\)\s*(.+)", re.IGNORECASE)
_BETWEEN_PLACES = re.compile(r"\s*[,;/]\s*|\s+[-–]\s+")


@cache
def windows_zones() -> Mapping[str, str]:
    """Returns the IANA zone of each name that Windows has, in lower case."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - a site starts without it

    return {name.lower(): timezone for name, timezone in WINDOWS_TO_OLSON.items()}


def named_zone(name: str) -> str | None:
    """Returns the IANA zone that `name` stands for, or None if it is only a name of the file's own."""
    bare = name.strip().strip('"').strip()
    if bare.lower() in UTC_NAMES:
        return "Etc/UTC"
    known = times.known_name(bare) or windows_zones().get(bare.lower())
    if known is not None:
        return times.canonical(known)
    return _of_display_name(bare) or _of_offset(bare) or _of_tail(bare)


def fixed_offset(name: str) -> dt.timedelta | None:
    """Returns the offset from UTC that a name such as "UTC+05:30" or "(GMT +01:00)" is, or None if it is another."""
    found = _OFFSET.fullmatch(name.strip().strip('"').strip())
    return _timedelta(found[1], found[2], found[3]) if found else None


def _of_display_name(name: str) -> str | None:
    """Returns the zone of a name with its offset, or None where the zone's clocks have another one outside summer."""
    found = _DISPLAY_NAME.fullmatch(name)
    if found is None:
        return None
    said, words = _timedelta(found[1] or "+", found[2] or "0", found[3]), found[4].strip()
    windows = WINDOWS_NAMES.get(words.lower())
    if windows is None:
        return _of_places(words, said)
    timezone = windows_zones()[windows.lower()]
    return times.canonical(timezone) if said == min(_offsets(timezone)) else None


def _of_places(words: str, said: dt.timedelta) -> str | None:
    """Returns the zone of the first place in "Berlin, Vienna" or "Eastern Time - New York", if the others share it.

    None where they never have the offset that stands beside them: some programs write that of winter, some today's.
    """
    typed = [times.read_zone(part).timezone for part in (words, *_BETWEEN_PLACES.split(words[:LONGEST_NAME]))]
    found = list(filter(None, typed))
    ways = {_offsets(timezone) for timezone in found}
    return found[0] if len(ways) == 1 and said in ways.pop() else None


def _offsets(timezone: str) -> tuple[dt.timedelta, ...]:
    """Returns the offsets in January and July."""
    return tuple(times.utc_offset(dt.datetime(LATER_YEAR, month, 1, tzinfo=dt.UTC), timezone) for month in (1, 7))


def _of_offset(name: str) -> str | None:
    """Returns the zone of an offset of whole hours, whose name counts the other way: Etc/GMT-2 is two hours east."""
    offset = fixed_offset(name)
    if offset is None or offset % dt.timedelta(hours=1):
        return None
    hours = offset // dt.timedelta(hours=1)
    if not FARTHEST_WEST <= hours <= FARTHEST_EAST:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"


def _of_tail(name: str) -> str | None:
    """Returns the zone of a path such as /mozilla.org/20070129_1/America/Argentina/Salta."""
    parts = name.split("/")
    for count in (3, 2):
        known = times.known_name("/".join(parts[-count:]))
        if len(parts) > count and known is not None:
            return times.canonical(known)
    return None


def _timedelta(sign: str, hours: str, minutes: str | None) -> dt.timedelta:
    return (1 if sign == "+" else -1) * dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
