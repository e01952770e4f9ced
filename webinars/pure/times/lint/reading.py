"""What a date-and-time expression says: the result of the lint, as data."""

import datetime as dt
from typing import Literal, TypedDict

from msgspec import Struct

Kind = Literal["announcement", "recap"]


class TimeJson(TypedDict):
    """One claim in `lint --json`."""

    label: str
    timezone: str | None
    wall: str | None
    agrees: bool


class ProblemJson(TypedDict):
    """One problem in `lint --json`."""

    code: str
    blocks: bool
    text: str
    message: str


class StartJson(TypedDict):
    """The whole of `lint --json`."""

    starts_at: str | None
    ends_at: str | None
    timezone: str | None
    date: str | None
    times: list[TimeJson]
    problems: list[ProblemJson]


class Problem(Struct, frozen=True):
    """Something wrong, or worth saying, about an expression."""

    code: str
    """One of the code table: "times_disagree", "weekday_mismatch" …"""
    blocks: bool
    """May the webinar not be published with it?"""
    text: str
    """The words of the source it is about, empty if it is about something missing."""
    message: str
    """One sentence: what is true and what to write instead."""
    start: int | None = None
    """Where `text` stands in the source, in characters."""
    end: int | None = None

    def as_json(self) -> ProblemJson:
        """Returns the problem as `lint --json` prints it."""
        return {"code": self.code, "blocks": self.blocks, "text": self.text, "message": self.message}


class Claim(Struct, frozen=True):
    """A local time that the text gives for the start."""

    label: str
    """The zone as printed, empty where none is."""
    timezone: str | None
    wall: dt.datetime | None
    """Naive local time, or None while the date or the half of the day is unknown."""
    agrees: bool
    text: str
    start: int
    """Where `text` stands in the source, in characters."""
    end: int
    ends_wall: dt.datetime | None = None
    abbreviation: str | None = None
    is_out_of_season: bool = False

    def as_json(self) -> TimeJson:
        """Returns the claim as `lint --json` prints it."""
        wall = None if self.wall is None else self.wall.isoformat(timespec="minutes")
        return {"label": self.label, "timezone": self.timezone, "wall": wall, "agrees": self.agrees}


class StartReading(Struct, frozen=True):
    """What an expression says about when a webinar starts."""

    starts_at: dt.datetime | None
    """Aware UTC, or None when the text does not settle it."""
    ends_at: dt.datetime | None
    timezone: str | None
    starts_wall: dt.datetime | None
    """Naive local time in `timezone`."""
    date: dt.date | None
    """As printed, in the first zone, also where there is no hour."""
    times: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    days: tuple[dt.date, ...] = ()
    """All days that are listed for the one hour, the first of which is `date`, or none where only one is."""

    @property
    def blocks(self) -> bool:
        """Whether any of the problems blocks."""
        return any(problem.blocks for problem in self.problems)

    def as_json(self) -> StartJson:
        """Returns what `webinars lint --json` prints."""
        return {
            "starts_at": _utc_text(self.starts_at),
            "ends_at": _utc_text(self.ends_at),
            "timezone": self.timezone,
            "date": None if self.date is None else self.date.isoformat(),
            "times": [claim.as_json() for claim in self.times],
            "problems": [problem.as_json() for problem in self.problems],
        }


def _utc_text(instant: dt.datetime | None) -> str | None:
    return None if instant is None else instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
