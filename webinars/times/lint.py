"""Read one date-and-time expression and say what is wrong with it."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from webinars.lib.i18n import gettext as _
from webinars.times.reading import Kind, Problem, StartReading


@dataclass(frozen=True, slots=True)
class Mention:
    """A date, an hour or a zone printed in a text."""

    kind: Literal["date", "time", "zone"]
    text: str
    start: int
    end: int


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every date, hour and zone in `text`, in order."""
    del text
    return ()


def has_date(text: str) -> bool:
    """Whether there is a calendar date in `text`."""
    return any(mention.kind == "date" for mention in find_mentions(text))


def has_time(text: str) -> bool:
    """Whether there is an hour of the day in `text`."""
    return any(mention.kind == "time" for mention in find_mentions(text))


def read_start(
    text: str,
    *,
    published_on: dt.date,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    kind: Kind = "announcement",
) -> StartReading:
    """What `text`, one expression or a few lines about one start, says about that start.

    `published_on` finds a year that is not printed. `timezone` is the zone of hours printed without one;
    `assumed_timezone` stands in for it with the problem `timezone_assumed`.
    """
    del text, published_on, timezone, assumed_timezone, kind
    missing = Problem("date_missing", True, "", _("There is no date. Write one, such as “Sunday 14 February 2027”."))
    return StartReading(None, None, None, None, None, (), (missing,))
