"""What each button of moderators does: one verb, and where the page goes on afterwards."""

import datetime as dt
from collections.abc import Callable, Mapping

from msgspec import Struct
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webinars.domain.questions import answer_actions, flood_actions, moderator_actions
from webinars.domain.questions.boards import Board
from webinars.domain.questions.errors import MovedMeanwhile, QuestionInvalid
from webinars.domain.questions.moderator_actions import Moderator
from webinars.lib.i18n import gettext as _
from webinars.site.questions.moderation.page_filters import OpenRowForm
from webinars.site.questions.moderation.stream_times import began_after
from webinars.web.number_converter import as_id

Form = MultiDict[str, str]


class ButtonPress(Struct, frozen=True, kw_only=True):
    """A press, with all that a verb needs of it."""

    session: Session
    board: Board
    who: Moderator
    number: int
    form: Form
    now: dt.datetime


class ModerationButton(Struct, frozen=True):
    """A button: what it does, and whether its row stays the chosen one afterwards."""

    does: Callable[[ButtonPress], None]
    stays: bool = False
    part: OpenRowForm | None = None
    """The form that it was pressed in, which stands there again if something was wrong."""
    then: OpenRowForm | None = None
    """The form that stands in the row afterwards."""


def _by_number(verb: Callable[..., None]) -> Callable[[ButtonPress], None]:
    """Returns a press of a button that says nothing but which question is meant."""

    def press(it: ButtonPress) -> None:
        verb(it.session, it.board, it.who, it.number, now=it.now)

    return press


def _approve(it: ButtonPress) -> None:
    words, name = it.form.get("seen"), it.form.get("seen_name", "")
    seen = None if words is None else (words, name)
    moderator_actions.approve(it.session, it.board, it.who, it.number, seen=seen, now=it.now)


def _give_reason(it: ButtonPress) -> None:
    own, ready = it.form.get("own_reason", ""), it.form.get("reason", "")
    # The field is filled in with what was said before: whoever leaves it so and chooses a reason means that one.
    is_left = own == it.form.get("seen")
    moderator_actions.set_hidden_reason(it.session, it.board, it.number, ready if ready and is_left else own or ready)


def _merge(it: ButtonPress) -> None:
    into = as_id(it.form.get("into"))
    if into is None:
        raise QuestionInvalid({"into": _("Choose the question into which it is merged.")})
    moderator_actions.merge(it.session, it.board, it.who, it.number, into, now=it.now)


def _edit(it: ButtonPress) -> None:
    text, seen = it.form.get("text", ""), it.form.get("seen")
    moderator_actions.edit_words(it.session, it.board, it.who, it.number, text, seen=seen, now=it.now)


def _up(it: ButtonPress) -> None:
    moderator_actions.move_up(it.session, it.board, it.number)


def _back(it: ButtonPress) -> None:
    moderator_actions.move_back(it.session, it.board, it.number)


def _decline(it: ButtonPress) -> None:
    moderator_actions.decline(it.session, it.board, it.who, it.number, it.form.get("reason", ""), now=it.now)


def _done(it: ButtonPress) -> None:
    answer_actions.end_answer(it.session, it.board, it.who, number=it.number, now=it.now)


def _put_back(it: ButtonPress) -> None:
    answer_actions.requeue(it.session, it.board, it.who, number=it.number, now=it.now)


def _set_speaker(it: ButtonPress) -> None:
    chosen = it.form.get("appearance", "")
    moderator_actions.set_speaker(it.session, it.board, it.number, (as_id(chosen) or 0) if chosen else None)


def _write(it: ButtonPress) -> None:
    text, seen = it.form.get("answer", ""), it.form.get("seen")
    answer_actions.answer_in_writing(it.session, it.board, it.who, it.number, text, seen=seen, now=it.now)


def _dismiss(it: ButtonPress) -> None:
    flood_actions.dismiss_reports(it.session, it.board, it.number)


def _count(it: ButtonPress) -> None:
    flood_actions.settle_held_votes(it.session, it.board, it.number, is_counted=True)


def _drop(it: ButtonPress) -> None:
    flood_actions.settle_held_votes(it.session, it.board, it.number, is_counted=False)


def _nudge(it: ButtonPress) -> None:
    at_s, seen_s = as_id(it.form.get("at")), as_id(it.form.get("seen"))
    if at_s is None or moderator_actions.find(it.session, it.board, it.number).answered_s != seen_s:
        # Two who press at once mean five seconds, not ten.
        raise MovedMeanwhile("")
    answer_actions.set_moment(it.session, it.board, it.who, it.number, at_s, now=it.now)


OF_QUESTIONS: Mapping[str, ModerationButton] = {
    "approve": ModerationButton(_approve),
    "hide": ModerationButton(_by_number(moderator_actions.hide), stays=True, then=OpenRowForm.REASON),
    "reason": ModerationButton(_give_reason, stays=True, part=OpenRowForm.REASON),
    "show": ModerationButton(_by_number(moderator_actions.show), stays=True),
    "merge": ModerationButton(_merge, part=OpenRowForm.MERGE),
    "unmerge": ModerationButton(_by_number(moderator_actions.unmerge), stays=True),
    "edit": ModerationButton(_edit, stays=True, part=OpenRowForm.MORE),
    "up": ModerationButton(_up, stays=True),
    "back": ModerationButton(_back, stays=True),
    "decline": ModerationButton(_decline, part=OpenRowForm.MORE),
    "reopen": ModerationButton(_by_number(moderator_actions.reopen), stays=True),
    "answer_now": ModerationButton(_by_number(answer_actions.answer_now)),
    "done": ModerationButton(_done),
    "resume": ModerationButton(_by_number(answer_actions.resume)),
    "put_back": ModerationButton(_put_back, stays=True),
    "speaker": ModerationButton(_set_speaker, stays=True, part=OpenRowForm.MORE),
    "write": ModerationButton(_write, stays=True, part=OpenRowForm.MORE),
    "dismiss": ModerationButton(_dismiss, stays=True),
    "count_held": ModerationButton(_count, stays=True),
    "drop_held": ModerationButton(_drop, stays=True),
    "nudge": ModerationButton(_nudge, stays=True),
}


def _agenda_now(it: ButtonPress) -> None:
    seen = it.form.get("seen")
    answer_actions.answer_agenda_now(it.session, it.board, it.who, it.number, seen=seen, now=it.now)


def _agenda_done(it: ButtonPress) -> None:
    answer_actions.end_answer(it.session, it.board, it.who, position=it.number, now=it.now)


def _agenda_put_back(it: ButtonPress) -> None:
    answer_actions.requeue(it.session, it.board, it.who, position=it.number, now=it.now)


OF_AGENDA: Mapping[str, ModerationButton] = {
    "answer_now": ModerationButton(_agenda_now),
    "done": ModerationButton(_agenda_done),
    "put_back": ModerationButton(_agenda_put_back),
}
"""By the place of the question instead of a number."""


def _pause(it: ButtonPress) -> None:
    flood_actions.pause(it.session, it.board, it.who, is_paused=True, now=it.now)


def _take(it: ButtonPress) -> None:
    flood_actions.pause(it.session, it.board, it.who, is_paused=False, now=it.now)


def _read_first(it: ButtonPress) -> None:
    flood_actions.set_approval(it.session, it.board, it.who, approves_first=True, now=it.now)


def _read_later(it: ButtonPress) -> None:
    flood_actions.set_approval(it.session, it.board, it.who, approves_first=False, now=it.now)


def _began(it: ButtonPress) -> None:
    at = began_after(it.board.webinar, it.form.get("began", ""))
    answer_actions.set_stream_began(it.session, it.board, it.who, at, now=it.now)


OF_BOARD: Mapping[str, ModerationButton] = {
    "pause": ModerationButton(_pause),
    "take": ModerationButton(_take),
    "read_first": ModerationButton(_read_first),
    "read_later": ModerationButton(_read_later),
    "began": ModerationButton(_began),
}
