"""When registering opens and closes: told in minutes before the start, so that it moves with the webinar.

The minutes are those of the clocks on the wall in the webinar's zone: what closes the evening before at six does so
whatever clocks do in the night.
"""

import datetime as dt
from typing import Protocol

from webinars.models import RegistrationDesk, Webinar
from webinars.pure import times

_MINUTE = dt.timedelta(minutes=1)


class Promised(Protocol):
    """A webinar, or what a file says of one."""

    @property
    def starts_wall(self) -> dt.datetime | None: ...
    @property
    def timezone(self) -> str | None: ...
    @property
    def ends_at(self) -> dt.datetime | None: ...


def wall_before(webinar: Promised, minutes: int | None) -> dt.datetime | None:
    """Returns the wall time (naive) in the webinar's zone so many minutes before its start; None without a start."""
    if minutes is None or webinar.starts_wall is None:
        return None
    return webinar.starts_wall - minutes * _MINUTE


def minutes_before(webinar: Promised, wall: dt.datetime) -> int | None:
    """Returns how many minutes on the wall lie between `wall` (naive) and the start; None without a start."""
    return None if webinar.starts_wall is None else (webinar.starts_wall - wall) // _MINUTE


def instant_before(webinar: Promised, minutes: int | None) -> dt.datetime | None:
    """Returns the instant at which clocks in the webinar's zone show `wall_before`; None without a start.

    Of two instants it is the first; of a wall time that clocks skip the one at which they do. None also where zones are
    not known, before 1973 and after 2037.
    """
    wall = wall_before(webinar, minutes)
    if wall is None:
        return None
    try:
        return times.first_instant(wall, times.presentable(webinar.timezone or "Etc/UTC"))
    except times.DateOutOfRange:
        return None


def opens_at(webinar: Webinar, desk: RegistrationDesk) -> dt.datetime | None:
    """Returns from when on people can register; None: from the publication on."""
    return instant_before(webinar, desk.opens_before_minutes)


def closes_at(webinar: Webinar, desk: RegistrationDesk) -> dt.datetime | None:
    """Returns until when people can register; None: as long as nothing is known of the start."""
    if desk.closes_before_minutes is None:
        return webinar.ends_at
    return instant_before(webinar, desk.closes_before_minutes)
