"""The history as a page shows it: day by day in the reader's zone, each act with what can be done about it."""

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.acts import RecordedAct
from webinars.domain.history.kinds import ActKind, kind_of
from webinars.domain.history.undo import UndoState, undo_state_of
from webinars.domain.programme.permissions import can_keep_registrations, can_see_insight
from webinars.domain.registration.cancellation_recipients import told_counts
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent
from webinars.pure.times import format_hour, wall
from webinars.site.desk.history import queries
from webinars.site.desk.history.queries import ActRow
from webinars.site.desk.history.undo_buttons import Undo, kept_until, refusal_words, undo_of
from webinars.site.desk.history.wording import ActSentence, act_sentence, actor_name


class LaterChange(Struct, frozen=True):
    """What has happened to an act's work since."""

    who: str
    by: str
    """The same after "by": "you"."""
    at: dt.datetime
    moment: str
    """The hour, with its day where that is another one."""
    is_same_day: bool


class HistoryLine(Struct, frozen=True, kw_only=True):
    """One act, with what can be done about it."""

    row: ActRow
    said: ActSentence
    hour: str
    kind: ActKind | None
    notes: Sequence[str]
    """What followed from it, as sentences."""
    put_back: LaterChange | None
    changed_again: LaterChange | None
    undo: Undo | None
    why: str
    """Why there is no button."""
    may_write_again: bool


class Day(Struct, frozen=True):
    heading: str
    lines: Sequence[HistoryLine]


class _LineData(Struct, frozen=True):
    """What was asked of the database for all lines at once."""

    names: Mapping[int, str]
    acts: Mapping[int, RecordedAct]
    undone_by: Mapping[int, AuditEvent]
    counts: Mapping[int, int]
    subjects: Mapping[int, str]


def lines_of(
    session: Session, actor: Actor, rows: Sequence[ActRow], *, zone: str, now: dt.datetime
) -> list[HistoryLine]:
    """Returns the acts as `actor` reads them, hours in `zone`. What it asks does not grow with how many they are."""
    known = _line_data(session, rows)
    return [_line(row, known, actor, zone=zone, now=now) for row in rows]


def days_of(lines: Sequence[HistoryLine], *, zone: str, now: dt.datetime) -> list[Day]:
    """Returns the lines by days of `zone`, latest first as they are."""
    today = wall(now, zone).date()
    grouped = itertools.groupby(lines, key=lambda line: wall(line.said.at, zone).date())
    return [Day(_heading(date, today), list(each)) for date, each in grouped]


def _line_data(session: Session, rows: Sequence[ActRow]) -> _LineData:
    acts = queries.acts_of(session, rows)
    undone_by = queries.undoing_acts(session, rows)
    events = [row.event for row in rows]
    later = [each for act in acts.values() for each in act.later[:1]]
    actors = {each.actor_id for each in (*events, *undone_by.values(), *later)}
    return _LineData(
        names=queries.names_of(session, actors),
        acts=acts,
        undone_by=undone_by,
        counts=told_counts(session, {act.webinar.id for act in acts.values()}),
        subjects=queries.subjects_of(session, events),
    )


def _line(row: ActRow, known: _LineData, actor: Actor, *, zone: str, now: dt.datetime) -> HistoryLine:
    event, act = row.event, known.acts.get(row.event.id)
    said = act_sentence(event, row.webinar, known.names, actor_id=actor.user_id)
    standing = undo_state_of(act, actor, now=now) if act is not None else UndoState.NOTHING
    is_possible = standing is UndoState.POSSIBLE
    is_kept = is_possible and event.action == "recording:remove"
    may_write = row.webinar is not None and can_keep_registrations(actor, row.webinar)
    later = act.later[0] if act is not None and act.later and standing is UndoState.CHANGED else None

    def since(other: AuditEvent | None) -> LaterChange | None:
        if other is None:
            return None
        is_same_day = wall(other.at, zone).date() == wall(event.at, zone).date()
        who = actor_name(other, known.names, actor.user_id)
        is_own = other.token_id is None and other.actor_id is not None and other.actor_id == actor.user_id
        by = _("you") if is_own else who
        return LaterChange(who, by, other.at, _moment(other.at, zone, with_day=not is_same_day), is_same_day)

    return HistoryLine(
        row=row,
        said=_message(event, known, said),
        hour=format_hour(wall(event.at, zone)),
        kind=kind_of(event.action),
        notes=[kept_until(act, zone)] if act is not None and is_kept else [],
        put_back=since(known.undone_by.get(event.id)),
        changed_again=since(later),
        undo=undo_of(act, _recipient_count(actor, act, known)) if act is not None and is_possible else None,
        why="" if later is not None else refusal_words(standing),
        may_write_again=event.action == "message:send" and may_write,
    )


def _moment(at: dt.datetime, zone: str, *, with_day: bool) -> str:
    there = wall(at, zone)
    hour = format_hour(there)
    return _("%(day)s, %(hour)s", day=format_date(there.date(), "d MMMM y"), hour=hour) if with_day else hour


def _recipient_count(actor: Actor, act: RecordedAct, known: _LineData) -> int:
    """Returns how many people hear of it: a number for those who may see how many have registered."""
    return known.counts.get(act.webinar.id, 0) if can_see_insight(actor, act.webinar) else 0


def _message(event: AuditEvent, known: _LineData, said: ActSentence) -> ActSentence:
    """Returns to how many a message went, and what it was about: its words stand with the message alone."""
    if event.action != "message:send":
        return said
    subject = known.subjects.get(event.detail.get("mailing", 0), "")
    count = event.detail.get("count") or 0
    did = ngettext("wrote to one person", "wrote to %(num)s people", count)
    return replace(said, did=did, after=f"“{subject}”" if subject else "")


def _heading(date: dt.date, today: dt.date) -> str:
    day = format_date(date, "EEEE d MMMM" if date.year == today.year else "EEEE d MMMM y")
    if date == today:
        return _("Today, %(day)s", day=day)
    if date == today - dt.timedelta(days=1):
        return _("Yesterday, %(day)s", day=day)
    return day
