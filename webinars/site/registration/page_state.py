"""How it stands with a registration at a moment: what its page is about."""

import datetime as dt
import enum

from webinars.domain.programme.phases import Phase, is_room_open, phase_of
from webinars.models import Registration, RegistrationEnd, RegistrationState, Webinar


class Standing(enum.StrEnum):
    UNCONFIRMED = "unconfirmed"
    PENDING = "pending"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    ROOM_OPEN = "room open"
    """It is a place, and the webinar begins within half an hour."""
    LIVE = "live"
    """It is a place, and the webinar has begun."""
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
        *(Standing.UNCONFIRMED, Standing.PENDING, Standing.WAITING, Standing.CONFIRMED),
        *(Standing.ROOM_OPEN, Standing.LIVE, Standing.POSTPONED),
        *(Standing.STANDBY, Standing.ROOM_FULL),
    }
)
"""In which there is something to give back, and it is not too late."""
HAS_ENDED = frozenset({Standing.GIVEN_BACK, Standing.ENDED, Standing.DECLINED})
_OF_STATE = {
    RegistrationState.UNCONFIRMED: Standing.UNCONFIRMED,
    RegistrationState.PENDING: Standing.PENDING,
    RegistrationState.WAITING: Standing.WAITING,
    RegistrationState.CONFIRMED: Standing.CONFIRMED,
    RegistrationState.DECLINED: Standing.DECLINED,
}
_OF_PHASE = {
    Phase.CANCELLED: Standing.CANCELLED,
    Phase.POSTPONED: Standing.POSTPONED,
    Phase.AFTER: Standing.OVER,
}


def standing_of(registration: Registration, webinar: Webinar, *, now: dt.datetime) -> Standing:
    """Returns how it stands at `now`. What has ended says so, whatever has become of the webinar since."""
    if registration.state is RegistrationState.CANCELLED:
        return Standing.ENDED if registration.ended_by is RegistrationEnd.ORGANISER else Standing.GIVEN_BACK
    if registration.state is RegistrationState.DECLINED:
        return Standing.DECLINED
    if not webinar.is_public_page:
        return Standing.WITHDRAWN
    phase = phase_of(webinar, now)
    if phase in _OF_PHASE:
        return _OF_PHASE[phase]
    standing = _OF_STATE[registration.state]
    if standing is not Standing.CONFIRMED or not is_room_open(webinar, now):
        return standing
    return Standing.LIVE if phase is Phase.LIVE else Standing.ROOM_OPEN
