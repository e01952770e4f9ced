"""What is said of the hour on the day, by one press each, and taken back by the press that takes its place.

Each verb has the webinar locked, flushes, and never commits. Two may press at once: the second press of the same
changes nothing, and one for a phase that is gone says who has pressed what.
"""

import datetime as dt
from collections.abc import Callable, Mapping

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.live.delay_notices import promise_delay_notice
from webinars.domain.live.errors import HourHasChanged, LaterInvalid
from webinars.domain.live.turns import end_turn
from webinars.domain.programme.changes import record
from webinars.domain.programme.phases import DUE_FOR, Phase, over_at, phase_of
from webinars.domain.questions.boards import lock_board, store_change
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import CONDUCTED_BEFORE, AuditEvent, Status, User, Webinar

MINUTES = (5, 10, 15)
MOST_LATE = 30
"""More than so many minutes is a move: those who have the hour in their calendars have to learn of it."""
REGRETTED_FOR = dt.timedelta(hours=1)
"""So long after it was over somebody may say that it was not."""
SAME_PRESS = dt.timedelta(minutes=1)
WORDS: Mapping[str, object] = {
    "day:started": _l("We have started"),
    "day:not_started": _l("Not started yet"),
    "day:later": _l("Start later"),
    "day:on_time": _l("At its hour after all"),
    "day:going_on": _l("Still going"),
    "day:over": _l("We are over"),
    "day:not_over": _l("Not over yet"),
}
"""What the buttons are called, by what the history calls their presses."""


class Conductor(Struct, frozen=True, kw_only=True):
    """Who presses: somebody who has signed in, or whoever has a helper's link."""

    actor: Actor = ANONYMOUS
    link_id: int | None = None


def is_conducted_at(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether anything can be said of its hour: that it takes place within half an hour, or has begun."""
    is_near = webinar.starts_at is not None and now >= webinar.starts_at - CONDUCTED_BEFORE
    return is_near and webinar.status == Status.PUBLISHED


def is_its_day(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether it begins within a day, or was over for less than an hour."""
    over = over_at(webinar)
    if webinar.status != Status.PUBLISHED or webinar.starts_at is None or over is None:
        return False
    return webinar.starts_at - dt.timedelta(days=1) <= now < over + REGRETTED_FOR


def start(session: Session, who: Conductor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that it has begun: this moment is 0:00 of its clock. Raises HourHasChanged."""
    if webinar.pressed(webinar.began_at) is not None and phase_of(webinar, now).is_going_on:
        return
    _require(session, webinar, lambda phase: phase.is_to_come or phase.is_going_on, now)
    webinar.began_at = now
    _note(session, who, webinar, "started", now=now)
    _set_stream_began(session, webinar, None, now)


def take_back_start(session: Session, who: Conductor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that it has not begun after all. Raises HourHasChanged."""
    began_at = webinar.pressed(webinar.began_at)
    if began_at is None and phase_of(webinar, now).is_to_come:
        return
    _require(session, webinar, lambda _phase: can_take_back_start(webinar, now), now)
    end_turn(session, webinar, now=now)
    webinar.began_at = None
    _note(session, who, webinar, "not_started", now=now)
    _set_stream_began(session, webinar, began_at, None)


def can_take_back_start(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether it is going on because somebody has said so, and would wait again without."""
    if webinar.starts_at is None or webinar.pressed(webinar.began_at) is None or not phase_of(webinar, now).is_going_on:
        return False
    return now < webinar.starts_at + webinar.expected_late() + DUE_FOR


def begin_later(
    session: Session, who: Conductor, webinar: Webinar, minutes: int, *, seen: int, now: dt.datetime
) -> None:
    """Say that it begins some minutes later than the `seen` minutes by which it was late already. The promise stays.

    Those with a place are told by mail a minute later. Raises HourHasChanged, LaterInvalid.
    """
    late = late_minutes(webinar)
    if late == seen + minutes:
        return
    _require(session, webinar, lambda phase: phase.is_to_come and late == seen, now)
    if minutes not in MINUTES or late + minutes > MOST_LATE:
        raise LaterInvalid(MOST_LATE)
    _set_late(session, who, webinar, late + minutes, "later", now=now)


def begin_at_its_hour(session: Session, who: Conductor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that it begins at its hour after all. Raises HourHasChanged."""
    if not late_minutes(webinar):
        return
    _require(session, webinar, lambda phase: phase.is_to_come, now)
    _set_late(session, who, webinar, 0, "on_time", now=now)


def late_minutes(webinar: Webinar) -> int:
    """Returns by how many minutes later than planned it is said to begin."""
    return int(webinar.expected_late().total_seconds()) // 60


def keep_going(session: Session, who: Conductor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that it is still going on although its planned end has passed. Raises HourHasChanged."""
    continued_at = webinar.pressed(webinar.continued_at)
    if continued_at is not None and now - continued_at < SAME_PRESS and phase_of(webinar, now).is_going_on:
        return
    _require(session, webinar, lambda phase: phase is Phase.RUNNING_OVER, now)
    webinar.continued_at = now
    _note(session, who, webinar, "going_on", now=now)


def end(session: Session, who: Conductor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that it is over; whoever speaks has ended. Raises HourHasChanged."""
    if phase_of(webinar, now) is Phase.AFTER:
        return
    _require(session, webinar, lambda phase: phase.is_going_on, now)
    end_turn(session, webinar, now=now)
    webinar.ended_at = now
    _note(session, who, webinar, "over", now=now)


def take_back_end(session: Session, who: Conductor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Say that it is not over after all, which opens its room again. Raises HourHasChanged."""
    if phase_of(webinar, now).is_going_on:
        return
    _require(session, webinar, lambda _phase: can_take_back_end(webinar, now), now)
    webinar.ended_at = None
    if phase_of(webinar, now) is Phase.AFTER:
        webinar.continued_at = now
    _note(session, who, webinar, "not_over", now=now)


def can_take_back_end(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether it is over, and not for longer than somebody may have said so by mistake."""
    over = over_at(webinar)
    return phase_of(webinar, now) is Phase.AFTER and over is not None and now < over + REGRETTED_FOR


def _require(session: Session, webinar: Webinar, is_so: Callable[[Phase], bool], now: dt.datetime) -> None:
    """Raises HourHasChanged where the press is not for what is so at `now`, with who has pressed last."""
    if is_conducted_at(webinar, now) and is_so(phase_of(webinar, now)):
        return
    last = session.execute(
        sa.select(AuditEvent.action, AuditEvent.at, User.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.webinar_id == webinar.id, AuditEvent.action.in_(list(WORDS)))
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or webinar.pressed(last.at) is None:
        raise HourHasChanged
    raise HourHasChanged(last.name or _("Somebody who helps"), str(WORDS[last.action]))


def _set_late(session: Session, who: Conductor, webinar: Webinar, minutes: int, verb: str, *, now: dt.datetime) -> None:
    webinar.late_minutes, webinar.late_at = minutes, now
    _note(session, who, webinar, verb, now=now)
    promise_delay_notice(session, webinar, minutes, now=now)


def _note(session: Session, who: Conductor, webinar: Webinar, verb: str, *, now: dt.datetime) -> None:
    detail = {"by": "conducting"} if who.link_id is not None else {}
    record(session, who.actor, webinar, f"day:{verb}", detail, now=now)


def _set_stream_began(session: Session, webinar: Webinar, was: dt.datetime | None, at: dt.datetime | None) -> None:
    """Have the recordings begin when it was said, unless somebody has said otherwise of the stream."""
    try:
        board = lock_board(session, webinar.id)
    except LookupError:
        return
    if board.row.stream_began_at == was:
        board.row.stream_began_at = at
        store_change(session, board)
