"""The mail that a recording is up: to those with a place who asked for it, and to those who wait without one.

It leaves an hour after the first recording was added, so that whoever adds it can put it right, read the mail, send it
at once or stop it. Verbs lock, flush, and never commit.
"""

import datetime as dt
import enum
import secrets
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.outbox.promises import wake_for
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.phases import phase_of
from webinars.domain.registration.errors import RecapMailSettled
from webinars.domain.registration.mailings.mailing import RECORDING, add_mailing, end_mailing, unstarted
from webinars.domain.registration.recording_wishes import RECORDING_WISH
from webinars.lib.errors import require_right
from webinars.models import (
    AuditEvent,
    Mailing,
    Priority,
    PromiseState,
    Recording,
    RecordingWish,
    Registration,
    RegistrationDesk,
    RegistrationState,
    Status,
    Webinar,
)

SENT_AFTER = dt.timedelta(hours=1)
KINDS = (RECORDING, RECORDING_WISH)


class RecapMailState(enum.StrEnum):
    WAITING = "waiting"
    STOPPED = "stopped"
    LEFT = "left"


class RecapMailPress(enum.StrEnum):
    NOW = "now"
    STOP = "stop"
    AFTER_ALL = "after-all"
    """Send what was stopped."""


class RecapMail(Struct, frozen=True):
    """What has become of it. Both kinds are promised, stopped and sent together."""

    state: RecapMailState
    count: int
    """How many people it goes to, or has gone to."""
    due_at: dt.datetime


def promise_to_registered(session: Session, webinar: Webinar, row: RegistrationDesk, *, now: dt.datetime) -> None:
    """Promise it once to those with a place. While it waits, it goes with the last recording. The desk is locked."""
    if not _can_be_recorded(webinar, now):
        return
    if not _has_recording(session, webinar.id):
        if _take_back(session, webinar.id, RECORDING):
            row.told_recording_at = None
    elif row.told_recording_at is None:
        row.told_recording_at = now
        if asked_count(session, webinar.id, [RECORDING]):
            _promise(session, webinar, RECORDING, now=now)


def promise_to_wishes(session: Session, webinar_ids: Collection[int], *, now: dt.datetime) -> None:
    """Promise it to those who wait without a place for a recording of one of these webinars."""
    waited_for = sa.select(RecordingWish.webinar_id).where(RecordingWish.webinar_id.in_(webinar_ids))
    query = sa.select(Webinar).where(Webinar.id.in_(waited_for)).order_by(Webinar.id)
    for webinar in [each for each in session.scalars(query) if _can_be_recorded(each, now)]:
        if not _has_recording(session, webinar.id):
            _take_back(session, webinar.id, RECORDING_WISH)
        elif session.scalar(_of(webinar.id, RECORDING_WISH).where(Mailing.state != PromiseState.SENT)) is None:
            # Those who have not pressed yet, too: see `confirm_wish`.
            wishes = sa.select(RecordingWish.confirmed_at).where(RecordingWish.webinar_id == webinar.id)
            if any(session.scalars(wishes.order_by(RecordingWish.id).with_for_update())):
                _promise(session, webinar, RECORDING_WISH, now=now)


def recap_mail_of(session: Session, webinar_id: int, *, now: dt.datetime) -> RecapMail | None:
    """Returns how it stands with the mail about a webinar, or None where nobody waits for one."""
    mailings = session.scalars(_of(webinar_id, *KINDS).order_by(Mailing.id)).all()
    if not mailings:
        return None
    state, some = _state_of(mailings, now)
    is_left = state is RecapMailState.LEFT
    sent, kinds = sum(each.mail_count for each in some), {each.kind for each in some}
    return RecapMail(state, sent if is_left else asked_count(session, webinar_id, kinds), some[-1].due_at)


def asked_count(session: Session, webinar_id: int, kinds: Collection[str] = KINDS) -> int:
    """Returns how many addresses want the mail, of those whom it goes to in one of `kinds`."""
    queries = {
        RECORDING: sa.select(Registration.email_normal).where(
            Registration.webinar_id == webinar_id,
            Registration.email_normal.is_not(None),
            Registration.state == RegistrationState.CONFIRMED,
            Registration.wants_recording,
        ),
        RECORDING_WISH: sa.select(RecordingWish.email_normal).where(
            RecordingWish.webinar_id == webinar_id, RecordingWish.confirmed_at.is_not(None)
        ),
    }
    # In their own order, not in that of a set: one statement, whoever asks.
    addresses = sa.union(*(query for kind, query in queries.items() if kind in kinds)).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(addresses)) or 0


def press_recap_mail(
    session: Session, actor: Actor, webinar: Webinar, pressed: RecapMailPress, *, now: dt.datetime
) -> int:
    """Send it now, stop it, or send it after all. Returns how many people it is for.

    The webinar is locked, and `now` was read after that: by an earlier moment, who waited for another's press would
    find the mail still waiting.

    Nobody else, the worker neither, begins or stops it before the commit. Raises NotAllowed, RecapMailSettled.
    """
    require_right(can_keep_registrations(actor, webinar))
    query = _of(webinar.id, *KINDS).order_by(Mailing.id).with_for_update().execution_options(populate_existing=True)
    state, mailings = _state_of(session.scalars(query).all(), now)
    is_stop, is_stopped = pressed is RecapMailPress.STOP, state is RecapMailState.STOPPED
    if state is RecapMailState.LEFT or is_stopped != (pressed is RecapMailPress.AFTER_ALL):
        raise RecapMailSettled(is_stopped=is_stopped)
    for mailing in mailings:
        if is_stop:
            end_mailing(session, actor, mailing, now=now)
        else:
            mailing.state, mailing.stopped_at, mailing.due_at = PromiseState.DUE, None, now
    wake_for(session, Mailing)
    action = "message:stop_recap" if is_stop else "message:send_recap"
    session.add(AuditEvent.of_webinar(webinar, action, {}, by=actor.user_id, at=now))
    session.flush()
    return asked_count(session, webinar.id, {each.kind for each in mailings})


def _of(webinar_id: int, *kinds: str) -> sa.Select[Mailing]:
    """Returns what selects the mailings of these kinds, but for those that went with the last recording."""
    is_there = sa.or_(Mailing.state != PromiseState.DROPPED, Mailing.stopped_at.is_not(None))
    return sa.select(Mailing).where(Mailing.webinar_id == webinar_id, Mailing.kind.in_(kinds), is_there)


def _state_of(mailings: Sequence[Mailing], now: dt.datetime) -> tuple[RecapMailState, Sequence[Mailing]]:
    """Returns how it stands, and the mailings of which that is so."""
    waiting = [each for each in mailings if each.state is PromiseState.DUE and not each.cursor_id and each.due_at > now]
    if waiting:
        return RecapMailState.WAITING, waiting
    stopped = [each for each in mailings if each.stopped_at is not None]
    return (RecapMailState.STOPPED, stopped) if stopped else (RecapMailState.LEFT, mailings)


def _can_be_recorded(webinar: Webinar, now: dt.datetime) -> bool:
    return webinar.status == Status.PUBLISHED and not phase_of(webinar, now).is_to_come


def _has_recording(session: Session, webinar_id: int) -> bool:
    return session.scalar(sa.select(sa.exists().where(Recording.webinar_id == webinar_id))) or False


def _take_back(session: Session, webinar_id: int, kind: str) -> bool:
    """Drop what has not begun to leave. Returns whether there was any."""
    waiting = unstarted(session, webinar_id, (kind,))
    for mailing in waiting:
        mailing.state = PromiseState.DROPPED
    session.flush()
    return bool(waiting)


def _promise(session: Session, webinar: Webinar, kind: str, *, now: dt.datetime) -> None:
    add_mailing(
        session,
        kind=kind,
        webinar_id=webinar.id,
        context={},
        dedupe_key=f"{kind}:{webinar.id}:{secrets.token_hex(8)}",
        priority=Priority.MESSAGE,
        due_at=max(now + SENT_AFTER, webinar.ends_at or now),
        now=now,
    )
