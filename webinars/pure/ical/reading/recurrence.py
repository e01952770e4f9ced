"""The dates of a recurring event: RRULE and RDATE without EXDATE, counted by dateutil."""

import datetime as dt
import re
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from itertools import islice

from dateutil.rrule import rrule, rrulestr
from msgspec import Struct, field

from webinars.pure.ical.reading.calendar_times import Clocks
from webinars.pure.ical.reading.content_lines import Component
from webinars.pure.ical.reading.date_times import FileTime

MOST_DATES = 200
"""Of one event."""
AHEAD = dt.timedelta(days=366)
"""How far an event without an end is followed into the future."""
BEHIND = dt.timedelta(days=366)
"""How far into the past."""
MOST_STEPS = 20_000
"""Dates counted in all: a rule that began long ago is not followed for ever."""
RULES_S = 15.0
"""Seconds of computing that the rules of one file may take in all. Those after it are not followed.

What a rule with many parts takes for each date is not bounded otherwise.
"""
CYCLE_YEARS = 400
"""After so many years every date has its weekday again."""
LATEST_YEAR = 9900
"""dateutil looks for a date that never comes until the year 9999, whatever the rule's end, which took seconds. So rules
are followed in the last cycle before this year."""
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS_NOT_FOLLOWED = {"BYMINUTE", "BYSECOND", "BYEASTER"}
FAR, FARTHER = dt.timedelta(days=5 * 366), dt.timedelta(days=30 * 366)
"""How far a rule with an end is followed: one that counts days, one that counts months."""
FIRST_YEAR, LAST_YEAR = 1970, 2100

_INTERVAL = re.compile(r"[0-9]{1,4}")
_COUNT = re.compile(r"[0-9]{1,18}")
_PART = re.compile(r"([A-Z-]+)=([^;]*)", re.IGNORECASE)


class ComputingBudget(Struct):
    """What is left of `RULES_S` for a file."""

    left_s: float = field(default_factory=lambda: RULES_S)

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Count what the block computes."""
        began = time.thread_time()
        yield
        self.left_s -= time.thread_time() - began


class Dates(Struct, frozen=True):
    """The dates on which an event takes place, and what was not counted."""

    walls: Mapping[dt.datetime, dt.timedelta | None]
    """In order, each with its length where the file gives it one of its own."""
    since: dt.datetime | None = None
    """Dates before this wall are not all here. None if they are."""
    until: dt.datetime | None = None
    """Dates after this wall are not all here. None if they are."""
    left_count: int = 0
    """So many were counted and not taken."""
    goes_on: bool = False
    """It has no end, or one so far away that it was not followed there."""
    is_unreadable: bool = False
    """A rule of it could not be followed: only its other dates are here."""

    def may_have(self, wall: dt.datetime) -> bool:
        """Returns whether a date that is not here may be one all the same."""
        is_outside = (self.since is not None and wall < self.since) or (self.until is not None and wall > self.until)
        return self.is_unreadable or is_outside


class _RuleDates(Struct, frozen=True):
    """What one rule says. Between `since` and `until` all of its dates are in `walls`."""

    walls: list[dt.datetime]
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def dates_of(event: Component, first: FileTime, clocks: Clocks, now: dt.datetime, patience: ComputingBudget) -> Dates:
    """Returns the dates of `event`, whose DTSTART is `first`: coming ones before past ones, at most `MOST_DATES`.

    `patience` is shared by the events of a file.
    """
    today = now.replace(tzinfo=None)
    followed = [
        _followed_in_time(rule.value, first, partial(clocks.until, first), today, patience)
        for rule in event.all("RRULE")
    ]
    rules = [each for each in followed if each is not None]
    walls: dict[dt.datetime, dt.timedelta | None] = dict.fromkeys(wall for each in rules for wall in each.walls)
    if not any(each.walls and each.since is not None and first.wall < each.since for each in rules):
        # Else it is long past, like the dates between it and those that are taken.
        walls[first.wall] = None
    walls |= {_of_type(each.start, first): each.length for each in clocks.periods(event, first, "RDATE")}
    excluded = [each.start for each in clocks.periods(event, first, "EXDATE")]
    days = {start.wall.date() for start in excluded if start.is_day and not first.is_day}
    hours = {_of_type(start, first) for start in excluded if first.is_day or not start.is_day}
    walls = {wall: length for wall, length in walls.items() if wall not in hours and wall.date() not in days}
    taken = _nearest(walls, today)
    left_count = len(walls) - len(taken)
    since = max((each.since for each in rules if each.since is not None), default=None)
    until = min((each.until for each in rules if each.until is not None), default=None)
    return Dates(
        {wall: walls[wall] for wall in taken},
        since=max(since or taken[0], taken[0]) if left_count else since,
        until=min(until or taken[-1], taken[-1]) if left_count else until,
        left_count=left_count,
        goes_on=until is not None,
        is_unreadable=len(rules) < len(followed) or bool(event.all("EXRULE")),
    )


def _of_type(moment: FileTime, first: FileTime) -> dt.datetime:
    """Returns the wall of a moment, which is a day where the event takes whole days (RFC 5545, 3.8.5.1).

    A day for an event that has an hour is meant at that hour, and not at midnight.
    """
    hour = dt.time() if first.is_day else first.wall.time()
    return dt.datetime.combine(moment.wall.date(), hour) if first.is_day or moment.is_day else moment.wall


def _nearest(walls: Iterable[dt.datetime], today: dt.datetime) -> list[dt.datetime]:
    """Returns the dates that are taken, in order: what comes next, then what was last."""
    ordered = sorted(walls)
    coming = bisect_left(ordered, dt.datetime.combine(today.date(), dt.time()))
    last = min(coming + MOST_DATES, len(ordered))
    return ordered[max(last - MOST_DATES, 0) : last]


def _followed_in_time(
    value: str, first: FileTime, until: Callable[[str], FileTime | None], today: dt.datetime, patience: ComputingBudget
) -> _RuleDates | None:
    if patience.left_s <= 0:
        return None
    with patience.spent():
        return _rule_dates(value, first, until, today)


def _rule_dates(
    value: str, first: FileTime, until: Callable[[str], FileTime | None], today: dt.datetime
) -> _RuleDates | None:
    """Returns what a rule says, or None if it cannot be followed."""
    parts = {name.upper(): said.strip() for name, said in _PART.findall(value)}
    is_near = FIRST_YEAR <= first.wall.year <= LAST_YEAR
    if parts.get("FREQ", "").upper() not in FREQUENCIES or not is_near or PARTS_NOT_FOLLOWED & set(parts):
        return None
    last, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    end = until(last) if last is not None else None
    interval = int(parts.get("INTERVAL", "1")) if _INTERVAL.fullmatch(parts.get("INTERVAL", "1")) else 0
    is_readable = (last is None or end is not None) and (count is None or _COUNT.fullmatch(count))
    if not is_readable or not interval:
        # Without an interval dateutil would look for the second date for ever.
        return None
    is_endless = last is None and count is None
    reach = AHEAD if is_endless else FAR if _is_dense(parts) else FARTHER
    horizon = max(today + AHEAD, first.wall) if is_endless else max(today, first.wall) + reach
    start = _later_start(parts, interval, first.wall, today - reach) if count is None else first.wall
    since = today - BEHIND if is_endless else start if start > first.wall else None
    bound = horizon if end is None else min(_last_second(end), horizon)
    walls = _walls(parts, start, bound, min(int(count), MOST_STEPS) if count is not None else MOST_STEPS)
    if walls is None:
        return None
    is_short = len(walls) < int(count) if count is not None else end is None or _last_second(end) > horizon
    if len(walls) == MOST_STEPS:
        bound, is_short = walls[-1], True
    return _RuleDates([wall for wall in walls if since is None or wall >= since], since, bound if is_short else None)


def _walls(parts: Mapping[str, str], start: dt.datetime, bound: dt.datetime, steps: int) -> list[dt.datetime] | None:
    """Returns at most `steps` walls from `start` to `bound`, or None if the rule is none."""
    try:
        cycles = (LATEST_YEAR - start.year) // CYCLE_YEARS
        rule = rrulestr(";".join(f"{name}={said}" for name, said in parts.items()), dtstart=_cycled(start, cycles))
        bounded = rule.replace(until=_cycled(bound, cycles)) if isinstance(rule, rrule) else rule
        return [_cycled(wall, -cycles) for wall in islice(bounded, steps)]
    except (ValueError, TypeError, OverflowError):
        return None


def _cycled(wall: dt.datetime, cycles: int) -> dt.datetime:
    return wall.replace(year=wall.year + cycles * CYCLE_YEARS)


def _is_dense(parts: Mapping[str, str]) -> bool:
    return parts["FREQ"].upper() in {"DAILY", "WEEKLY"}


def _later_start(parts: Mapping[str, str], interval: int, start: dt.datetime, wanted: dt.datetime) -> dt.datetime:
    """Returns a start of the same rhythm shortly before `wanted`: years of days need not be counted."""
    if not _is_dense(parts):
        return start
    step = interval * dt.timedelta(days=1 if parts["FREQ"].upper() == "DAILY" else 7)
    return start + max((wanted - start) // step - 1, 0) * step


def _last_second(end: FileTime) -> dt.datetime:
    return end.wall + dt.timedelta(days=1, seconds=-1) if end.is_day else end.wall
