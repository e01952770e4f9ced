"""The questions a webinar will address, in the order they are announced."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.lib import ordering
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.models import AgendaQuestion, Webinar

MAX_QUESTIONS = 100
LATEST_ANSWER_S = 7 * 24 * 3600
LONGEST_QUESTION = length_of(AgendaQuestion.text)


class AgendaQuestionInput(Struct, frozen=True, kw_only=True):
    """One question as it shall be. `question_id` is the one it was, or None for a new one."""

    text: str
    question_id: int | None = None


def set_questions(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    questions: Sequence[AgendaQuestionInput | str],
    *,
    now: dt.datetime,
) -> None:
    """Make these the questions, in this order. Empty ones are left out. One that stays keeps what points at it.

    Plain texts are matched by their words, and one that was reworded by its place if there are as many as before.
    Raises NotAllowed, WebinarInvalid.
    """
    _require_editor(session, actor, webinar)
    before = agenda_snapshot(webinar)
    present = {question.id: question for question in webinar.questions}
    texts = [_checked(asked if isinstance(asked, str) else asked.text) for asked in questions]
    found: list[AgendaQuestion | None] = []
    for asked, text in zip(questions, texts, strict=True):
        question = _present(present, asked, text) if text else None
        if question is not None:
            del present[question.id]
        found.append(question)
    arranged: list[AgendaQuestion] = []
    for place, (asked, text) in enumerate(zip(questions, texts, strict=True)):
        if not text:
            continue
        question = found[place]
        if question is None and isinstance(asked, str) and len(questions) == len(webinar.questions):
            question = present.pop(webinar.questions[place].id, None)
        if question is None:
            question = AgendaQuestion(text=text)
        elif question.text != text:
            question.text = text
        arranged.append(question)
    if len(arranged) > MAX_QUESTIONS:
        raise WebinarInvalid("questions", _("At most %(limit)s questions fit.", limit=MAX_QUESTIONS))
    ordering.arrange(webinar.questions, arranged)
    _record(session, actor, webinar, before, now=now)


def set_answered(
    session: Session, actor: Actor, webinar: Webinar, question: AgendaQuestion, *, at_s: int | None, now: dt.datetime
) -> None:
    """Say when a question of `webinar` was answered, in webinar time. None takes it back.

    Raises NotAllowed, WebinarInvalid.
    """
    _require_editor(session, actor, webinar)
    if at_s is not None and abs(at_s) > LATEST_ANSWER_S:
        raise WebinarInvalid("answered_s", _("Write a time within a week, like 1:02:03."))
    before = question.answered_s
    if at_s == before:
        return
    question.answered_s = at_s
    detail = {"question": question.text, "answered_s": [before, at_s]}
    record(session, actor, webinar, "webinar:answer_question", detail, now=now)


def _present(present: dict[int, AgendaQuestion], asked: AgendaQuestionInput | str, text: str) -> AgendaQuestion | None:
    if isinstance(asked, AgendaQuestionInput) and asked.question_id is not None:
        return present.get(asked.question_id)
    return next((question for question in present.values() if question.text == text), None)


def _checked(text: str) -> str:
    said = one_line(text)
    if len(said) > LONGEST_QUESTION:
        raise WebinarInvalid(
            "questions",
            _(
                "“%(text)s…” has %(count)s characters. Shorten it to %(limit)s.",
                text=said[:40],
                count=len(said),
                limit=LONGEST_QUESTION,
            ),
        )
    return said


def _require_editor(session: Session, actor: Actor, webinar: Webinar) -> None:
    load_to_change(session, actor, webinar, permissions.can_edit_texts)


def agenda_snapshot(webinar: Webinar) -> list[str]:
    return [question.text for question in webinar.questions]


def _record(session: Session, actor: Actor, webinar: Webinar, before: list[str], *, now: dt.datetime) -> None:
    after = agenda_snapshot(webinar)
    if after != before:
        record(session, actor, webinar, "webinar:set_questions", {"questions": [before, after]}, now=now)
