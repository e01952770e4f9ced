"""Which zone a file means: by name, by Windows' name for it, or by the rules it brings along."""

import datetime as dt
import io
import re
from collections.abc import Iterable

from dateutil import tz
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from webinars import times
from webinars.calendars.reading.lines import Component

UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "tzone://microsoft/utc", "coordinated universal time"}
LARGEST_RULES = 40
"""Observances that a zone of a file may have; real ones have two, some a few for the past."""

_WINDOWS = {name.lower(): timezone for name, timezone in WINDOWS_TO_OLSON.items()}
_KNOWN_RULES = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RDATE", "RRULE")
_LONG_OFFSET = re.compile(r"([+-]\d{4})\d{2}")


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

    def instant(self, wall: dt.datetime, tzid: str) -> dt.datetime | None:
        """The instant by the rules that the file brings for `tzid`; None if it brings none that can be read."""
        zone = self._zone(tzid.strip())
        if zone is None:
            return None
        return wall.replace(tzinfo=zone).astimezone(dt.UTC)

    def likeliest(self, at: dt.datetime, tzid: str, candidates: Iterable[str | None]) -> str:
        """The zone to promise an instant in whose zone only the file knows: one whose clocks go as the file's do.

        A candidate if its clocks show the same at `at`; else one that goes alike for the whole year; else UTC.
        """
        zone = self._zone(tzid.strip())
        if zone is None:
            return "Etc/UTC"
        for timezone in candidates:
            if timezone and _agree(zone, timezone, at):
                return timezone
        year = [at + dt.timedelta(days=days) for days in range(-180, 181, 30)]
        for timezone in dict.fromkeys(WINDOWS_TO_OLSON.values()):
            if times.is_known(timezone) and all(_agree(zone, timezone, moment) for moment in year):
                return times.canonical(timezone)
        return "Etc/UTC"

    def _zone(self, tzid: str) -> dt.tzinfo | None:
        if tzid not in self._made:
            rules = self._rules.get(tzid)
            self._made[tzid] = None if rules is None else _made_of(rules)
        return self._made[tzid]


def _agree(zone: dt.tzinfo, timezone: str, at: dt.datetime) -> bool:
    return at.astimezone(zone).utcoffset() == times.utc_offset(at, timezone)


def _made_of(rules: Component) -> dt.tzinfo | None:
    """The rules of a VTIMEZONE as a zone, by dateutil; None if they cannot be read."""
    observances = [part for part in rules.components if part.name in {"STANDARD", "DAYLIGHT"}][:LARGEST_RULES]
    lines = ["BEGIN:VTIMEZONE", "TZID:file"]
    for part in observances:
        lines.append(f"BEGIN:{part.name}")
        lines += [
            f"{each.name}:{_readable(each.name, each.value)}"
            for each in part.all(*_KNOWN_RULES)
            if _is_tame(each.value)
        ]
        lines.append(f"END:{part.name}")
    lines.append("END:VTIMEZONE")
    try:
        return tz.tzical(io.StringIO("\n".join(lines))).get("file")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None


def _readable(name: str, value: str) -> str:
    """`value` in the form that dateutil takes: offsets without seconds."""
    return _LONG_OFFSET.sub(r"\1", value) if name.startswith("TZOFFSET") else value


def _is_tame(value: str) -> bool:
    """Whether a rule is one that clocks follow: one that ticks every second would be counted for ever."""
    return "FREQ=" not in value.upper() or "FREQ=YEARLY" in value.upper()
