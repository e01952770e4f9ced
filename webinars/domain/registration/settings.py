"""How people register for a webinar: not at all, here, or on another site, and what holds for it here."""

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import update_webinar
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.registration.errors import TooFewPlaces, TooManyPlaces
from webinars.domain.registration.queries import desk_of
from webinars.domain.registration.registration_window import StartPromise, instant_before, minutes_before
from webinars.domain.registration.seats_and_waiting_list import MOST_PLACES, lock_desk, promote
from webinars.lib.i18n import gettext as _
from webinars.models import JoinAccess, RegistrationDesk, RegistrationMode, Status, Webinar
from webinars.models.registration import DEFAULT_REMINDERS, DEFAULT_RETENTION_DAYS
from webinars.pure import times

MOST_REMINDERS = 10
SOONEST_REMINDER, EARLIEST_REMINDER = 5, 30 * 24 * 60
"""In minutes before the start."""
LONGEST_RETENTION = 365
LONGEST_BEFORE = 10 * 366 * 24 * 60
"""Between an opening or closing and the start, in minutes: what is further away is a slip of the pen."""


class As(enum.Enum):
    STORED = enum.auto()
    """An hour stays as long before the start as it is."""


Hour: TypeAlias = dt.datetime | Literal[As.STORED] | None


class RegistrationWish(Struct, frozen=True, kw_only=True):
    """What shall hold for those who register here. Hours are naive, on the clocks of the webinar's zone."""

    capacity: int | None = None
    """None: as many as come."""
    has_waiting_list: bool = True
    is_approval_needed: bool = False
    opens_wall: Hour = None
    """None: from publication on."""
    closes_wall: Hour = None
    """None: when the webinar ends."""
    reminder_minutes: Sequence[int] = DEFAULT_REMINDERS
    retention_days: int = DEFAULT_RETENTION_DAYS
    takes_feedback: bool = False


COLUMNS = (
    *("capacity", "has_waiting_list", "is_approval_needed", "opens_before_minutes", "closes_before_minutes"),
    *("reminder_minutes", "retention_days", "takes_feedback"),
)
"""Of a desk: what organisers decide."""


def set_registration(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    mode: RegistrationMode,
    *,
    wish: RegistrationWish | None = None,
    url: str | None = None,
    join_access: JoinAccess | None = None,
    now: dt.datetime,
) -> None:
    """Say how people register: here as `wish` says, elsewhere at `url`, or not at all.

    Without a wish what holds here stays as it is, or begins with what is usual. `join_access` is who gets the link to
    join, and None leaves that. Who is registered stays so, whatever the mode becomes. Places that are added go to the
    first who wait. Raises NotAllowed, WebinarInvalid.
    """
    load_to_change(session, actor, webinar, permissions.can_keep_registrations)
    is_here, is_elsewhere = mode is RegistrationMode.HERE, mode is RegistrationMode.ELSEWHERE
    if is_elsewhere and not (url or "").strip():
        raise WebinarInvalid("registration_url", _("Give the address where people register."))
    was_here = webinar.is_registration_here
    update_webinar(
        session,
        actor,
        webinar,
        is_registration_here=is_here,
        registration_url=url if is_elsewhere else None,
        join_access=join_access or webinar.join_access,
        now=now,
    )
    if not is_here:
        return
    desk = open_desk(session, webinar)
    if wish is not None:
        changed = give(session, webinar, desk, checked_wish(webinar, desk, wish), now=now)
        if changed:
            record(session, actor, webinar, "webinar:set_registration", changed, now=now)
    if not was_here:
        # What was given back meanwhile has gone to nobody.
        promote(session, webinar, desk, now=now)


def copy_registration(session: Session, actor: Actor, webinar: Webinar, copy: Webinar, *, now: dt.datetime) -> None:
    """Let people register for `copy` as they do here for `webinar`. Raises NotAllowed, WebinarInvalid."""
    set_registration(session, actor, copy, RegistrationMode.HERE, now=now)
    like, desk = desk_of(session, webinar.id), open_desk(session, copy)
    if like is not None:
        changed = give(session, copy, desk, {column: getattr(like, column) for column in COLUMNS}, now=now)
        if changed:
            record(session, actor, copy, "webinar:set_registration", changed, now=now)


def open_desk(session: Session, webinar: Webinar) -> RegistrationDesk:
    """Returns the desk of a stored webinar, locked until the transaction ends, and made where there is none."""
    desk = locked_desk(session, webinar)
    if desk is None:
        desk = RegistrationDesk(webinar_id=webinar.id)
        if webinar.status != Status.DRAFT:
            desk.told_status = webinar.status
            desk.told_starts_at, desk.told_ends_at = webinar.starts_at, webinar.ends_at
        session.add(desk)
        session.flush()
    return desk


def locked_desk(session: Session, webinar: Webinar) -> RegistrationDesk | None:
    """Returns the desk, locked until the transaction ends, or None if there is none, and nobody else makes one."""
    # The webinar first, as whoever changes it does: two who take both must not take them crosswise.
    session.execute(sa.select(Webinar.id).where(Webinar.id == webinar.id).with_for_update(key_share=True))
    return lock_desk(session, webinar.id)


def give(
    session: Session, webinar: Webinar, desk: RegistrationDesk, values: dict[str, Any], *, now: dt.datetime
) -> dict[str, list[object]]:
    """Give a locked desk these columns, and the places that are free by them to those who wait. Flushes.

    Returns what has changed, as the history keeps it. Raises WebinarInvalid for fewer places than are taken.
    """
    require_room(desk, values)
    before = {column: getattr(desk, column) for column in values}
    changed = {column: [before[column], value] for column, value in values.items() if before[column] != value}
    for column in changed:
        setattr(desk, column, values[column])
    session.flush()
    if "capacity" in changed:
        promote(session, webinar, desk, is_by_hand=True, now=now)
    return changed


def require_room(desk: RegistrationDesk, values: dict[str, Any]) -> None:
    """Raises WebinarInvalid if fewer places are wanted than are taken."""
    capacity = values.get("capacity")
    if capacity is not None and capacity < desk.seats_taken:
        raise WebinarInvalid("capacity", str(TooFewPlaces(desk.seats_taken)))


def checked_wish(webinar: StartPromise, desk: RegistrationDesk | None, wish: RegistrationWish) -> dict[str, Any]:
    """Returns the columns that hold `wish`. What stays in it is as in `desk`.

    Raises WebinarInvalid at what is wrong first.
    """
    if wish.capacity is not None and not 1 <= wish.capacity <= MOST_PLACES:
        raise WebinarInvalid("capacity", str(TooManyPlaces(MOST_PLACES)))
    if not 1 <= wish.retention_days <= LONGEST_RETENTION:
        raise WebinarInvalid(
            "retention_days",
            _("Write after how many days it is erased, from 1 to %(most)s.", most=LONGEST_RETENTION),
        )
    return {
        "capacity": wish.capacity,
        "has_waiting_list": wish.has_waiting_list,
        "is_approval_needed": wish.is_approval_needed,
        **_checked_hours(webinar, desk, wish),
        "reminder_minutes": _checked_reminders(wish.reminder_minutes),
        "retention_days": wish.retention_days,
        "takes_feedback": wish.takes_feedback,
    }


def _checked_reminders(minutes: Sequence[int]) -> list[int]:
    wanted = sorted(set(minutes), reverse=True)
    if len(wanted) > MOST_REMINDERS:
        raise WebinarInvalid("reminder_minutes", _("At most %(limit)s reminders can be sent.", limit=MOST_REMINDERS))
    if any(not SOONEST_REMINDER <= each <= EARLIEST_REMINDER for each in wanted):
        raise WebinarInvalid("reminder_minutes", _("A reminder leaves between 5 minutes and 30 days before the start."))
    return wanted


def _checked_hours(
    webinar: StartPromise, desk: RegistrationDesk | None, wish: RegistrationWish
) -> dict[str, int | None]:
    opens = _minutes("opens_wall", webinar, wish.opens_wall, desk.opens_before_minutes if desk else None)
    closes = _minutes("closes_wall", webinar, wish.closes_wall, desk.closes_before_minutes if desk else None)
    if any(isinstance(wall, dt.datetime) for wall in (wish.opens_wall, wish.closes_wall)):
        _require_order(webinar, opens, closes, is_closing_typed=isinstance(wish.closes_wall, dt.datetime))
    return {"opens_before_minutes": opens, "closes_before_minutes": closes}


def _minutes(field: str, webinar: StartPromise, wall: Hour, stored: int | None) -> int | None:
    if wall is None:
        return None
    if wall is As.STORED:
        return stored
    if webinar.starts_wall is None:
        raise WebinarInvalid(field, _("Give the webinar a date and an hour first: this hour moves with its start."))
    minutes = minutes_before(webinar, wall)
    assert minutes is not None
    if abs(minutes) > LONGEST_BEFORE or not times.FIRST_YEAR <= wall.year <= times.LAST_YEAR:
        raise WebinarInvalid(field, _("This is too far away from the webinar. Choose another day."))
    return minutes


def _require_order(webinar: StartPromise, opens: int | None, closes: int | None, *, is_closing_typed: bool) -> None:
    opens_at, closes_at = (
        instant_before(webinar, opens),
        instant_before(webinar, closes),
    )
    if is_closing_typed and closes_at is not None and webinar.ends_at is not None and closes_at > webinar.ends_at:
        raise WebinarInvalid("closes_wall", _("The webinar is over by then. Close it at its end at the latest."))
    last = closes_at or webinar.ends_at
    if opens_at is not None and last is not None and opens_at >= last:
        sentence = (
            _("It closes before it opens. Choose an earlier hour to open, or a later one to close.")
            if closes_at
            else _("The webinar is over by then. Choose an earlier hour to open.")
        )
        raise WebinarInvalid("opens_wall", sentence)
