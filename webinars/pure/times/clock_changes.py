"""When clocks are set, and which instants a wall time is: none in an hour that they skip, two in one that they repeat.

Nothing is settled silently: a skipped or repeated wall time is an error that carries the choices.
"""

import datetime as dt

from webinars.pure.times.zones import (
    FIRST_YEAR,
    LAST_YEAR,
    UTC,
    DateOutOfRange,
    TimesError,
    UnknownTimezone,
    is_known,
    utc_offset,
)

_DAY = dt.timedelta(days=1)


class UnsettledWallTime(TimesError):
    """A wall time that is no instant, or two. `earlier`, `later` and `next_valid` are wall times that are just one."""

    def __init__(self, wall: dt.datetime, timezone: str, change: "ClockChange", verb: str) -> None:
        super().__init__(f"{wall.isoformat(timespec='minutes')} {verb} in {timezone}")
        self.wall = wall
        self.timezone = timezone
        self.change = change
        span = abs(change.offset_after - change.offset_before)
        self.earlier = wall - span
        self.later = wall + span
        self.next_valid = max(change.wall_before, change.wall_after)

    @property
    def choices(self) -> tuple[dt.datetime, ...]:
        """Wall times to offer instead, each once, in their order."""
        return tuple(sorted({self.earlier, self.next_valid, self.later}))


class WallTimeSkipped(UnsettledWallTime):
    """Clocks jump over this wall time."""

    def __init__(self, wall: dt.datetime, timezone: str, change: "ClockChange") -> None:
        super().__init__(wall, timezone, change, "does not exist")


class WallTimeRepeated(UnsettledWallTime):
    """Clocks show this wall time twice: at `first` and at `second`, both aware UTC."""

    def __init__(self, wall: dt.datetime, timezone: str, change: "ClockChange") -> None:
        super().__init__(wall, timezone, change, "happens twice")
        self.first_offset = change.offset_before
        self.second_offset = change.offset_after
        self.first = (wall - self.first_offset).replace(tzinfo=UTC)
        self.second = (wall - self.second_offset).replace(tzinfo=UTC)


class ClockChange:
    """The moment clocks of a zone are set, with the offsets from UTC before and after."""

    __slots__ = ("at", "offset_after", "offset_before")

    def __init__(self, at: dt.datetime, offset_before: dt.timedelta, offset_after: dt.timedelta) -> None:
        self.at = at
        self.offset_before = offset_before
        self.offset_after = offset_after

    @property
    def wall_before(self) -> dt.datetime:
        """What clocks would have shown at the change."""
        return self.at.replace(tzinfo=None) + self.offset_before

    @property
    def wall_after(self) -> dt.datetime:
        """What clocks show at the change."""
        return self.at.replace(tzinfo=None) + self.offset_after


def instants(wall: dt.datetime, timezone: str) -> tuple[dt.datetime, ...]:
    """Returns every instant (aware UTC) at which clocks in `timezone` show `wall`: none, one or two, in order.

    Raises `UnknownTimezone` and `DateOutOfRange`.
    """
    if wall.tzinfo is not None:
        raise TypeError("a wall time is naive")
    if not is_known(timezone):
        raise UnknownTimezone(timezone)
    if not FIRST_YEAR <= wall.year <= LAST_YEAR:
        raise DateOutOfRange(wall)
    # Whatever instant it is lies within a day of the same figures in UTC, so one of the offsets in use around there
    # must be the right one: try each, keep what leads back to the wall time.
    nearby = wall.replace(tzinfo=UTC)
    offsets = {utc_offset(nearby + shift, timezone) for shift in (-_DAY, dt.timedelta(0), _DAY)}
    candidates = sorted(nearby - offset for offset in offsets)
    return tuple(at for at in candidates if at + utc_offset(at, timezone) == nearby)


def instant(wall: dt.datetime, timezone: str) -> dt.datetime:
    """Returns the one instant (aware UTC) at which clocks in `timezone` show `wall`.

    Raises `WallTimeSkipped`, `WallTimeRepeated`, `UnknownTimezone` and `DateOutOfRange`.
    """
    found = instants(wall, timezone)
    if len(found) == 1:
        return found[0]
    nearby = wall.replace(tzinfo=UTC)
    change = next(
        change
        for change in clock_changes(timezone, nearby - _DAY, nearby + _DAY)
        if min(change.wall_before, change.wall_after) <= wall < max(change.wall_before, change.wall_after)
    )
    raise WallTimeRepeated(wall, timezone, change) if found else WallTimeSkipped(wall, timezone, change)


def first_instant(wall: dt.datetime, timezone: str) -> dt.datetime:
    """Returns the first instant (aware UTC) at which clocks in `timezone` show `wall` (naive), or have jumped over it.

    Raises DateOutOfRange, UnknownTimezone.
    """
    try:
        return instant(wall, timezone)
    except WallTimeSkipped as error:
        return error.change.at
    except WallTimeRepeated as error:
        return error.first


def clock_changes(timezone: str, start: dt.datetime, end: dt.datetime) -> list[ClockChange]:
    """Returns when clocks in `timezone` are set between two instants (aware), in order."""
    changes = []
    before, offset_before = start, utc_offset(start, timezone)
    while before < end:
        after = min(before + _DAY, end)
        offset_after = utc_offset(after, timezone)
        if offset_after != offset_before:
            at = _first_instant_with(offset_after, timezone, before, after)
            changes.append(ClockChange(at, offset_before, offset_after))
        before, offset_before = after, offset_after
    return changes


def _first_instant_with(offset: dt.timedelta, timezone: str, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    # Halving the interval uses nothing but the public face of the zone; changes fall on whole seconds.
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if utc_offset(before + dt.timedelta(seconds=middle), timezone) == offset:
            high = middle
        else:
            low = middle
    return (before + dt.timedelta(seconds=high)).replace(microsecond=0)
