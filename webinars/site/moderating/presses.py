"""What each button of moderators does: one verb, and where the page goes on afterwards."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webinars.domain.questions import answering, crowds, moderating
from webinars.domain.questions.boards import Board
from webinars.domain.questions.errors import MovedMeanwhile, QuestionInvalid
from webinars.domain.questions.moderating import Moderator
from webinars.lib.i18n import gettext as _
from webinars.site.moderating.stream import began_after
from webinars.site.moderating.wanted import Part
from webinars.site.web.numbers import as_id

Form = MultiDict[str, str]


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """A press, with all that a verb needs of it."""

    session: Session
    board: Board
    who: Moderator
    number: int
    form: Form
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Press:
    """A button: what it does, and whether its row stays the chosen one afterwards."""

    does: Callable[[Pressed], None]
    stays: bool = False
    part: Part | None = None
    """The form that it was pressed in, which stands there again if something was wrong."""
    then: Part | None = None
    """The form that stands in the row afterwards."""


def _approve(it: Pressed) -> None:
    words, name = it.form.get("seen"), it.form.get("seen_name", "")
    seen = None if words is None else (words, name)
    moderating.approve(it.session, it.board, it.who, it.number, seen=seen, now=it.now)


def _hide(it: Pressed) -> None:
    moderating.hide(it.session, it.board, it.who, it.number, now=it.now)


def _give_reason(it: Pressed) -> None:
    own, ready = it.form.get("own_reason", ""), it.form.get("reason", "")
    # The field is filled in with what was said before: whoever leaves it so and chooses a reason means that one.
    is_left = own == it.form.get("seen")
    moderating.set_hidden_reason(it.session, it.board, it.number, ready if ready and is_left else own or ready)


def _show(it: Pressed) -> None:
    moderating.show(it.session, it.board, it.who, it.number, now=it.now)


def _merge(it: Pressed) -> None:
    into = as_id(it.form.get("into"))
    if into is None:
        raise QuestionInvalid({"into": _("Choose the question into which it is merged.")})
    moderating.merge(it.session, it.board, it.who, it.number, into, now=it.now)


def _unmerge(it: Pressed) -> None:
    moderating.unmerge(it.session, it.board, it.who, it.number, now=it.now)


def _edit(it: Pressed) -> None:
    text, seen = it.form.get("text", ""), it.form.get("seen")
    moderating.edit_words(it.session, it.board, it.who, it.number, text, seen=seen, now=it.now)


def _up(it: Pressed) -> None:
    moderating.move_up(it.session, it.board, it.number)


def _back(it: Pressed) -> None:
    moderating.move_back(it.session, it.board, it.number)


def _decline(it: Pressed) -> None:
    moderating.decline(it.session, it.board, it.who, it.number, it.form.get("reason", ""), now=it.now)


def _reopen(it: Pressed) -> None:
    moderating.reopen(it.session, it.board, it.who, it.number, now=it.now)


def _answer_now(it: Pressed) -> None:
    answering.answer_now(it.session, it.board, it.who, it.number, now=it.now)


def _done(it: Pressed) -> None:
    answering.done(it.session, it.board, it.who, number=it.number, now=it.now)


def _resume(it: Pressed) -> None:
    answering.resume(it.session, it.board, it.who, it.number, now=it.now)


def _put_back(it: Pressed) -> None:
    answering.put_back(it.session, it.board, it.who, number=it.number, now=it.now)


def _set_speaker(it: Pressed) -> None:
    chosen = it.form.get("appearance", "")
    moderating.set_speaker(it.session, it.board, it.number, (as_id(chosen) or 0) if chosen else None)


def _write(it: Pressed) -> None:
    text, seen = it.form.get("answer", ""), it.form.get("seen")
    answering.answer_in_writing(it.session, it.board, it.who, it.number, text, seen=seen, now=it.now)


def _dismiss(it: Pressed) -> None:
    crowds.dismiss_reports(it.session, it.board, it.number)


def _count(it: Pressed) -> None:
    crowds.settle_held_votes(it.session, it.board, it.number, is_counted=True)


def _drop(it: Pressed) -> None:
    crowds.settle_held_votes(it.session, it.board, it.number, is_counted=False)


def _nudge(it: Pressed) -> None:
    at_s, seen_s = as_id(it.form.get("at")), as_id(it.form.get("seen"))
    if at_s is None or moderating.find(it.session, it.board, it.number).answered_s != seen_s:
        # Two who press at once mean five seconds, not ten.
        raise MovedMeanwhile("")
    answering.set_moment(it.session, it.board, it.who, it.number, at_s, now=it.now)


OF_QUESTIONS: Mapping[str, Press] = {
    "approve": Press(_approve),
    "hide": Press(_hide, stays=True, then=Part.REASON),
    "reason": Press(_give_reason, stays=True, part=Part.REASON),
    "show": Press(_show, stays=True),
    "merge": Press(_merge, part=Part.MERGE),
    "unmerge": Press(_unmerge, stays=True),
    "edit": Press(_edit, stays=True, part=Part.MORE),
    "up": Press(_up, stays=True),
    "back": Press(_back, stays=True),
    "decline": Press(_decline, part=Part.MORE),
    "reopen": Press(_reopen, stays=True),
    "answer_now": Press(_answer_now),
    "done": Press(_done),
    "resume": Press(_resume),
    "put_back": Press(_put_back, stays=True),
    "speaker": Press(_set_speaker, stays=True, part=Part.MORE),
    "write": Press(_write, stays=True, part=Part.MORE),
    "dismiss": Press(_dismiss, stays=True),
    "count_held": Press(_count, stays=True),
    "drop_held": Press(_drop, stays=True),
    "nudge": Press(_nudge, stays=True),
}


def _agenda_now(it: Pressed) -> None:
    seen = it.form.get("seen")
    answering.answer_agenda_now(it.session, it.board, it.who, it.number, seen=seen, now=it.now)


def _agenda_done(it: Pressed) -> None:
    answering.done(it.session, it.board, it.who, position=it.number, now=it.now)


def _agenda_put_back(it: Pressed) -> None:
    answering.put_back(it.session, it.board, it.who, position=it.number, now=it.now)


OF_AGENDA: Mapping[str, Press] = {
    "answer_now": Press(_agenda_now),
    "done": Press(_agenda_done),
    "put_back": Press(_agenda_put_back),
}
"""By the place of the question instead of a number."""


def _pause(it: Pressed) -> None:
    crowds.pause(it.session, it.board, it.who, is_paused=True, now=it.now)


def _take(it: Pressed) -> None:
    crowds.pause(it.session, it.board, it.who, is_paused=False, now=it.now)


def _read_first(it: Pressed) -> None:
    crowds.set_approval(it.session, it.board, it.who, approves_first=True, now=it.now)


def _read_later(it: Pressed) -> None:
    crowds.set_approval(it.session, it.board, it.who, approves_first=False, now=it.now)


def _began(it: Pressed) -> None:
    at = began_after(it.board.webinar, it.form.get("began", ""))
    answering.set_stream_began(it.session, it.board, it.who, at, now=it.now)


OF_BOARD: Mapping[str, Press] = {
    "pause": Press(_pause),
    "take": Press(_take),
    "read_first": Press(_read_first),
    "read_later": Press(_read_later),
    "began": Press(_began),
}
