"""From when until when people can register, and whether what comes of it is a place, a turn in the queue or nothing."""

import datetime as dt
import enum
from typing import Protocol

from msgspec import Struct

from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.phases import phase_of
from webinars.domain.registration.retention import UNCONFIRMED_DAYS
from webinars.domain.registration.seats_and_waiting_list import PROMOTION_ENDS_BEFORE, free_seats, gives_places
from webinars.models import RegistrationDesk, Webinar
from webinars.pure import times

# When registering opens and closes: told in minutes before the start, so that it moves with the webinar.
#
# The minutes are those of the clocks on the wall in the webinar's zone: what closes the evening before at six does so
# whatever clocks do in the night.


_MINUTE = dt.timedelta(minutes=1)


class StartPromise(Protocol):
    """A webinar, or what a file says of one."""

    @property
    def starts_wall(self) -> dt.datetime | None: ...
    @property
    def timezone(self) -> str | None: ...
    @property
    def ends_at(self) -> dt.datetime | None: ...


def wall_before(webinar: StartPromise, minutes: int | None) -> dt.datetime | None:
    """Returns the wall time (naive) in the webinar's zone so many minutes before its start, or None without a start."""
    if minutes is None or webinar.starts_wall is None:
        return None
    return webinar.starts_wall - minutes * _MINUTE


def minutes_before(webinar: StartPromise, wall: dt.datetime) -> int | None:
    """Returns how many minutes on the wall lie between `wall` (naive) and the start, or None without a start."""
    return None if webinar.starts_wall is None else (webinar.starts_wall - wall) // _MINUTE


def instant_before(webinar: StartPromise, minutes: int | None) -> dt.datetime | None:
    """Returns the instant at which clocks in the webinar's zone show `wall_before`, or None without a start.

    Of two instants it is the first, and of a wall time that clocks skip the one at which they do. Returns None also
    where zones are not known, before 1973 and after 2037.
    """
    wall = wall_before(webinar, minutes)
    if wall is None:
        return None
    try:
        return times.first_instant(wall, times.presentable(webinar.timezone or "Etc/UTC"))
    except times.DateOutOfRange:
        return None


def opens_at(webinar: Webinar, desk: RegistrationDesk) -> dt.datetime | None:
    """Returns from when on people can register, or None: from the publication on."""
    return instant_before(webinar, desk.opens_before_minutes)


def closes_at(webinar: Webinar, desk: RegistrationDesk) -> dt.datetime | None:
    """Returns until when people can register, or None: as long as nothing is known of the start."""
    if desk.closes_before_minutes is None:
        return webinar.ends_at
    return instant_before(webinar, desk.closes_before_minutes)


def press_ends_at(webinar: Webinar, desk: RegistrationDesk, entered_at: dt.datetime) -> dt.datetime:
    """Returns until when somebody who registered at `entered_at` can take the place that has to be confirmed."""
    forgotten_at = entered_at + dt.timedelta(days=UNCONFIRMED_DAYS)
    return min(forgotten_at, closes_at(webinar, desk) or forgotten_at)


class WindowState(enum.StrEnum):
    NOT_YET = "not yet"
    OPEN = "open"
    """There are places, or as many as come."""
    WAITING_LIST = "waiting list"
    """All places are taken, or others wait for one: who registers stands in the queue."""
    FULL = "full"
    """All places are taken, and there is no list."""
    CLOSED = "closed"


TAKING = frozenset({WindowState.OPEN, WindowState.WAITING_LIST})
"""Where somebody can register."""


class RegistrationWindow(Struct, frozen=True):
    state: WindowState
    changes_at: dt.datetime | None
    """When it opens, or when it closed."""
    capacity: int | None
    is_taken_up: bool
    """Every place has somebody. In the last half hour one that is given back stays free though others wait."""
    is_press_needed: bool
    """It counts once "Take my place" is pressed in the mail: places are counted, or people approved."""
    gives_places: bool
    """Whoever waits may still be given a place. Later they only come in if one stays empty."""

    @property
    def is_full(self) -> bool:
        return self.state is WindowState.FULL

    @property
    def is_taking(self) -> bool:
        return self.state in TAKING


def window_of(webinar: Webinar, desk: RegistrationDesk, *, waiting_count: int, now: dt.datetime) -> RegistrationWindow:
    """Returns how it stands at `now` with registering for `webinar`, for which `waiting_count` people wait."""
    state, changes_at = _state(webinar, desk, waiting_count, now)
    is_press_needed = desk.capacity is not None or desk.is_approval_needed
    return RegistrationWindow(
        state,
        changes_at,
        desk.capacity,
        is_taken_up=free_seats(desk) == 0,
        is_press_needed=is_press_needed,
        gives_places=gives_places(webinar, now=now),
    )


def next_change_of(webinar: Webinar, window: RegistrationWindow | None, *, now: dt.datetime) -> dt.datetime | None:
    """Returns when a page about `webinar` will next look different by itself, or None if it never will."""
    moments = [next_change([webinar], now)]
    if window is not None:
        moments.append(window.changes_at)
        if window.state is WindowState.WAITING_LIST and webinar.starts_at is not None:
            moments.append(webinar.starts_at - PROMOTION_ENDS_BEFORE)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _state(
    webinar: Webinar, desk: RegistrationDesk, waiting_count: int, now: dt.datetime
) -> tuple[WindowState, dt.datetime | None]:
    opening, closing = opens_at(webinar, desk), closes_at(webinar, desk)
    if not webinar.is_registration_here or not phase_of(webinar, now).is_before_end:
        return WindowState.CLOSED, None
    if not webinar.is_public_page:
        return WindowState.CLOSED, None
    if closing is not None and now >= closing:
        return WindowState.CLOSED, closing
    if opening is not None and now < opening:
        return WindowState.NOT_YET, opening
    if free_seats(desk) != 0 and not waiting_count:
        return WindowState.OPEN, closing
    return (WindowState.WAITING_LIST if desk.has_waiting_list else WindowState.FULL), closing
