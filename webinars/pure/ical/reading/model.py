"""What the calendar of another program says. Shapes and key names are those of `webinars import --dry-run --json`."""

import datetime as dt
import hashlib
from typing import Any

from msgspec import Struct

from webinars.pure.times import Problem

LONGEST_KEY = 200


class SpeakerReading(Struct, frozen=True, kw_only=True):
    """Somebody who speaks, as the file names them."""

    name: str
    affiliation: str = ""
    role: str = "speaker"
    """“speaker”, “chair”, “moderator” or “host”."""


class EntryReading(Struct, frozen=True, kw_only=True):
    """One event, or one date of a recurring one."""

    uid: str
    recurrence_id: str = ""
    """Which date of a recurring event it is: its original start in UTC, or its original day."""
    told_apart_by: str = ""
    """What it is known by beside that, of events that share UID and start."""
    sequence: int | None = None
    """Which version of its event, or of its whole series, this is, or None where the file does not say."""
    title: str
    starts_at: dt.datetime | None = None
    """Aware UTC, or None where the file does not settle it."""
    ends_at: dt.datetime | None = None
    timezone: str | None = None
    starts_wall: dt.datetime | None = None
    unzoned_wall: dt.datetime | None = None
    """What clocks show at its start, where it has to be asked whose they are. The start is None then."""
    date: dt.date | None = None
    description: str = ""
    topics: tuple[str, ...] = ()
    organiser: str = ""
    """The name of whoever sent it: a group, or a person of it."""
    hosts: tuple[str, ...] = ()
    """All that the product names as hosts, groups and people, where it names any."""
    lineup: tuple[SpeakerReading, ...] = ()
    """Who speaks, where the product that wrote the file says so."""
    language: str = ""
    """A tag such as “de”, empty where the file does not say."""
    registration_url: str | None = None
    join_url: str | None = None
    is_cancelled: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> str:
        """What it is known by: UID and RECURRENCE-ID, hashed if they are very long."""
        key = " ".join(filter(None, (self.uid, self.recurrence_id, self.told_apart_by)))
        return key if len(key) <= LONGEST_KEY else hashlib.sha256(key.encode()).hexdigest()

    @property
    def is_blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    @property
    def is_zone_assumed(self) -> bool:
        """Whether its hour stands without a zone, and was taken for one of the host's."""
        return any(problem.code == "timezone_assumed" and problem.text == self.title for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "series": None,
            "date": self.date.isoformat() if self.date else None,
            "starts_at": _utc_text(self.starts_at),
            "ends_at": _utc_text(self.ends_at),
            "timezone": self.timezone,
            "starts_wall": self.starts_wall.isoformat(timespec="minutes") if self.starts_wall else None,
            "times": [],
            "lineup": [
                {"name": each.name, "affiliation": each.affiliation or None, "role": each.role, "talk_title": None}
                for each in self.lineup
            ],
            "organisers": list(self.hosts),
            "questions": [],
            "topics": list(self.topics),
            "registration_url": self.registration_url,
            "join_url": self.join_url,
            "description": self.description or None,
            "language": self.language or None,
            "recordings": [],
            "uid": self.uid,
            "recurrence_id": self.recurrence_id or None,
        }


class SeriesReading(Struct, frozen=True, kw_only=True):
    """One UID of a calendar: an event alone, or a recurring one with all its dates."""

    uid: str
    sequence: int | None
    """Which version it is, or None where the file does not say, or has a change of one date alone."""
    is_whole: bool
    """A date that is not among the entries is no date of it, up to `known_until`."""
    known_until: dt.date | None = None
    """None: however far away."""


class CalendarReading(Struct, frozen=True, kw_only=True):
    """What a calendar holds, and what of it was left out."""

    name: str
    entries: tuple[EntryReading, ...]
    """In the order of their start. Those that are cancelled are in `cancelled`."""
    cancelled: tuple[EntryReading, ...]
    series: tuple[SeriesReading, ...] = ()
    """All that has an entry here or was left out, in the order of the file."""
    is_ended: bool = True
    """Whether the file ends as calendars do. What is missing from one that breaks off may be in the whole one."""
    lost: tuple[str, ...]
    """A sentence for each kind of thing that was not read."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return tuple(problem for entry in self.entries for problem in entry.problems)

    @property
    def is_blocked(self) -> bool:
        return any(entry.is_blocked for entry in self.entries)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": "calendar",
            "webinars": [entry.as_json() for entry in self.entries],
            "problems": [problem.as_json() for problem in self.problems],
            "not_understood": list(self.lost),
        }


def _utc_text(instant: dt.datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
