"""When registering opens and closes: told in minutes before the start, so that it moves with the webinar.

The minutes are those of the clocks on the wall in the webinar's zone: what closes the evening before at six does so
whatever clocks do in the night.
"""

import datetime as dt

from webinars.models import RegistrationDesk, Webinar
from webinars.pure.times import instants

_ONE_HOUR = dt.timedelta(hours=1)


def wall_before(webinar: Webinar, minutes: int) -> dt.datetime | None:
    """Returns the wall time (naive) in the webinar's zone so many minutes before its start; None without a start."""
    return webinar.starts_wall - dt.timedelta(minutes=minutes) if webinar.starts_wall is not None else None


def minutes_before(webinar: Webinar, wall: dt.datetime) -> int | None:
    """Returns how many minutes on the wall lie between `wall` (naive) and the start; None without a start."""
    return round((webinar.starts_wall - wall).total_seconds() / 60) if webinar.starts_wall is not None else None


def instant_before(webinar: Webinar, minutes: int) -> dt.datetime | None:
    """Returns the instant at which clocks in the webinar's zone show `wall_before`; None without a start.

    Of two instants it is the first; a wall time that clocks skip is taken as the hour after it.
    """
    wall = wall_before(webinar, minutes)
    if wall is None or webinar.timezone is None:
        return None
    found = instants(wall, webinar.timezone) or instants(wall + _ONE_HOUR, webinar.timezone)
    return found[0] if found else None


def opens_at(webinar: Webinar, desk: RegistrationDesk) -> dt.datetime | None:
    """Returns from when on people can register; None: from the publication on."""
    return None if desk.opens_before_minutes is None else instant_before(webinar, desk.opens_before_minutes)


def closes_at(webinar: Webinar, desk: RegistrationDesk) -> dt.datetime | None:
    """Returns until when people can register; None: as long as nothing is known of the start."""
    if desk.closes_before_minutes is None:
        return webinar.ends_at
    return instant_before(webinar, desk.closes_before_minutes)
