"""Dates, hours and lengths as the reports of rooms write them."""

import datetime as dt
import re
from collections.abc import Iterable

from msgspec import Struct

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?\s?m\.?)?"
    r"\s*(?P<offset>Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_DATES = (
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
    r"(?P<first>\d{1,2})[/.-](?P<then>\d{1,2})[/.-](?P<year>\d{4}|\d\d)",
    r"(?P<named>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
    r"(?P<day>\d{1,2})\.? (?P<named>[A-Za-z]{3})[a-z]*\.?,? (?P<year>\d{4})",
)
_MOMENTS = [re.compile(rf"{date}(?:,|T)?\s*{_CLOCK}", re.IGNORECASE) for date in _DATES]
_HOUR_ALONE = re.compile(_CLOCK, re.IGNORECASE)
_COLONS = re.compile(r"(?P<a>\d{1,3}):(?P<b>\d\d)(?::(?P<c>\d\d)(?:[.,]\d+)?)?")
_MINUTES = re.compile(r"(?P<minutes>\d{1,5})(?:[.,](?P<part>\d{1,4}))?")
_UNITS = re.compile(r"(?P<count>\d{1,5})\s*(?P<unit>[^\W\d_]+)\.?[\s,]*")
_SECONDS = {"h": 3600, "st": 3600, "m": 60, "s": 1}
"""By how the words for them begin: "Std." are hours, and "Sek." are seconds."""
_TWENTIETH = 100
"""Below it a year is one of this century."""
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
NOON = 12


class ReportTime(Struct, frozen=True):
    """A wall time, or an instant where the report says of which zone it is."""

    wall: dt.datetime
    at: dt.datetime | None = None
    is_hour_alone: bool = False
    """Whether its day is not said."""


def day_comes_first(texts: Iterable[str], near: dt.date) -> bool:
    """Returns True if dates such as 3/4/2027 begin with the day: what all can be, else what is nearer `near`."""
    pairs = [(int(found["first"]), int(found["then"]), int(found["year"])) for found in map(_numbers, texts) if found]
    if any(first > NOON for first, _then, _year in pairs):
        return True
    if any(then > NOON for _first, then, _year in pairs):
        return False
    if not pairs:
        return True
    first, then, year = pairs[0]
    found = [_date(_full_year(year), month, day) for month, day in ((then, first), (first, then))]
    distances = [abs((day or dt.date.max) - near) for day in found]
    return distances[0] <= distances[1]


def read_moment(text: str, *, is_day_first: bool, near: dt.date) -> ReportTime:
    """Returns the moment that `text` says. An hour alone is that of the day `near`. Raises ValueError."""
    found = next((match for pattern in _MOMENTS if (match := pattern.fullmatch(text.strip()))), None)
    found = found or _HOUR_ALONE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    parts = found.groupdict()
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= NOON:
            raise ValueError(text)
        hour = hour % NOON + (NOON if parts["half"][0] in "pP" else 0)
    day = _day(parts, is_day_first=is_day_first)
    wall = dt.datetime.combine(day or near, dt.time(hour, int(parts["minute"]), int(parts["second"] or 0)))
    return ReportTime(wall, _instant(wall, parts["offset"]), is_hour_alone=day is None)


def read_length(text: str) -> int:
    """Returns the seconds that `text` says: "97", "97.5", "1:37:00", "1 h 37 min 5 s". Raises ValueError."""
    text = text.strip()
    if colons := _COLONS.fullmatch(text):
        # Without seconds it is hours and minutes, as everything here is about minutes.
        return int(colons["a"]) * 3600 + int(colons["b"]) * 60 + int(colons["c"] or 0)
    if minutes := _MINUTES.fullmatch(text):
        return round(float(f"{minutes['minutes']}.{minutes['part'] or 0}") * 60)
    units = list(_UNITS.finditer(text.casefold()))
    if not units or "".join(each[0] for each in units) != text.casefold():
        raise ValueError(text)
    return sum(int(each["count"]) * _unit_s(each["unit"]) for each in units)


def _unit_s(word: str) -> int:
    found = _SECONDS.get(word[:2]) or _SECONDS.get(word[:1])
    if found is None:
        raise ValueError(word)
    return found


def _numbers(text: str) -> re.Match[str] | None:
    return _MOMENTS[1].fullmatch(text.strip())


def _day(parts: dict[str, str | None], *, is_day_first: bool) -> dt.date | None:
    if parts.get("year") is None:
        return None
    year = _told_year(int(parts["year"] or 0))
    if parts.get("first"):
        first, then = int(parts["first"] or 0), int(parts["then"] or 0)
        return dt.date(year, then, first) if is_day_first else dt.date(year, first, then)
    if named := parts.get("named"):
        # What is no month is no date.
        return dt.date(year, _MONTHS.get(named.casefold(), 0), int(parts["day"] or 0))
    return dt.date(year, int(parts["month"] or 0), int(parts["day"] or 0))


def _full_year(year: int) -> int:
    return year + 2000 if year < _TWENTIETH else year


def _told_year(year: int) -> int:
    """Returns `year` in full. Raises ValueError for one in which no room has made a report.

    With the last years that there are nothing could be reckoned.
    """
    year = _full_year(year)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(year)
    return year


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _instant(wall: dt.datetime, offset: str | None) -> dt.datetime | None:
    if not offset:
        return None
    if not offset.startswith(("+", "-")):
        return wall.replace(tzinfo=dt.UTC)
    zone = dt.datetime.strptime(offset, "%z").tzinfo
    return wall.replace(tzinfo=zone).astimezone(dt.UTC)
