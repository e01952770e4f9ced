"""Verbs of organisers over registrations. Each locks the desk first, flushes, writes history, and never commits."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.insight.activity_counts import count_registered
from webinars.domain.mail import suppressions
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration.attendee_actions import (
    CheckedRegistration,
    active_registration,
    add_registration,
    locked_registration,
    seat_or_queue,
)
from webinars.domain.registration.errors import (
    PlacesTaken,
    RegistrationClosed,
    RegistrationInvalid,
    StateHasChanged,
    TooFewPlaces,
    TooManyPlaces,
)
from webinars.domain.registration.form_questions import checked_email, checked_name
from webinars.domain.registration.mail_triggers import SeatReason, promise_link, promise_state
from webinars.domain.registration.registration_window import minutes_before
from webinars.domain.registration.seats_and_waiting_list import (
    MOST_PLACES,
    Desk,
    end,
    free_seats,
    give_seat,
    lock_desk_for,
    promote,
)
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Registration, RegistrationEnd, RegistrationSource, RegistrationState, Webinar
from webinars.pure.times import wall


def set_capacity(session: Session, actor: Actor, webinar: Webinar, capacity: int | None, *, now: dt.datetime) -> int:
    """Change the number of places. More go to the first in the queue at once. Returns how many got one.

    Raises NotAllowed, TooFewPlaces, TooManyPlaces.
    """
    desk = lock_desk_for(session, actor, webinar.id)
    before = desk.row.capacity
    if before == capacity:
        return 0
    change_capacity(desk, capacity)
    _tell(session, actor, desk, "registration:set_capacity", {"capacity": [before, capacity]}, now=now)
    return promote(session, desk.webinar, desk.row, is_by_hand=True, now=now)


def change_capacity(desk: Desk, capacity: int | None) -> None:
    """Store the number of places. Raises TooFewPlaces for less than are taken, TooManyPlaces for none or too many."""
    if capacity is not None and not 1 <= capacity <= MOST_PLACES:
        raise TooManyPlaces(MOST_PLACES)
    if capacity is not None and capacity < desk.row.seats_taken:
        raise TooFewPlaces(desk.row.seats_taken)
    desk.row.capacity = capacity


def approve(session: Session, actor: Actor, registration_id: int, *, now: dt.datetime) -> Registration:
    """Let somebody come: a place, or a number in the queue. Raises NotAllowed, StateHasChanged, PlacesTaken."""
    desk, registration = _found(session, actor, registration_id)
    if registration.state is not RegistrationState.PENDING:
        raise StateHasChanged
    seat_or_queue(session, desk, registration, now=now)
    _tell(session, actor, desk, "registration:approve", {"registration": registration.id}, now=now)
    return registration


def decline(session: Session, actor: Actor, registration_id: int, *, now: dt.datetime) -> Registration:
    """Turn somebody down who has no place yet. Raises NotAllowed, StateHasChanged."""
    desk, registration = _found(session, actor, registration_id)
    if registration.state not in {RegistrationState.PENDING, RegistrationState.WAITING}:
        raise StateHasChanged
    end(session, desk, registration, RegistrationState.DECLINED, RegistrationEnd.ORGANISER, now=now)
    promise_state(session, desk.webinar, registration, now=now)
    _tell(session, actor, desk, "registration:decline", {"registration": registration.id}, now=now)
    return registration


def remove(session: Session, actor: Actor, registration_id: int, *, now: dt.datetime) -> Registration:
    """Take a place back, or somebody from the list, and say so by mail. Raises NotAllowed, StateHasChanged."""
    desk, registration = _found(session, actor, registration_id)
    if registration.state not in {RegistrationState.CONFIRMED, RegistrationState.WAITING}:
        raise StateHasChanged
    end(session, desk, registration, RegistrationState.CANCELLED, RegistrationEnd.ORGANISER, now=now)
    promise_state(session, desk.webinar, registration, now=now)
    _tell(session, actor, desk, "registration:remove", {"registration": registration.id}, now=now)
    return registration


def give_place(
    session: Session, actor: Actor, registration_id: int, *, may_add_place: bool = False, now: dt.datetime
) -> Registration:
    """Give a place to somebody who waits, past the queue.

    When all are taken it is one more place with `may_add_place`, else PlacesTaken is raised. Raises NotAllowed,
    StateHasChanged.
    """
    desk, registration = _found(session, actor, registration_id)
    # Whoever has not pressed in the mail yet has not shown that the address is theirs.
    if registration.state not in {RegistrationState.WAITING, RegistrationState.PENDING}:
        raise StateHasChanged
    if phase_of(desk.webinar, now) is Phase.AFTER:
        raise StateHasChanged
    make_room(desk, may_add_place=may_add_place)
    came = None
    if registration.state is RegistrationState.WAITING:
        registration.promoted_at, came = now, SeatReason.ORGANISERS
    give_seat(session, desk.webinar, desk.row, registration, came, now=now)
    _tell(session, actor, desk, "registration:give_place", {"registration": registration.id}, now=now)
    return registration


def add_by_hand(
    session: Session,
    settings: Settings,
    actor: Actor,
    webinar: Webinar,
    *,
    name: str,
    email: str,
    timezone: str = "",
    may_add_place: bool = False,
    now: dt.datetime,
) -> Registration:
    """Give a place to somebody who has not registered. The mail says who entered the address.

    Raises NotAllowed, RegistrationInvalid, RegistrationClosed, and PlacesTaken unless `may_add_place`.
    """
    desk = lock_desk_for(session, actor, webinar.id)
    if phase_of(desk.webinar, now) is Phase.AFTER:
        raise RegistrationClosed(_("The webinar is over."))
    wrong: dict[str, str] = {}
    values = CheckedRegistration(
        name=checked_name(name, wrong),
        email=checked_email(email, wrong),
        timezone=timezone,
        answers={},
        wants_recording=False,
    )
    if not wrong and active_registration(session, webinar.id, values.email) is not None:
        wrong["email"] = _("This address is on the list already.")
    if wrong:
        raise RegistrationInvalid(wrong)
    make_room(desk, may_add_place=may_add_place)
    registration = add_registration(session, settings, desk, values, RegistrationSource.HAND, now=now)
    give_seat(session, desk.webinar, desk.row, registration, now=now)
    count_registered(session, desk.webinar, registration.timezone, now=now)
    _tell(session, actor, desk, "registration:add", {"registration": registration.id}, now=now)
    return registration


def approve_all(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> int:
    """Approve all who ask, the first first. Returns how many.

    Raises NotAllowed, and PlacesTaken if there is no list for those who find no place: then nobody is approved.
    """
    desk = lock_desk_for(session, actor, webinar.id)
    asking = session.scalars(
        sa.select(Registration)
        .where(Registration.webinar_id == webinar.id, Registration.state == RegistrationState.PENDING)
        .order_by(Registration.created_at, Registration.id)
    ).all()
    for registration in asking:
        seat_or_queue(session, desk, registration, now=now)
    if asking:
        _tell(session, actor, desk, "registration:approve", {"count": len(asking)}, now=now)
    return len(asking)


def send_again(session: Session, actor: Actor, registration_id: int, *, now: dt.datetime) -> Registration:
    """Send somebody the mail with the link once more. Raises NotAllowed."""
    desk, registration = _found(session, actor, registration_id)
    promise_link(session, desk.webinar, registration, now=now)
    return registration


def write_again(
    session: Session, settings: Settings, actor: Actor, registration_id: int, *, now: dt.datetime
) -> Registration:
    """Send mails again to an address from which they came back. What its reader has ended stays so.

    Raises NotAllowed, StateHasChanged if there is nothing to take back.
    """
    desk, registration = _found(session, actor, registration_id)
    event = _event(actor, desk, "mail:write_again", {"registration": registration.id}, now=now)
    if registration.email_normal is None or not suppressions.write_again(
        session, settings, registration.email_normal, event
    ):
        raise StateHasChanged
    return registration


def close_now(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Let nobody register from now on. Raises NotAllowed, StateHasChanged without a start to count from."""
    desk = lock_desk_for(session, actor, webinar.id)
    if desk.webinar.timezone is None or desk.webinar.starts_wall is None:
        raise StateHasChanged
    # What has begun of this minute is over: else it would go on until the next.
    minute = wall(now, desk.webinar.timezone).replace(second=0, microsecond=0)
    desk.row.closes_before_minutes = minutes_before(desk.webinar, minute)
    _tell(session, actor, desk, "registration:close", {}, now=now)


def open_again(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Let people register from now on until the webinar ends. Raises NotAllowed."""
    desk = lock_desk_for(session, actor, webinar.id)
    desk.row.opens_before_minutes = desk.row.closes_before_minutes = None
    _tell(session, actor, desk, "registration:open", {}, now=now)


def note_export(session: Session, actor: Actor, webinar: Webinar, count: int, *, now: dt.datetime) -> None:
    """Write down that a list with so many people has left the house. Raises NotAllowed."""
    desk = lock_desk_for(session, actor, webinar.id)
    _tell(session, actor, desk, "registration:export", {"count": count}, now=now)


def make_room(desk: Desk, *, may_add_place: bool) -> None:
    """Raises PlacesTaken if no place is free, unless one more may be added."""
    if free_seats(desk.row) != 0 or desk.row.capacity is None:
        return
    if not may_add_place or desk.row.capacity >= MOST_PLACES:
        raise PlacesTaken(desk.row.capacity)
    desk.row.capacity += 1


def _found(session: Session, actor: Actor, registration_id: int) -> tuple[Desk, Registration]:
    desk, registration = locked_registration(session, registration_id)
    require_right(can_keep_registrations(actor, desk.webinar))
    return desk, registration


def _tell(
    session: Session, actor: Actor, desk: Desk, action: str, detail: dict[str, object], *, now: dt.datetime
) -> None:
    """Write history: ids and numbers, never a name or an address. The webinar's revision stays as it is."""
    session.add(_event(actor, desk, action, detail, now=now))
    session.flush()


def _event(actor: Actor, desk: Desk, action: str, detail: dict[str, object], *, now: dt.datetime) -> AuditEvent:
    return AuditEvent.of_webinar(desk.webinar, action, detail, by=actor.user_id, at=now)
