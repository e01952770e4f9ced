"""What is said after a press, with the press that takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webinars.domain.questions.moderation_queue import QueuedQuestion
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import QuestionBoard, QuestionState
from webinars.site.questions.moderation.entry_points import Door
from webinars.site.questions.moderation.page_filters import Wanted
from webinars.site.questions.moderation.stream_times import in_stream


@dataclass(frozen=True, slots=True)
class Toast:
    sentence: str
    undo: str = ""
    """What is pressed to take it back; empty where nothing does."""
    action: str = ""
    """Where that is sent."""
    about: str = ""


SENTENCES: Mapping[str, object] = {
    "approve": _l("It stands on the page now."),
    "hide": _l("Hidden. Nobody but its asker sees it any more."),
    "reason": _l("Its asker sees why."),
    "show": _l("It is back where it was."),
    "unmerge": _l("They stand apart again, each with its own votes."),
    "edit": _l("The new words stand on the page. As it was asked is kept."),
    "up": _l("It comes next now."),
    "back": _l("It stands where its votes put it."),
    "decline": _l("It is not taken up, and everybody sees why."),
    "reopen": _l("It waits for an answer again."),
    "answer_now": _l("It is being answered now."),
    "resume": _l("It is being answered on."),
    "put_back": _l("It waits for an answer again."),
    "speaker": _l("Saved."),
    "dismiss": _l("It stays as it is."),
    "count_held": _l("The votes that were held count now."),
    "drop_held": _l("The votes that were held are dropped."),
}
OF_BOARD: Mapping[str, object] = {
    "pause": _l("No questions are taken for now. Votes still count."),
    "take": _l("Questions are taken again."),
    "read_first": _l("From now on you read each question first."),
    "read_later": _l("From now on questions stand on the page at once."),
    "began": _l("Saved. Moments in the recording are counted from there."),
}
_BOARD_UNDO = {"pause": "take", "take": "pause", "read_first": "read_later", "read_later": "read_first"}
_UNDO: Mapping[str, tuple[str, Callable[[QueuedQuestion], bool]]] = {
    "hide": ("show", lambda each: each.is_hidden),
    "show": ("hide", lambda each: not each.is_hidden),
    "merge": ("unmerge", lambda each: each.state is QuestionState.MERGED),
    "decline": ("reopen", lambda each: each.state is QuestionState.DECLINED),
    "up": ("back", lambda each: each.rank > 0),
    "answer_now": ("put_back", lambda each: each.state is QuestionState.ANSWERING),
    "done": ("resume", lambda each: each.state is QuestionState.ANSWERED and not each.answer),
}
"""By which press each is taken back, and whether that can still be."""


def toast_of(wanted: Wanted, question: QueuedQuestion | None, board: QuestionBoard, door: Door) -> Toast | None:
    """Returns what is said of the press before; None where nothing was pressed, or it is gone."""
    did, kept = wanted.did, wanted.kept
    if did in OF_BOARD:
        undo = _BOARD_UNDO.get(did, "")
        return Toast(str(OF_BOARD[did]), undo, door.press_board(**kept), str(OF_BOARD[did]))
    if did.startswith("agenda_"):
        return _of_agenda(did)
    if question is None:
        return None
    sentence = _sentence(did, question, board, door)
    if not sentence:
        return None
    undo, can_be = _UNDO.get(did, ("", lambda _each: False))
    return Toast(sentence, undo if can_be(question) else "", door.press(question.number, **kept), question.text)


def _sentence(did: str, question: QueuedQuestion, board: QuestionBoard, door: Door) -> str:
    moment = "" if question.answered_s is None else in_stream(question.answered_s, board, door.webinar)
    if did == "done":
        return _("Answered, from %(moment)s on.", moment=moment) if moment else _("Answered.")
    if did == "nudge":
        return _("Its answer begins at %(moment)s.", moment=moment) if moment else ""
    if did == "merge":
        return _("Merged. Both askers see where theirs went.")
    if did == "write":
        return _("The answer stands on the page.") if question.answer else _("The written answer is gone.")
    return str(SENTENCES[did]) if did in SENTENCES else ""


def _of_agenda(did: str) -> Toast | None:
    sentences = {
        "agenda_answer_now": _("A question of the agenda is being answered now."),
        "agenda_done": _("Answered."),
        "agenda_put_back": _("It waits for an answer again."),
    }
    return Toast(sentences[did]) if did in sentences else None
