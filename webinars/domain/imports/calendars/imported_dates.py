"""Dates of events as calendars have brought them, and when each was to be at first."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from webinars.pure import times
from webinars.pure.ical.reading import EntryReading

_STAMP = re.compile(r"(?P<uid>.*?)(?: (?P<stamp>\d{8}(?:T\d{6}Z?)?))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date of an event as it was imported."""

    source_id: int
    webinar_id: int
    key: str
    """Of its source, without the host."""
    values: Mapping[str, Any]

    @property
    def uid(self) -> str:
        """Its UID; what was imported before that was noted has it in its key."""
        noted: str = self._noted.get("uid") or self._key_parts[0]
        return noted

    @property
    def stamp(self) -> str:
        """Its RECURRENCE-ID; empty for an event alone."""
        return self._noted.get("recurrence_id") or self._key_parts[1]

    @property
    def sequence(self) -> int:
        return self._noted.get("sequence") or 0

    @property
    def calendar(self) -> str:
        """The name of the calendar in which it stood last."""
        return self._noted.get("calendar") or ""

    @property
    def kept(self) -> str:
        """Why it was gone when a person chose to keep it; empty if nobody did."""
        return self._noted.get("kept") or ""

    @property
    def original(self) -> "Original | None":
        start = self.values.get("start") or {}
        return _original(self.stamp, start.get("wall") or start.get("date"), start.get("timezone"))

    @property
    def _noted(self) -> Mapping[str, Any]:
        noted: Mapping[str, Any] = self.values.get("entry") or {}
        return noted

    @property
    def _key_parts(self) -> tuple[str, str]:
        found = _STAMP.fullmatch(self.key)
        return (found["uid"], found["stamp"] or "") if found else (self.key, "")


@dataclass(frozen=True, slots=True, order=True)
class Original:
    """When a date was to be at first. `wall` is what clocks show, midnight of a day; `at` the instant, if known."""

    wall: dt.datetime
    at: dt.datetime | None = field(default=None, compare=False)


def original_of(entry: EntryReading) -> Original | None:
    """Returns when the date that an entry is was to be at first; None if it has no start."""
    wall = entry.starts_wall.isoformat() if entry.starts_wall else entry.date.isoformat() if entry.date else None
    return _original(entry.recurrence_id, wall, entry.timezone)


def _original(stamp: str, start: str | None, timezone: str | None) -> Original | None:
    """The original start by a RECURRENCE-ID, else that of the event alone."""
    if not stamp:
        return _alone(dt.datetime.fromisoformat(start), timezone) if start else None
    wall = dt.datetime.fromisoformat(stamp.removesuffix("Z"))
    if not stamp.endswith("Z"):
        return Original(wall)
    at = wall.replace(tzinfo=dt.UTC)
    return Original(times.wall(at, timezone), at) if timezone else Original(wall, at)


def _alone(wall: dt.datetime, timezone: str | None) -> Original:
    found = times.instants(wall, timezone) if timezone else ()
    return Original(wall, found[0] if len(found) == 1 else None)
