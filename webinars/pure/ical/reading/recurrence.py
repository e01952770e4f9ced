"""The dates of a recurring event: RRULE and RDATE without EXDATE, counted by dateutil."""

import datetime as dt
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from dateutil.rrule import rrule, rrulestr

from webinars.pure.ical.reading.lines import Component
from webinars.pure.ical.reading.moments import Moment

MOST_DATES = 200
"""Of one event."""
AHEAD = dt.timedelta(days=366)
"""How far an event without an end is followed into the future."""
BEHIND = dt.timedelta(days=366)
"""How far into the past."""
MOST_STEPS = 20_000
"""Dates counted in all: a rule that began long ago is not followed for ever."""
RULES_S = 15.0
"""Seconds of computing that the rules of one file may take in all; those after it are not followed.

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
_PART = re.compile(r"([A-Z-]+)=([^;]*)", re.IGNORECASE)


@dataclass(slots=True)
class Patience:
    """What is left of `RULES_S` for a file."""

    left_s: float = field(default_factory=lambda: RULES_S)

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Count what the block computes."""
        began = time.thread_time()
        yield
        self.left_s -= time.thread_time() - began


@dataclass(frozen=True, slots=True)
class Dates:
    """The walls on which an event takes place, in order, and what was not counted."""

    walls: tuple[dt.datetime, ...]
    is_cut: bool = False
    """It goes on, or has more dates than are taken."""
    is_unreadable: bool = False
    """A rule of it could not be followed: only its other dates are here."""


ReadMoments = Callable[[str], list[Moment]]
"""The times that the properties of a name hold."""


def dates_of(
    event: Component,
    first: Moment,
    read: ReadMoments,
    until: Callable[[str], Moment | None],
    now: dt.datetime,
    patience: Patience,
) -> Dates:
    """The dates of `event`, whose DTSTART is `first`.

    `read` gives the moments of a property's name and `until` that of an UNTIL, both in the zone of `first`. `patience`
    is shared by the events of a file.
    """
    walls = {first.wall}
    is_cut = is_unreadable = False
    today = now.replace(tzinfo=None)
    for rule in event.all("RRULE"):
        found, goes_on = None, False
        if patience.left_s > 0:
            with patience.spent():
                found, goes_on = _followed(rule.value, first, until, today)
        if found is None:
            is_unreadable = True
            continue
        if found and found[0] > first.wall and first.wall < today - BEHIND and goes_on:
            # Long past, like the dates between it and those that are taken.
            walls.discard(first.wall)
        walls.update(found)
        is_cut = is_cut or goes_on
    walls.update(moment.wall for moment in read("RDATE"))
    is_unreadable = is_unreadable or bool(event.all("EXRULE"))
    for excluded in read("EXDATE"):
        if excluded.is_day and not first.is_day:
            walls = {wall for wall in walls if wall.date() != excluded.wall.date()}
        else:
            walls.discard(excluded.wall)
    ordered = sorted(walls)
    return Dates(tuple(ordered[:MOST_DATES]), is_cut or len(ordered) > MOST_DATES, is_unreadable)


def _followed(
    value: str, first: Moment, until: Callable[[str], Moment | None], today: dt.datetime
) -> tuple[list[dt.datetime] | None, bool]:
    """The walls of one rule, and whether it goes on after them; None if it cannot be followed."""
    parts = {name.upper(): said.strip() for name, said in _PART.findall(value)}
    is_near = FIRST_YEAR <= first.wall.year <= LAST_YEAR
    if parts.get("FREQ", "").upper() not in FREQUENCIES or not is_near or PARTS_NOT_FOLLOWED & set(parts):
        return None, False
    last, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    end = until(last) if last is not None else None
    if (last is not None and end is None) or (count is not None and not count.isdecimal()):
        return None, False
    interval = int(parts.get("INTERVAL", "1")) if _INTERVAL.fullmatch(parts.get("INTERVAL", "1")) else 0
    if not interval:
        # dateutil would look for the second date for ever.
        return None, False
    is_endless = last is None and count is None
    horizon = first.wall + (FAR if _is_dense(parts) else FARTHER)
    start = first.wall
    if is_endless:
        start, horizon = _later_start(parts, interval, first.wall, today), max(today, first.wall) + AHEAD
    bound = horizon if end is None else min(_last_second(end), horizon)
    try:
        cycles = (LATEST_YEAR - start.year) // CYCLE_YEARS
        rule = rrulestr(";".join(f"{name}={said}" for name, said in parts.items()), dtstart=_cycled(start, cycles))
        bounded = rule.replace(until=_cycled(bound, cycles)) if isinstance(rule, rrule) else rule
        steps = islice(bounded, min(int(count), MOST_STEPS) if count is not None else MOST_STEPS)
        walls = list(_window((_cycled(wall, -cycles) for wall in steps), today, is_endless=is_endless))
    except (ValueError, TypeError, OverflowError):
        return None, False
    is_short = (count is not None and len(walls) < int(count)) or (end is not None and _last_second(end) > horizon)
    return walls, is_endless or is_short or len(walls) > MOST_DATES


def _cycled(wall: dt.datetime, cycles: int) -> dt.datetime:
    return wall.replace(year=wall.year + cycles * CYCLE_YEARS)


def _is_dense(parts: dict[str, str]) -> bool:
    return parts["FREQ"].upper() in {"DAILY", "WEEKLY"}


def _later_start(parts: dict[str, str], interval: int, start: dt.datetime, today: dt.datetime) -> dt.datetime:
    """A start of the same rhythm shortly before the dates that are wanted: years of days need not be counted."""
    if not _is_dense(parts):
        return start
    step = interval * dt.timedelta(days=1 if parts["FREQ"].upper() == "DAILY" else 7)
    return start + max((today - BEHIND - start) // step - 1, 0) * step


def _last_second(end: Moment) -> dt.datetime:
    return end.wall + dt.timedelta(days=1, seconds=-1) if end.is_day else end.wall


def _window(walls: Iterable[dt.datetime], today: dt.datetime, *, is_endless: bool) -> Iterator[dt.datetime]:
    count = 0
    for wall in walls:
        if is_endless and wall < today - BEHIND:
            continue
        if (is_endless and wall > today + AHEAD) or count > MOST_DATES:
            return
        count += 1
        yield wall
