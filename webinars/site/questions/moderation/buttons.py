"""What each button of moderators does: one verb, and where the page goes on afterwards."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webinars.domain.questions import answer_actions, flood_control, moderator_actions
from webinars.domain.questions.boards import Board
from webinars.domain.questions.errors import MovedMeanwhile, QuestionInvalid
from webinars.domain.questions.moderator_actions import Moderator
from webinars.lib.i18n import gettext as _
from webinars.site.questions.moderation.page_filters import Part
from webinars.site.questions.moderation.stream_times import began_after
from webinars.site.web.number_converter import as_id

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
    moderator_actions.approve(it.session, it.board, it.who, it.number, seen=seen, now=it.now)


def _hide(it: Pressed) -> None:
    moderator_actions.hide(it.session, it.board, it.who, it.number, now=it.now)


def _give_reason(it: Pressed) -> None:
    own, ready = it.form.get("own_reason", ""), it.form.get("reason", "")
    # The field is filled in with what was said before: whoever leaves it so and chooses a reason means that one.
    is_left = own == it.form.get("seen")
    moderator_actions.set_hidden_reason(it.session, it.board, it.number, ready if ready and is_left else own or ready)


def _show(it: Pressed) -> None:
    moderator_actions.show(it.session, it.board, it.who, it.number, now=it.now)


def _merge(it: Pressed) -> None:
    into = as_id(it.form.get("into"))
    if into is None:
        raise QuestionInvalid({"into": _("Choose the question into which it is merged.")})
    moderator_actions.merge(it.session, it.board, it.who, it.number, into, now=it.now)


def _unmerge(it: Pressed) -> None:
    moderator_actions.unmerge(it.session, it.board, it.who, it.number, now=it.now)


def _edit(it: Pressed) -> None:
    text, seen = it.form.get("text", ""), it.form.get("seen")
    moderator_actions.edit_words(it.session, it.board, it.who, it.number, text, seen=seen, now=it.now)


def _up(it: Pressed) -> None:
    moderator_actions.move_up(it.session, it.board, it.number)


def _back(it: Pressed) -> None:
    moderator_actions.move_back(it.session, it.board, it.number)


def _decline(it: Pressed) -> None:
    moderator_actions.decline(it.session, it.board, it.who, it.number, it.form.get("reason", ""), now=it.now)


def _reopen(it: Pressed) -> None:
    moderator_actions.reopen(it.session, it.board, it.who, it.number, now=it.now)


def _answer_now(it: Pressed) -> None:
    answer_actions.answer_now(it.session, it.board, it.who, it.number, now=it.now)


def _done(it: Pressed) -> None:
    answer_actions.done(it.session, it.board, it.who, number=it.number, now=it.now)


def _resume(it: Pressed) -> None:
    answer_actions.resume(it.session, it.board, it.who, it.number, now=it.now)


def _put_back(it: Pressed) -> None:
    answer_actions.put_back(it.session, it.board, it.who, number=it.number, now=it.now)


def _set_speaker(it: Pressed) -> None:
    chosen = it.form.get("appearance", "")
    moderator_actions.set_speaker(it.session, it.board, it.number, (as_id(chosen) or 0) if chosen else None)


def _write(it: Pressed) -> None:
    text, seen = it.form.get("answer", ""), it.form.get("seen")
    answer_actions.answer_in_writing(it.session, it.board, it.who, it.number, text, seen=seen, now=it.now)


def _dismiss(it: Pressed) -> None:
    flood_control.dismiss_reports(it.session, it.board, it.number)


def _count(it: Pressed) -> None:
    flood_control.settle_held_votes(it.session, it.board, it.number, is_counted=True)


def _drop(it: Pressed) -> None:
    flood_control.settle_held_votes(it.session, it.board, it.number, is_counted=False)


def _nudge(it: Pressed) -> None:
    at_s, seen_s = as_id(it.form.get("at")), as_id(it.form.get("seen"))
    if at_s is None or moderator_actions.find(it.session, it.board, it.number).answered_s != seen_s:
        # Two who press at once mean five seconds, not ten.
        raise MovedMeanwhile("")
    answer_actions.set_moment(it.session, it.board, it.who, it.number, at_s, now=it.now)


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
    answer_actions.answer_agenda_now(it.session, it.board, it.who, it.number, seen=seen, now=it.now)


def _agenda_done(it: Pressed) -> None:
    answer_actions.done(it.session, it.board, it.who, position=it.number, now=it.now)


def _agenda_put_back(it: Pressed) -> None:
    answer_actions.put_back(it.session, it.board, it.who, position=it.number, now=it.now)


OF_AGENDA: Mapping[str, Press] = {
    "answer_now": Press(_agenda_now),
    "done": Press(_agenda_done),
    "put_back": Press(_agenda_put_back),
}
"""By the place of the question instead of a number."""


def _pause(it: Pressed) -> None:
    flood_control.pause(it.session, it.board, it.who, is_paused=True, now=it.now)


def _take(it: Pressed) -> None:
    flood_control.pause(it.session, it.board, it.who, is_paused=False, now=it.now)


def _read_first(it: Pressed) -> None:
    flood_control.set_approval(it.session, it.board, it.who, approves_first=True, now=it.now)


def _read_later(it: Pressed) -> None:
    flood_control.set_approval(it.session, it.board, it.who, approves_first=False, now=it.now)


def _began(it: Pressed) -> None:
    at = began_after(it.board.webinar, it.form.get("began", ""))
    answer_actions.set_stream_began(it.session, it.board, it.who, at, now=it.now)


OF_BOARD: Mapping[str, Press] = {
    "pause": Press(_pause),
    "take": Press(_take),
    "read_first": Press(_read_first),
    "read_later": Press(_read_later),
    "began": Press(_began),
}
