"""Whether an act can be taken back, and doing it. What is done so is an entry of its own."""

import datetime as dt
import enum
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.acts import Act
from webinars.domain.history.kinds import WITH_ASPECT, follows
from webinars.domain.history.undo_by_kind import WAYS
from webinars.domain.programme import rules
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.recordings.queries import load_chapters
from webinars.domain.recordings.removal import removed_recordings
from webinars.lib.errors import NotAllowed, WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Webinar

SENT = frozenset({"message:send", "speaking:ask", "speaking:remind", "co_organiser:remind", "invitation:make"})
"""What has gone out by mail, and done nothing else."""
_ANSWERS = frozenset({"co_organiser:accept", "co_organiser:decline", "co_organiser:leave", "invitation:claim"})


class Standing(enum.Enum):
    """What can be done about an act."""

    POSSIBLE = enum.auto()
    NOTHING = enum.auto()
    """It is of no kind that is taken back, or not by this person, or its time is over."""
    UNDONE = enum.auto()
    CHANGED = enum.auto()
    """What was written then is not what stands there now."""
    SENT = enum.auto()
    THEIRS = enum.auto()
    """Other people have answered; it is for them to say otherwise."""
    NOT_KEPT = enum.auto()


class CannotUndo(WebinarsError):
    """An act cannot be taken back, or not any more: `standing` says why."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        sentences = {
            Standing.UNDONE: _("It was put back already."),
            Standing.CHANGED: _("It was changed again since, so nothing was put back."),
            Standing.SENT: _("Mail that is sent cannot be taken back."),
            Standing.THEIRS: _("This is theirs to take back."),
            Standing.NOT_KEPT: _("What it was before is not kept."),
        }
        super().__init__(sentences.get(standing, _("This cannot be put back here.")))


def standing_of(act: Act, actor: Actor, *, now: dt.datetime) -> Standing:
    """Returns what `actor` can do about `act`."""
    if act.is_undone:
        return Standing.UNDONE
    settled = _settled(act.event, actor)
    if settled is not None:
        return settled
    way = WAYS.get(act.event.action)
    if way is None or not way.may(actor, act):
        return Standing.NOTHING
    if not way.is_kept(act):
        return Standing.NOT_KEPT
    if not way.is_open(act, now=now):
        return Standing.NOTHING
    return Standing.POSSIBLE if way.holds(act) else Standing.CHANGED


def _settled(event: AuditEvent, actor: Actor) -> Standing | None:
    """What follows from the kind of the act alone."""
    if event.action in SENT:
        return Standing.SENT
    is_answer = event.action in _ANSWERS or (event.detail or {}).get("by") == "speaking"
    return Standing.THEIRS if is_answer and event.actor_id != actor.user_id else None


def undo(session: Session, actor: Actor, webinar: Webinar, event: AuditEvent, *, now: dt.datetime) -> AuditEvent:
    """Take back what `event` tells of `webinar`. Returns the entry that says so.

    Needs the webinar locked, so that what stands there now stays until the end of the transaction.
    Raises NotAllowed, CannotUndo, and what the verbs raise: WebinarInvalid, WrongState, RecordingInvalid.
    """
    load_whole(session, webinar)
    load_chapters(session, [webinar.id])
    if not rules.can_change(actor, webinar):
        raise NotAllowed
    act = Act(
        event=event,
        webinar=webinar,
        later=_later(session, event),
        removed=removed_recordings(session, webinar),
        is_undone=session.scalar(sa.select(sa.exists().where(AuditEvent.undoes_id == event.id))) or False,
    )
    standing = standing_of(act, actor, now=now)
    if standing is not Standing.POSSIBLE:
        way = WAYS.get(event.action)
        if standing is Standing.NOTHING and way is not None and not way.may(actor, act):
            raise NotAllowed
        raise CannotUndo(standing)
    last_id = session.scalar(sa.select(sa.func.max(AuditEvent.id)).where(AuditEvent.webinar_id == webinar.id))
    WAYS[event.action].take_back(session, actor, act, now=now)
    entry = session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.webinar_id == webinar.id, AuditEvent.id > (last_id or 0))
        .order_by(AuditEvent.id)
        .limit(1)
    ).one_or_none()
    if entry is None:
        # The verb found that there was nothing to do.
        raise CannotUndo(Standing.CHANGED)
    entry.undoes_id = event.id
    session.flush()
    return entry


def _later(session: Session, event: AuditEvent) -> Sequence[AuditEvent]:
    query = sa.select(AuditEvent).where(
        AuditEvent.webinar_id == event.webinar_id, AuditEvent.id > event.id, AuditEvent.action.in_(WITH_ASPECT)
    )
    return [each for each in session.scalars(query.order_by(AuditEvent.id)) if follows(each, event)]
