"""Dates and hours as markup writes them, read by `times` as anything printed is."""

import datetime as dt
import re
from typing import Final

from msgspec import Struct

from webinars.pure.announcements.reader.text.lines import cleaned
from webinars.pure.times import read_start

_LONGEST: Final = 80


class MarkupTime(Struct, frozen=True):
    """A date, perhaps with an hour, perhaps with its offset from UTC."""

    text: str
    """As it is written."""
    printed: str
    """As `times.read_start` reads it."""
    date: dt.date
    wall: dt.datetime | None = None
    at: dt.datetime | None = None
    """The instant, if an offset or a zone is given."""


def read_moment(text: str, published_on: dt.date) -> MarkupTime | None:
    """Returns what a date of the markup means, or None if it is none, or none without its year.

    An hour of exactly midnight is no hour: so do programs write a date alone.
    """
    text = cleaned(text)[:_LONGEST]
    iso = _from_iso(text)
    if iso is not None:
        return iso
    own = read_start(text, published_on=published_on)
    if own.date is None or any(problem.code in _UNSURE for problem in own.problems):
        return None
    wall = read_start(text, published_on=published_on, timezone="Etc/UTC").starts_wall
    return MarkupTime(text, text, own.date, wall, None if own.blocks else own.starts_at)


_UNSURE: Final = frozenset({"date_ambiguous", "date_relative", "year_assumed", "date_missing", "weekday_mismatch"})


def read_length(text: str) -> dt.timedelta | None:
    """Returns a duration written as “PT1H30M”, or None if it is none, or none below two days."""
    match = _LENGTH.fullmatch(text.strip())
    if match is None:
        return None
    length = dt.timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    return length if dt.timedelta() < length < dt.timedelta(days=2) else None


_LENGTH: Final = re.compile(r"P(?:0D)?T(?:(?P<hours>\d{1,2})H)?(?:(?P<minutes>\d{1,4})M)?(?:0+S)?", re.IGNORECASE)


def _from_iso(text: str) -> MarkupTime | None:
    try:
        found = dt.datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d:?\d\d$)", "", text.upper()))
    except ValueError:
        return None
    day = f"{found.year:04}-{found.month:02}-{found.day:02}"
    wall = found.replace(tzinfo=None, second=0, microsecond=0)
    if wall.time() == dt.time():
        return MarkupTime(text, day, wall.date())
    hour = f"{day} {wall:%H:%M}"
    offset = found.utcoffset()
    if offset is None:
        return MarkupTime(text, hour, wall.date(), wall)
    minutes = int(offset.total_seconds()) // 60
    printed = f"{hour} UTC{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
    try:
        return MarkupTime(text, printed, wall.date(), wall, (wall - offset).replace(tzinfo=dt.UTC))
    except OverflowError:
        return None
