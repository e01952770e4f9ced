"""Whether an act can be taken back, and doing it. What is done so is an entry of its own."""

import datetime as dt
import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.acts import RecordedAct, UndoMethod
from webinars.domain.history.kinds import WITH_ASPECT, follows
from webinars.domain.history.undo_recordings import AnswerUndo, ChaptersUndo, RemovalUndo
from webinars.domain.lineup import actions as lineup
from webinars.domain.programme import life_cycle, permissions
from webinars.domain.programme.actions import set_date, set_series, set_start, set_topics, update_webinar
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.details import right_to
from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS, Kept
from webinars.domain.programme.start import start_from
from webinars.domain.programme.start import start_snapshot as told_start
from webinars.domain.questions import agenda as questions
from webinars.domain.recordings.queries import load_chapters
from webinars.domain.recordings.removal import removed_recordings
from webinars.lib.errors import NotAllowed, WebinarsError, require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import name_key
from webinars.models import AppearanceRole, AuditEvent, Status, Webinar

# How each kind of act is taken back: by the verb that organisers have for it, so that mails and feeds follow.
#
# Only where the history keeps all that it takes, and only while what was written then is what stands there now.


class StartUndo(UndoMethod):
    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_publish(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        return _promised(told_start(act.webinar)) == _promised(act.detail["start"][1])

    def is_open(self, act: RecordedAct, *, now: dt.datetime) -> bool:
        webinar, before = act.webinar, act.detail["start"][0]
        if any(each.action == "choosing:choose" and each.at == act.event.at for each in act.later):
            # The choice of a start is taken back where it was made: people are asked on.
            return False
        if webinar.status == Status.DRAFT:
            return True
        if webinar.status != Status.PUBLISHED or "status" in act.detail or not before["wall"]:
            return False
        return not _is_over(webinar, now) and _instant(before, webinar) > now

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        webinar, before = act.webinar, act.detail["start"][0]
        timezone = before["timezone"] or webinar.timezone or webinar.host.timezone
        wall = dt.datetime.fromisoformat(before["wall"]) if before["wall"] else None
        # A length that was not changed stays as it is: assumed, where nobody has said it.
        minutes = before["duration_minutes"] if before["duration_minutes"] != webinar.duration_minutes else None
        if wall is None and before["date"]:
            set_date(session, actor, webinar, date=dt.date.fromisoformat(before["date"]), now=now)
        elif wall is None or webinar.status == Status.DRAFT:
            set_start(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)
        else:
            life_cycle.move(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)


class FieldsUndo(UndoMethod):
    """The plain fields. Of the room the history keeps only that it was changed. Registration has verbs of its own."""

    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        fields = act.detail.keys()
        if not fields or any(field not in PLAIN_FIELDS or PLAIN_FIELDS[field].kept is Kept.TO_READ for field in fields):
            return False
        return all(permissions.has_right(actor, act.webinar, right_to(field)) for field in fields)

    def is_kept(self, act: RecordedAct) -> bool:
        return all(PLAIN_FIELDS[field].kept is Kept.TO_PUT_BACK for field in act.detail)

    def is_unchanged(self, act: RecordedAct) -> bool:
        return all(getattr(act.webinar, field) == after for field, (_before, after) in act.detail.items())

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        former: dict[str, Any] = {
            field: PLAIN_FIELDS[field].kind.given(before) for field, (before, _after) in act.detail.items()
        }
        update_webinar(session, actor, act.webinar, now=now, **former)


class TopicsUndo(UndoMethod):
    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_edit_texts(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        return {name_key(each.name) for each in act.webinar.topics} == set(map(name_key, act.detail["topics"][1]))

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        set_topics(session, actor, act.webinar, act.detail["topics"][0], now=now)


class SeriesUndo(UndoMethod):
    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_manage(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        present = act.webinar.series.title if act.webinar.series else ""
        return name_key(present) == name_key(act.detail["series"][1])

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        set_series(session, actor, act.webinar, act.detail["series"][0], now=now)


class AgendaUndo(UndoMethod):
    """Their texts. When one was answered is not kept with them, so none goes or comes back that was."""

    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_edit_texts(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        return bool(questions.agenda_snapshot(act.webinar) == act.detail["questions"][1])

    def is_open(self, act: RecordedAct, *, now: dt.datetime) -> bool:
        before, after = act.detail["questions"]
        if len(before) > len(after):
            return act.webinar.starts_at is None or act.webinar.starts_at > now
        is_fewer = len(before) < len(after)
        return not any(
            is_fewer and each.text not in before and each.answered_s is not None for each in act.webinar.questions
        )

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        questions.set_questions(session, actor, act.webinar, act.detail["questions"][0], now=now)


class LineupUndo(UndoMethod):
    """Order, roles and words of the same people.

    Who was taken out has lost more than the history keeps: their link, their slides, their place in recordings.
    """

    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_edit_people(actor, act.webinar)

    def is_open(self, act: RecordedAct, *, now: dt.datetime) -> bool:
        del now
        before, after = (Counter(each["name"] for each in places) for places in act.detail["lineup"])
        return before == after and max(after.values(), default=0) == 1

    def is_unchanged(self, act: RecordedAct) -> bool:
        return bool(lineup.lineup_snapshot(act.webinar) == act.detail["lineup"][1])

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        speakers = {each.shown_name: each.speaker for each in act.webinar.lineup}
        places = []
        for place in act.detail["lineup"][0]:
            said = {field: place[field] for field in lineup.FIELDS} | {"role": AppearanceRole(place["role"])}
            places.append(lineup.AppearanceInput(speaker=speakers[place["name"]], **said))
        lineup.set_lineup(session, actor, act.webinar, places, now=now)


class PublicationUndo(UndoMethod):
    """What an act has made of the webinar's state, as long as no other has made something else of it."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def is_allowed(self, actor: Actor, act: RecordedAct) -> bool:
        return permissions.can_publish(actor, act.webinar)

    def is_unchanged(self, act: RecordedAct) -> bool:
        return act.webinar.status == self._status and act.is_last_of_its_kind

    def is_open(self, act: RecordedAct, *, now: dt.datetime) -> bool:
        return not _is_over(act.webinar, now)

    def take_back(self, session: Session, actor: Actor, act: RecordedAct, *, now: dt.datetime) -> None:
        verb = life_cycle.unpublish if self._status == Status.PUBLISHED else life_cycle.restore
        verb(session, actor, act.webinar, now=now)


WAYS: Mapping[str, UndoMethod] = {
    "webinar:set_start": StartUndo(),
    "webinar:move": StartUndo(),
    "webinar:update": FieldsUndo(),
    "webinar:set_topics": TopicsUndo(),
    "webinar:set_series": SeriesUndo(),
    "webinar:set_questions": AgendaUndo(),
    "webinar:set_lineup": LineupUndo(),
    "webinar:publish": PublicationUndo(Status.PUBLISHED),
    "webinar:postpone": PublicationUndo(Status.POSTPONED),
    "webinar:cancel": PublicationUndo(Status.CANCELLED),
    "webinar:answer_question": AnswerUndo(),
    "recording:remove": RemovalUndo(),
    "recording:set_chapters": ChaptersUndo(),
}


def _promised(start: Mapping[str, Any]) -> tuple[object, ...]:
    """Returns what a start that the history tells promises: of a date alone, neither zone nor length is promised."""
    if not start["wall"]:
        return (start["date"],)
    return start["wall"], start["timezone"], start["duration_minutes"]


def _is_over(webinar: Webinar, now: dt.datetime) -> bool:
    return webinar.ends_at is not None and webinar.ends_at <= now


def _instant(start: Mapping[str, Any], webinar: Webinar) -> dt.datetime:
    """Returns when a start that the history tells is by today's rules, or long ago if there is no such hour now."""
    try:
        wall = dt.datetime.fromisoformat(start["wall"])
        found = start_from(wall, start["timezone"] or webinar.host.timezone, start["duration_minutes"])
    except WebinarInvalid:
        found = None
    return found.at if found is not None and found.at is not None else dt.datetime.min.replace(tzinfo=dt.UTC)


SENT = frozenset(
    {"message:send", "message:send_recap", "speaking:ask", "speaking:remind", "co_organiser:remind", "invitation:make"}
)
"""What has gone out by mail, and done nothing else."""
_ANSWERS = frozenset({"co_organiser:accept", "co_organiser:decline", "co_organiser:leave", "invitation:claim"})


class UndoState(enum.Enum):
    """What can be done about an act."""

    POSSIBLE = enum.auto()
    NOTHING = enum.auto()
    """It is of no kind that is taken back, or not by this person, or its time is over."""
    UNDONE = enum.auto()
    CHANGED = enum.auto()
    """What was written then is not what stands there now."""
    SENT = enum.auto()
    THEIRS = enum.auto()
    """Other people have answered. It is for them to say otherwise."""
    NOT_KEPT = enum.auto()


class CannotUndo(WebinarsError):
    """An act cannot be taken back, or not any more: `standing` says why."""

    def __init__(self, standing: UndoState) -> None:
        self.standing = standing
        sentences = {
            UndoState.UNDONE: _("It was put back already."),
            UndoState.CHANGED: _("It was changed again since, so nothing was put back."),
            UndoState.SENT: _("Mail that is sent cannot be taken back."),
            UndoState.THEIRS: _("This is theirs to take back."),
            UndoState.NOT_KEPT: _("What it was before is not kept."),
        }
        super().__init__(sentences.get(standing, _("This cannot be put back here.")))


def undo_state_of(act: RecordedAct, actor: Actor, *, now: dt.datetime) -> UndoState:
    """Returns what `actor` can do about `act`."""
    if act.is_undone:
        return UndoState.UNDONE
    settled = _settled(act.event, actor)
    if settled is not None:
        return settled
    way = WAYS.get(act.event.action)
    if way is None or not way.is_allowed(actor, act):
        return UndoState.NOTHING
    if not way.is_kept(act):
        return UndoState.NOT_KEPT
    if not way.is_open(act, now=now):
        return UndoState.NOTHING
    return UndoState.POSSIBLE if way.is_unchanged(act) else UndoState.CHANGED


def _settled(event: AuditEvent, actor: Actor) -> UndoState | None:
    """Returns what follows from the kind of the act alone."""
    if event.action in SENT:
        return UndoState.SENT
    is_answer = event.action in _ANSWERS or (event.detail or {}).get("by") == "speaking"
    return UndoState.THEIRS if is_answer and event.actor_id != actor.user_id else None


def undo(session: Session, actor: Actor, webinar: Webinar, event: AuditEvent, *, now: dt.datetime) -> AuditEvent:
    """Take back what `event` tells of `webinar`. Returns the entry that says so.

    Needs the webinar locked, so that what stands there now stays until the end of the transaction.
    Raises NotAllowed, CannotUndo, and what the verbs raise: WebinarInvalid, WrongState, RecordingInvalid.
    """
    load_whole(session, webinar)
    load_chapters(session, [webinar.id])
    require_right(permissions.can_change(actor, webinar))
    act = RecordedAct(
        event=event,
        webinar=webinar,
        later=_later(session, event),
        removed=removed_recordings(session, webinar),
        is_undone=session.scalar(sa.select(sa.exists().where(AuditEvent.undoes_id == event.id))) or False,
    )
    standing = undo_state_of(act, actor, now=now)
    if standing is not UndoState.POSSIBLE:
        way = WAYS.get(event.action)
        if standing is UndoState.NOTHING and way is not None and not way.is_allowed(actor, act):
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
        raise CannotUndo(UndoState.CHANGED)
    entry.undoes_id = event.id
    session.flush()
    return entry


def _later(session: Session, event: AuditEvent) -> Sequence[AuditEvent]:
    query = sa.select(AuditEvent).where(
        AuditEvent.webinar_id == event.webinar_id, AuditEvent.id > event.id, AuditEvent.action.in_(WITH_ASPECT)
    )
    return [each for each in session.scalars(query.order_by(AuditEvent.id)) if follows(each, event)]
