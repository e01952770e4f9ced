"""Whether one can register at a moment, and what comes of it."""

import datetime as dt
import enum
from dataclasses import dataclass

from webinars.domain.programme.phases import Phase, next_change, phase_of
from webinars.domain.registration.opening_hours import closes_at, opens_at
from webinars.domain.registration.seats import PROMOTION_ENDS_BEFORE, free_seats, gives_places
from webinars.models import RegistrationDesk, Webinar


class Window(enum.StrEnum):
    NOT_YET = "not yet"
    OPEN = "open"
    """There are places, or as many as come."""
    WAITING_LIST = "waiting list"
    """All places are taken, or others wait for one: who registers stands in the queue."""
    FULL = "full"
    """All places are taken, and there is no list."""
    CLOSED = "closed"


TAKING = frozenset({Window.OPEN, Window.WAITING_LIST})
"""Where somebody can register."""


@dataclass(frozen=True, slots=True)
class RegistrationWindow:
    state: Window
    changes_at: dt.datetime | None
    """When it opens, or when it closed."""
    capacity: int | None
    is_press_needed: bool
    """It counts once "Take my place" is pressed in the mail: places are counted, or people approved."""
    gives_places: bool
    """Whoever waits may still be given a place; later only come in if one stays empty."""

    @property
    def is_full(self) -> bool:
        return self.state is Window.FULL

    @property
    def is_taking(self) -> bool:
        return self.state in TAKING


def window_of(webinar: Webinar, desk: RegistrationDesk, *, waiting_count: int, now: dt.datetime) -> RegistrationWindow:
    """Returns how it stands at `now` with registering for `webinar`, for which `waiting_count` people wait."""
    state, changes_at = _state(webinar, desk, waiting_count, now)
    is_press_needed = desk.capacity is not None or desk.is_approval_needed
    return RegistrationWindow(
        state, changes_at, desk.capacity, is_press_needed, gives_places=gives_places(webinar, now=now)
    )


def next_change_of(webinar: Webinar, window: RegistrationWindow | None, *, now: dt.datetime) -> dt.datetime | None:
    """Returns when a page about `webinar` will next look different by itself; None if it never will."""
    moments = [next_change([webinar], now)]
    if window is not None:
        moments.append(window.changes_at)
        if window.state is Window.WAITING_LIST and webinar.starts_at is not None:
            moments.append(webinar.starts_at - PROMOTION_ENDS_BEFORE)
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _state(
    webinar: Webinar, desk: RegistrationDesk, waiting_count: int, now: dt.datetime
) -> tuple[Window, dt.datetime | None]:
    opening, closing = opens_at(webinar, desk), closes_at(webinar, desk)
    if not webinar.is_registration_here or phase_of(webinar, now) not in {Phase.BEFORE, Phase.LIVE}:
        return Window.CLOSED, None
    if not webinar.is_public_page:
        return Window.CLOSED, None
    if closing is not None and now >= closing:
        return Window.CLOSED, closing
    if opening is not None and now < opening:
        return Window.NOT_YET, opening
    if free_seats(desk) != 0 and not waiting_count:
        return Window.OPEN, closing
    return (Window.WAITING_LIST if desk.has_waiting_list else Window.FULL), closing
