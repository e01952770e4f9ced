"""How it stands with a registration at a moment: what its page is about."""

import datetime as dt
import enum

from webinars.domain.programme.join_window import is_room_open
from webinars.domain.programme.phases import Phase, phase_of
from webinars.models import Registration, RegistrationEnd, RegistrationState, Webinar


class AttendeeState(enum.StrEnum):
    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ROOM_OPEN = "room open"
    """It is a place, and the webinar begins within half an hour."""
    LIVE = "live"
    """It is a place, and the webinar has begun."""
    RUNNING_OVER = "running_over"
    """It is a place, and the webinar should have ended."""
    STANDBY = "standby"
    """It waits, and may come in, for there is room."""
    ROOM_FULL = "room full"
    """It waits, and might have come in: all places have been used."""
    GIVEN_BACK = "given back"
    ENDED = "ended"
    """By the organisers."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """The webinar has been taken down."""
    CANCELLED = "cancelled"
    """The webinar will not take place."""
    POSTPONED = "postponed"
    OVER = "over"


CAN_END = frozenset(
    {
        *(AttendeeState.UNCONFIRMED, AttendeeState.PENDING, AttendeeState.WAITING, AttendeeState.CONFIRMED),
        *(AttendeeState.ROOM_OPEN, AttendeeState.LIVE, AttendeeState.RUNNING_OVER, AttendeeState.POSTPONED),
        *(AttendeeState.STANDBY, AttendeeState.ROOM_FULL),
    }
)
"""In which there is something to give back, and it is not too late."""
HAS_ENDED = frozenset({AttendeeState.GIVEN_BACK, AttendeeState.ENDED, AttendeeState.DECLINED})
_OF_STATE = {
    RegistrationState.UNCONFIRMED: AttendeeState.UNCONFIRMED,
    RegistrationState.PENDING: AttendeeState.PENDING,
    RegistrationState.WAITING: AttendeeState.WAITING,
    RegistrationState.CONFIRMED: AttendeeState.CONFIRMED,
    RegistrationState.DECLINED: AttendeeState.DECLINED,
}
_OF_PHASE = {
    Phase.CANCELLED: AttendeeState.CANCELLED,
    Phase.POSTPONED: AttendeeState.POSTPONED,
    Phase.AFTER: AttendeeState.OVER,
}


def standing_of(registration: Registration, webinar: Webinar, *, now: dt.datetime) -> AttendeeState:
    """Returns how it stands at `now`. What has ended says so, whatever has become of the webinar since."""
    if registration.state is RegistrationState.CANCELLED:
        return AttendeeState.ENDED if registration.ended_by is RegistrationEnd.ORGANISER else AttendeeState.GIVEN_BACK
    if registration.state is RegistrationState.DECLINED:
        return AttendeeState.DECLINED
    if not webinar.is_public_page:
        return AttendeeState.WITHDRAWN
    phase = phase_of(webinar, now)
    if phase in _OF_PHASE:
        return _OF_PHASE[phase]
    standing = _OF_STATE[registration.state]
    if standing is not AttendeeState.CONFIRMED or not is_room_open(webinar, now):
        return standing
    return AttendeeState(phase.value) if phase.is_going_on else AttendeeState.ROOM_OPEN
