"""The weeks in which two places are not their usual hours apart.

One has set its clocks and the other has not yet.
"""

import datetime as dt
import itertools

from msgspec import Struct

from webinars.pure.times import zones
from webinars.pure.times.clock_changes import clock_changes

_LONGEST = dt.timedelta(days=60)
_MARGIN = dt.timedelta(days=75)


class UnusualWeeks(Struct, frozen=True):
    """A stretch of time in which the usual difference does not hold.

    Both differences say how far clocks in the first zone are ahead of those in the second.
    """

    starts_at: dt.datetime
    ends_at: dt.datetime
    usual: dt.timedelta
    """Before the stretch."""
    actual: dt.timedelta


def unusual_weeks(first: str, second: str, start: dt.datetime, end: dt.datetime) -> list[UnusualWeeks]:
    """Returns the stretches of at most 60 days that touch the time from `start` to `end` (aware), in order.

    A difference that holds longer, such as that between a place with summer time and one without, is a usual one.
    Raises `UnknownTimezone` and `DateOutOfRange`.
    """
    moments = sorted(
        {
            change.at
            for timezone in (first, second)
            for change in clock_changes(timezone, start - _MARGIN, end + _MARGIN)
        }
    )
    found = []
    for opens, closes in itertools.pairwise(moments):
        usual = _difference(first, second, opens - dt.timedelta(seconds=1))
        actual = _difference(first, second, opens)
        if usual != actual and closes - opens <= _LONGEST and closes > start and opens < end:
            found.append(UnusualWeeks(opens, closes, usual, actual))
    return found


def _difference(first: str, second: str, at: dt.datetime) -> dt.timedelta:
    return zones.utc_offset(at, first) - zones.utc_offset(at, second)
