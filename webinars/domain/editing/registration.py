"""How people register, changed together with everything else of a webinar."""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.editing.wanted import Refusal, WantedRegistration
from webinars.domain.registration.queries import RegistrationCounts, desk_of
from webinars.domain.registration.registration_window import wall_before
from webinars.domain.registration.settings import As, Hour, RegistrationWish, set_registration
from webinars.models import JoinAccess, RegistrationMode, Webinar


class StoredRegistration(Struct, frozen=True):
    """What is stored before anything else is changed."""

    opens_wall: dt.datetime | None = None
    closes_wall: dt.datetime | None = None
    reminder_minutes: tuple[int, ...] = ()


def stored_registration(session: Session, webinar: Webinar) -> StoredRegistration:
    """Returns the hours and reminders as they are now: the hours are told from a start that may be moved next."""
    desk = desk_of(session, webinar.id)
    if desk is None:
        return StoredRegistration()
    return StoredRegistration(
        opens_wall=wall_before(webinar, desk.opens_before_minutes),
        closes_wall=wall_before(webinar, desk.closes_before_minutes),
        reminder_minutes=tuple(desk.reminder_minutes),
    )


def change_registration(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    wanted: WantedRegistration,
    stored: StoredRegistration,
    *,
    now: dt.datetime,
) -> Iterator[Refusal]:
    """Store where people register, and how, and yield what cannot be. The start must be stored already.

    Raises NotAllowed, WebinarInvalid.
    """
    is_here = wanted.mode is RegistrationMode.HERE
    if webinar.is_registration_here and not is_here and not wanted.may_switch_off:
        registered = RegistrationCounts.of(session, webinar)
        if registered.count:
            yield Refusal("may_switch_off", registered.sentence())
            return
    set_registration(
        session,
        actor,
        webinar,
        wanted.mode,
        wish=_wish(wanted, stored) if is_here else None,
        url=wanted.url,
        join_access=_access(webinar, wanted),
        now=now,
    )


def _wish(wanted: WantedRegistration, stored: StoredRegistration) -> RegistrationWish:
    others = (each for each in stored.reminder_minutes if each not in wanted.reminders)
    return RegistrationWish(
        capacity=wanted.capacity,
        has_waiting_list=wanted.has_waiting_list,
        is_approval_needed=wanted.is_approval_needed,
        opens_wall=_hour(wanted.opens_wall, stored.opens_wall),
        closes_wall=_hour(wanted.closes_wall, stored.closes_wall),
        reminder_minutes=(*others, *(minutes for minutes, is_wanted in wanted.reminders.items() if is_wanted)),
        retention_days=wanted.retention_days,
        takes_feedback=wanted.takes_feedback,
    )


def _hour(typed: dt.datetime | None, shown: dt.datetime | None) -> Hour:
    # Left as it was shown, it stays as long before the start: that may be moved with the same form.
    return As.STORED if typed == shown else typed


def _access(webinar: Webinar, wanted: WantedRegistration) -> JoinAccess:
    """Returns who gets the link to join, by the answer given."""
    if wanted.mode is not RegistrationMode.NONE:
        return wanted.access
    if webinar.lacks_registration and not wanted.lets_everybody_in:
        # What an archive has shut is not opened by saving a title.
        return webinar.join_access
    return JoinAccess.OPEN
