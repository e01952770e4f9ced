"""Places, and who of the waiting list gets one.

They are counted on one row, which every verb locks before it looks at anything else.

What is read after the lock is what the last verb has left. One statement that compares and counts would not be enough:
on PostgreSQL a row that has been waited for is read anew, and the queue beside it is not.
"""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.editor_queries import webinar_read_anew
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration.mail_triggers import SeatReason, promise_state
from webinars.lib.errors import require_right
from webinars.models import (
    ACTIVE_STATES,
    Registration,
    RegistrationDesk,
    RegistrationEnd,
    RegistrationState,
    Status,
    Webinar,
)

MOST_PLACES = 100_000
PROMOTION_ENDS_BEFORE = dt.timedelta(minutes=30)
"""Whoever is given a place has to hear of it in time."""


class Desk(Struct, frozen=True):
    """The desk of a webinar, locked until the end of the transaction, and the webinar as it is by now."""

    row: RegistrationDesk
    webinar: Webinar


def lock_desk(session: Session, webinar_id: int) -> RegistrationDesk | None:
    """Returns the desk of the webinar. Nobody else changes it or a registration there before this transaction ends."""
    return session.scalar(
        sa.select(RegistrationDesk)
        .where(RegistrationDesk.webinar_id == webinar_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def lock_desk_with_webinar(session: Session, webinar_id: int) -> Desk:
    """Returns the locked desk with its webinar, read anew, and that with its organisers.

    Raises LookupError without one.
    """
    row = lock_desk(session, webinar_id)
    if row is None:
        raise LookupError(webinar_id)
    return Desk(row, webinar_read_anew(session, webinar_id))


def lock_desk_for(session: Session, actor: Actor, webinar_id: int) -> Desk:
    """Returns the locked desk to somebody who keeps its registrations. Raises NotAllowed, LookupError without one."""
    desk = lock_desk_with_webinar(session, webinar_id)
    require_right(can_keep_registrations(actor, desk.webinar))
    return desk


def free_seats(row: RegistrationDesk) -> int | None:
    """Returns how many places are free, or None: as many as come."""
    return None if row.capacity is None else max(0, row.capacity - row.seats_taken)


def waiting_count(session: Session, webinar_id: int) -> int:
    """Returns how many people wait for a place."""
    query = sa.select(sa.func.count(Registration.id)).where(
        Registration.webinar_id == webinar_id, Registration.state == RegistrationState.WAITING
    )
    return session.scalar(query) or 0


def has_free_seat(session: Session, row: RegistrationDesk) -> bool:
    """Returns True if a newcomer may have a place: one is free, and nobody waits for it."""
    return free_seats(row) != 0 and waiting_count(session, row.webinar_id) == 0


def gives_places(webinar: Webinar, *, now: dt.datetime) -> bool:
    """Returns True while whoever waits may be given a place: the webinar takes place, and not within half an hour."""
    if not _takes_registrations(webinar):
        return False
    return webinar.starts_at is None or now <= webinar.starts_at - PROMOTION_ENDS_BEFORE


def _takes_registrations(webinar: Webinar) -> bool:
    return webinar.status == Status.PUBLISHED and webinar.is_registration_here


def promote(
    session: Session,
    webinar: Webinar,
    row: RegistrationDesk,
    came: SeatReason = SeatReason.ROOM,
    *,
    is_by_hand: bool = False,
    now: dt.datetime,
) -> int:
    """Give what is free to those who wait, the first in the queue first. Returns how many got a place.

    An organiser who raises the number of places by hand means it, until the webinar is over.

    `row` must be locked, and `webinar` as it will be after the transaction.
    """
    is_meant = is_by_hand and _takes_registrations(webinar) and phase_of(webinar, now) is not Phase.AFTER
    if not is_meant and not gives_places(webinar, now=now):
        return 0
    session.flush()
    queue = (
        sa.select(Registration)
        .where(Registration.webinar_id == row.webinar_id, Registration.state == RegistrationState.WAITING)
        .order_by(Registration.queue_number)
        .limit(free_seats(row))
        .execution_options(populate_existing=True)
    )
    promoted = session.scalars(queue).all()
    for registration in promoted:
        registration.promoted_at = now
        give_seat(session, webinar, row, registration, came, now=now)
    return len(promoted)


def give_seat(
    session: Session,
    webinar: Webinar,
    row: RegistrationDesk,
    registration: Registration,
    came: SeatReason | None = None,
    *,
    is_told: bool = True,
    now: dt.datetime,
) -> None:
    """Make it a place, and promise the mail that says so, and how it came to who waited.

    With `is_told` False the caller promises one that says it of several.
    """
    registration.state, registration.queue_number = RegistrationState.CONFIRMED, None
    registration.confirmed_at = now
    row.seats_taken += 1
    session.flush()
    if is_told:
        promise_state(session, webinar, registration, came, now=now)


def put_in_queue(
    session: Session,
    webinar: Webinar,
    row: RegistrationDesk,
    registration: Registration,
    *,
    is_told: bool = True,
    now: dt.datetime,
) -> None:
    """Put it at the end of the queue, and promise the mail with its number, as `give_seat` does."""
    registration.state, registration.queue_number = RegistrationState.WAITING, row.next_number
    row.next_number += 1
    session.flush()
    if is_told:
        promise_state(session, webinar, registration, now=now)


def end(
    session: Session,
    desk: Desk,
    registration: Registration,
    state: RegistrationState,
    ended_by: RegistrationEnd,
    *,
    now: dt.datetime,
) -> None:
    """End a registration. The place it had is given to the first in the queue."""
    had_seat = registration.state is RegistrationState.CONFIRMED
    registration.state, registration.queue_number = state, None
    registration.ended_at, registration.ended_by = now, ended_by
    if had_seat:
        desk.row.seats_taken -= 1
    session.flush()
    if had_seat:
        promote(session, desk.webinar, desk.row, SeatReason.GIVEN_BACK, now=now)


def end_erased(session: Session, row: RegistrationDesk, *, now: dt.datetime) -> None:
    """End what nobody is known of any more: it holds no place and no turn where people can come anew.

    `row` must be locked.
    """
    is_left = (
        Registration.webinar_id == row.webinar_id,
        Registration.erased_at.is_not(None),
        Registration.state.in_(ACTIVE_STATES),
    )
    held = sa.select(sa.func.count(Registration.id)).where(*is_left, Registration.state == RegistrationState.CONFIRMED)
    row.seats_taken -= session.scalar(held) or 0
    session.execute(
        sa.update(Registration)
        .where(*is_left)
        .values(state=RegistrationState.CANCELLED, queue_number=None, ended_at=now)
        .execution_options(synchronize_session="fetch")
    )
    session.flush()
