"""Finding a time: starts are proposed, answered, and one of them chosen. Every verb needs the webinar locked."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import set_date, set_start
from webinars.domain.programme.changes import record
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.life_cycle import move
from webinars.domain.programme.start import start_from, start_snapshot
from webinars.domain.scheduling.date_polls.errors import (
    DeadlineOver,
    PollClosed,
    StartGone,
    StartOver,
    StartsInvalid,
    TooManyStarts,
)
from webinars.domain.scheduling.date_polls.local_hours import starts_at
from webinars.domain.scheduling.date_polls.notifications import tell_chosen
from webinars.domain.scheduling.date_polls.queries import Participant, poll_of, replies_of
from webinars.lib.errors import require_right
from webinars.lib.ordering import arrange
from webinars.lib.text_cleaning import many_lines
from webinars.models import AuditEvent, Availability, ProposedStart, StartAnswer, StartPoll, StartReply, Status, Webinar

MOST_STARTS = 12
WORDS_LENGTH = 500
BY_SPEAKER = "speaking"
"""What the history says of an answer that came by a speaker's link."""


class WantedStart(Struct, frozen=True, kw_only=True):
    """A start as it shall be proposed. `start_id` is of one that is there already."""

    start_id: int | None
    wall: dt.datetime
    timezone: str
    duration_minutes: int


def propose(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    wanted: Sequence[WantedStart],
    *,
    ends_at: dt.datetime | None,
    now: dt.datetime,
) -> StartPoll:
    """Make these the starts that are asked about, in this order. What was said to one that changes counts no more.

    `ends_at` is when answers are wanted by. Other starts than those of a choice ask anew.
    Needs the webinar locked and loaded whole.
    Raises NotAllowed, StartsInvalid, TooManyStarts, DeadlineOver.
    """
    require_right(permissions.can_edit_people(actor, webinar))
    if len(wanted) > MOST_STARTS:
        raise TooManyStarts(MOST_STARTS)
    wanted = _checked_starts(webinar, wanted)
    poll = poll_of(session, webinar.id, fresh=True)
    if ends_at is not None and ends_at <= now and (poll is None or poll.ends_at != ends_at):
        raise DeadlineOver
    if poll is None:
        poll = StartPoll(webinar=webinar, made_at=now)
        session.add(poll)
    present = {start.id: start for start in poll.starts}
    before = [_start_snapshot(start) for start in poll.starts]
    arrange(poll.starts, [_filled(present.pop(each.start_id or 0, None), each, now=now) for each in wanted])
    if poll.ends_at != ends_at:
        poll.ends_at, poll.reminded_at = ends_at, None
    after = [_start_snapshot(start) for start in poll.starts]
    if before != after and poll.chosen_at is not None:
        _open_again(poll)
    session.flush()
    if before != after:
        record(session, actor, webinar, "choosing:propose", {"starts": [before, after]}, now=now)
    return poll


def answer(
    session: Session,
    webinar: Webinar,
    voice: Participant,
    given: Mapping[int, Availability | None],
    words: str,
    *,
    seen: Mapping[int, str],
    actor: Actor = ANONYMOUS,
    now: dt.datetime,
) -> None:
    """Say to which starts one can come, by their ids. None takes an answer back. What is no start any more is left out.

    `seen` is what was read of each: see `start_fingerprint`. Needs the webinar locked. Raises PollClosed, StartGone.
    """
    poll = poll_of(session, webinar.id, fresh=True)
    if poll is None or not poll.is_open or (voice.appearance is not None and voice.appearance.has_declined):
        raise PollClosed
    if any(start_fingerprint(start) != seen.get(start.id, start_fingerprint(start)) for start in poll.starts):
        raise StartGone
    appearance_id, co_organiser_id = voice.key
    reply = replies_of(session, webinar.id, fresh=True).get(voice.key)
    if reply is None:
        reply = StartReply(
            webinar_id=webinar.id, appearance_id=appearance_id, co_organiser_id=co_organiser_id, replied_at=now
        )
        session.add(reply)
        session.flush()
        session.refresh(reply, ["answers"])
    _say(reply, poll, given, now=now)
    reply.words, reply.replied_at = many_lines(words)[:WORDS_LENGTH], now
    # The webinar itself does not change by it: open editors must not become old.
    session.add(
        AuditEvent.of_webinar(
            webinar,
            "choosing:answer",
            {"by": BY_SPEAKER, "appearance_id": appearance_id, "speaker": voice.name}
            if appearance_id is not None
            else {"organisation": voice.name},
            by=actor.user_id,
            at=now,
        )
    )
    session.flush()


def choose(
    session: Session, actor: Actor, webinar: Webinar, start_id: int, seen: str, *, now: dt.datetime
) -> ProposedStart:
    """Make a start the webinar's: a draft's first, a published one's new. Who answered gets one mail with it.

    `seen` is what was read of the start: see `start_fingerprint`. Needs the webinar locked and loaded whole.
    Raises NotAllowed, PollClosed, StartGone, StartOver, WebinarInvalid, WrongState.
    """
    require_right(permissions.can_publish(actor, webinar))
    poll = poll_of(session, webinar.id, fresh=True)
    if poll is None or poll.chosen_at is not None:
        raise PollClosed
    chosen = next((each for each in poll.starts if each.id == start_id and start_fingerprint(each) == seen), None)
    if chosen is None:
        raise StartGone
    if starts_at(chosen) <= now:
        raise StartOver
    former, is_assumed = start_snapshot(webinar), webinar.is_duration_assumed
    wall, timezone, minutes = chosen.starts_wall, chosen.timezone, chosen.duration_minutes
    if webinar.status == Status.DRAFT:
        set_start(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)
        poll.former = former | {"is_duration_assumed": is_assumed}
    else:
        move(session, actor, webinar, wall=wall, timezone=timezone, duration_minutes=minutes, now=now)
        # What was announced is not taken back by a press here: calendars follow it already.
        poll.former = {}
    poll.chosen_at, chosen.is_chosen = now, True
    record(session, actor, webinar, "choosing:choose", {"start": _start_snapshot(chosen)}, now=now)
    tell_chosen(session, webinar, chosen, now=now)
    return chosen


def take_back(session: Session, actor: Actor, webinar: Webinar, *, now: dt.datetime) -> None:
    """Ask on as before the choice: a draft has the start it had, and mail that has not left is not sent.

    Needs the webinar locked and loaded whole. Raises NotAllowed, PollClosed where nothing can be taken back.
    """
    require_right(permissions.can_publish(actor, webinar))
    poll = poll_of(session, webinar.id, fresh=True)
    if poll is None or not can_take_back(webinar, poll):
        raise PollClosed
    former = poll.former
    set_start(
        session,
        actor,
        webinar,
        wall=dt.datetime.fromisoformat(former["wall"]) if former["wall"] else None,
        timezone=former["timezone"] or webinar.host.timezone,
        duration_minutes=former["duration_minutes"],
        is_duration_assumed=former["is_duration_assumed"],
        now=now,
    )
    if former["date"] and not former["wall"]:
        set_date(session, actor, webinar, date=dt.date.fromisoformat(former["date"]), now=now)
    _open_again(poll)
    record(session, actor, webinar, "choosing:take_back", now=now)


def can_take_back(webinar: Webinar, poll: StartPoll) -> bool:
    """Returns whether the choice can be undone: nobody but those who were asked can know of it."""
    chosen = poll.chosen
    return (
        poll.chosen_at is not None
        and bool(poll.former)
        and webinar.status == Status.DRAFT
        and chosen is not None
        and (webinar.starts_wall, webinar.timezone, webinar.duration_minutes)
        == (chosen.starts_wall, chosen.timezone, chosen.duration_minutes)
    )


def start_fingerprint(start: ProposedStart) -> str:
    """Returns by what a start is known to be the one that somebody saw."""
    return f"{start.starts_wall.isoformat(timespec='minutes')} {start.timezone} {start.duration_minutes}"


def _checked_starts(webinar: Webinar, wanted: Sequence[WantedStart]) -> list[WantedStart]:
    """Returns them with the zones' own names. Raises StartsInvalid."""
    found, wrong = [], {}
    for place, each in enumerate(wanted):
        try:
            start = start_from(each.wall, each.timezone, each.duration_minutes, host=webinar.host)
        except WebinarInvalid as error:
            wrong[place] = error
        else:
            found.append(replace(each, timezone=start.timezone or each.timezone))
    if wrong:
        raise StartsInvalid(wrong)
    return found


def _filled(present: ProposedStart | None, wanted: WantedStart, *, now: dt.datetime) -> ProposedStart:
    values = (wanted.wall, wanted.timezone, wanted.duration_minutes)
    if present is None:
        return ProposedStart(
            starts_wall=wanted.wall, timezone=wanted.timezone, duration_minutes=wanted.duration_minutes, changed_at=now
        )
    if (present.starts_wall, present.timezone, present.duration_minutes) != values:
        present.starts_wall, present.timezone, present.duration_minutes = values
        present.changed_at = now
    return present


def _say(reply: StartReply, poll: StartPoll, given: Mapping[int, Availability | None], *, now: dt.datetime) -> None:
    said = {each.proposed_start_id: each for each in reply.answers}
    for start in poll.starts:
        if start.id not in given:
            continue
        value, present = given[start.id], said.get(start.id)
        if value is None:
            if present is not None:
                reply.answers.remove(present)
        elif present is None:
            reply.answers.append(StartAnswer(proposed_start_id=start.id, answer=value, answered_at=now))
        else:
            present.answer, present.answered_at = value, now


def _open_again(poll: StartPoll) -> None:
    poll.chosen_at, poll.former = None, {}
    for start in poll.starts:
        start.is_chosen = False


def _start_snapshot(start: ProposedStart) -> dict[str, object]:
    return {
        "wall": start.starts_wall.isoformat(timespec="minutes"),
        "timezone": start.timezone,
        "duration_minutes": start.duration_minutes,
    }
