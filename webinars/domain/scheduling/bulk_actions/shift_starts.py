"""Several starts moved by one stretch: each on the clocks of its own zone, so that its hour stays what they show."""

import datetime as dt
import enum
from collections.abc import Sequence

from msgspec import Struct

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.errors import StartOutOfRange, WebinarInvalid
from webinars.domain.programme.start import start_from
from webinars.domain.scheduling.bulk_actions.errors import NOT_ALLOWED
from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar
from webinars.pure.times import FIRST_YEAR, LAST_YEAR, DateOutOfRange

MOST_UNITS = 520


class Unit(enum.StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class Shift(Struct, frozen=True, kw_only=True):
    """How far, later or earlier: at most `MOST_UNITS` either way."""

    count: int
    """Less than 0: earlier."""
    unit: Unit

    @property
    def length(self) -> dt.timedelta:
        return dt.timedelta(**{self.unit.value: self.count})


class StartMove(Struct, frozen=True):
    """What becomes of the start of one webinar."""

    webinar: Webinar
    wall: dt.datetime | None = None
    """The new start on the clocks of its zone, or None where only the day is known."""
    at: dt.datetime | None = None
    date: dt.date | None = None
    refusal: str = ""
    """Why it cannot be moved so."""

    @property
    def is_told(self) -> bool:
        """Whether those who follow it or are registered are told."""
        return not self.refusal and self.webinar.status is not Status.DRAFT


def start_fingerprint(webinar: Webinar) -> str:
    """Returns the start as a form remembers it, so that what somebody else has moved meanwhile is noticed."""
    start = webinar.starts_wall or webinar.starts_on
    return f"{start.isoformat()} {webinar.timezone}" if start is not None else ""


def moves_of(actor: Actor, webinars: Sequence[Webinar], shift: Shift, *, now: dt.datetime) -> list[StartMove]:
    """Returns what becomes of each of `webinars`, loaded whole. Nothing is changed."""
    return [_move_of(actor, each, shift, now=now) for each in webinars]


def _move_of(actor: Actor, webinar: Webinar, shift: Shift, *, now: dt.datetime) -> StartMove:
    if refusal := _refusal(actor, webinar, shift, now=now):
        return StartMove(webinar, refusal=refusal)
    try:
        if webinar.starts_wall is None:
            assert webinar.starts_on is not None
            return StartMove(webinar, date=_moved_date(webinar.starts_on, shift))
        wall = webinar.starts_wall + shift.length
        start = start_from(wall, webinar.timezone or webinar.host.timezone, webinar.duration_minutes, host=webinar.host)
    except WebinarInvalid as error:
        return StartMove(webinar, refusal=str(error))
    if webinar.status is not Status.DRAFT and start.ends_at is not None and start.ends_at <= now:
        # Whoever is registered would be told of a start that nobody can come to.
        return StartMove(webinar, refusal=_("It would be over already."))
    return StartMove(webinar, wall=wall, at=start.at, date=start.date)


def _moved_date(date: dt.date, shift: Shift) -> dt.date:
    """Raises StartOutOfRange where no hour could be given to that day later on."""
    # A day without an hour may have been typed as any: the last that a calendar knows has no day after it.
    moved = date + shift.length if can_stand(date) else date
    if not can_stand(moved):
        raise StartOutOfRange(DateOutOfRange(dt.datetime.combine(moved, dt.time())))
    return moved


def can_stand(date: dt.date) -> bool:
    """Returns whether the rules of zones are known for that year."""
    return FIRST_YEAR <= date.year <= LAST_YEAR


def _refusal(actor: Actor, webinar: Webinar, shift: Shift, *, now: dt.datetime) -> str:
    if not permissions.can_publish(actor, webinar):
        return str(NOT_ALLOWED)
    is_over = webinar.status is Status.PUBLISHED and webinar.ends_at is not None and webinar.ends_at <= now
    has_hour, is_draft = webinar.starts_wall is not None, webinar.status is Status.DRAFT
    obstacles = [
        (webinar.starts_on is None, _("It has no date yet.")),
        (webinar.status is Status.CANCELLED, _("It is cancelled. Restore it first.")),
        (is_over, _("It is over.")),
        (not has_hour and not is_draft, _("Only its day is known. Give it an hour in the editor.")),
        (not has_hour and shift.unit is Unit.HOURS, _("It has no hour yet.")),
    ]
    return next((said for is_so, said in obstacles if is_so), "")
