"""Who waits may come in once the webinar has begun and places stay empty. Whoever has a place is never refused.

How many have come is what the worker has stored of their doors: it may be a minute or two behind. What the room itself
can hold is for the organisers to know.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.programme.join_window import is_room_open
from webinars.domain.registration.attendee_actions import locked_registration
from webinars.domain.registration.errors import RoomFull, StateHasChanged
from webinars.domain.registration.seats_and_waiting_list import Desk
from webinars.models import Registration, RegistrationDesk, RegistrationState, Webinar

OPENS_AFTER = dt.timedelta(minutes=5)
"""Those who have a place may be late for so long."""


def opens_at(webinar: Webinar) -> dt.datetime | None:
    """Returns from when on those who wait may come in while there is room, or None without a start."""
    return webinar.starts_at + OPENS_AFTER if webinar.starts_at is not None else None


def is_open(webinar: Webinar, *, now: dt.datetime) -> bool:
    """Returns True while those who wait may come in if there is room: the webinar takes place, and has begun."""
    at = opens_at(webinar)
    has_room = bool(webinar.join_url) and is_room_open(webinar, now)
    return at is not None and now >= at and webinar.is_registration_here and has_room


def has_come_in(registration: Registration, webinar: Webinar) -> bool:
    """Returns True if somebody who waits has taken a place that stayed empty, at the hour that holds now."""
    at = opens_at(webinar)
    is_waiting = registration.state is RegistrationState.WAITING
    return is_waiting and at is not None and registration.standby_at is not None and registration.standby_at >= at


def may_enter(registration: Registration, webinar: Webinar) -> bool:
    """Returns True if its own link leads into the room while that is open."""
    return registration.state is RegistrationState.CONFIRMED or has_come_in(registration, webinar)


def used_places(session: Session, row: RegistrationDesk) -> int:
    """Returns how many places have been used: by those who have one and opened the door, and by those who waited."""
    opened = session.scalar(
        sa.select(sa.func.count(Registration.id)).where(
            Registration.webinar_id == row.webinar_id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.joined_first_at.is_not(None),
            # Whoever was given a place after coming in is counted at the desk already.
            Registration.standby_at.is_(None),
        )
    )
    return (opened or 0) + row.standby_taken


def has_room(session: Session, row: RegistrationDesk) -> bool:
    """Returns True if a place has stayed empty."""
    return row.capacity is None or used_places(session, row) < row.capacity


def come_in(session: Session, registration_id: int, *, now: dt.datetime) -> Registration:
    """Take a place that has stayed empty, for somebody who waits. Again and again it is the same place.

    Raises StateHasChanged when nobody may come in so, or this person does not wait, and RoomFull.
    """
    desk, registration = locked_registration(session, registration_id)
    if not is_open(desk.webinar, now=now):
        raise StateHasChanged
    if may_enter(registration, desk.webinar):
        return registration
    if registration.state is not RegistrationState.WAITING:
        raise StateHasChanged
    if not has_room(session, desk.row):
        raise RoomFull(desk.row.capacity or desk.row.seats_taken)
    desk.row.standby_taken += 1
    registration.standby_at = now
    session.flush()
    return registration


def begin_anew(session: Session, desk: Desk) -> None:
    """Forget who was in the room: the webinar begins at another hour, and everybody comes to it anew."""
    desk.row.standby_taken = 0
    session.execute(
        sa.update(Registration)
        .where(
            Registration.webinar_id == desk.row.webinar_id,
            sa.or_(Registration.joined_first_at.is_not(None), Registration.standby_at.is_not(None)),
        )
        .values(joined_first_at=None, joined_count=0, standby_at=None)
        .execution_options(synchronize_session="fetch")
    )
