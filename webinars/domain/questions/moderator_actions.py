"""What moderators do with questions: read first, hide, merge, make clearer, put in order, not take up.

Each verb has the board locked, flushes, and never commits. What another moderator has done meanwhile is never undone by
it: a question that is no longer in the state it was seen in is left as it is, and the sentence says who was first.
"""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.questions.boards import Board, store_change
from webinars.domain.questions.errors import MovedMeanwhile, QuestionGone, QuestionInvalid
from webinars.domain.questions.notifications import tell_askers
from webinars.domain.questions.question_text import checked_reason, checked_text
from webinars.domain.questions.vote_counts import recount
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, AudienceQuestion, AuditEvent, QuestionState


class Moderator(Struct, frozen=True, kw_only=True):
    """Who moderates: somebody who has signed in, or the holder of a link."""

    name: str
    user_id: int | None = None
    link_id: int | None = None


def find(session: Session, board: Board, number: int) -> AudienceQuestion:
    """Returns a question of the board as it is now, hidden or not. Raises QuestionGone."""
    question = session.scalar(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.webinar_id == board.row.webinar_id, AudienceQuestion.number == number)
        .execution_options(populate_existing=True)
    )
    if question is None:
        raise QuestionGone
    return question


def approve(
    session: Session,
    board: Board,
    who: Moderator,
    number: int,
    *,
    seen: tuple[str, str] | None = None,
    now: dt.datetime,
) -> None:
    """Put a question that waits onto the page. `seen` are the words and the name that the moderator has read.

    Raises QuestionGone, and MovedMeanwhile also where its asker has changed them meanwhile.
    """
    question = require(find(session, board, number), {QuestionState.PENDING})
    if seen is not None and seen != (question.text, question.name):
        raise MovedMeanwhile("")
    move(session, board, who, question, QuestionState.OPEN, "approve", now=now)


def hide(session: Session, board: Board, who: Moderator, number: int, *, now: dt.datetime) -> None:
    """Let nobody see a question but its asker. One that is being answered is no longer. Raises QuestionGone."""
    question = find(session, board, number)
    if question.is_hidden:
        return
    question.is_hidden, question.hidden_reason, question.reported_count = True, "", 0
    state = question.state
    if state is QuestionState.ANSWERING:
        question.answering_at = question.answered_s = None
        state = state_by_answers(question)
    move(session, board, who, question, state, "hide", now=now)


def set_hidden_reason(session: Session, board: Board, number: int, reason: str) -> None:
    """Say to the asker why it is hidden. Raises QuestionGone, MovedMeanwhile, QuestionInvalid."""
    question = find(session, board, number)
    if not question.is_hidden:
        raise MovedMeanwhile(question.moved_by)
    wrong: dict[str, str] = {}
    said = checked_reason(reason, is_required=False, wrong=wrong)
    if wrong:
        raise QuestionInvalid(wrong)
    question.hidden_reason = said
    store_change(session, board)


def show(session: Session, board: Board, who: Moderator, number: int, *, now: dt.datetime) -> None:
    """Put a hidden question back where it was. One that nobody has read yet waits again. Raises QuestionGone.

    Whoever asked is told what became of it, if that has not been done: a mail about what is hidden comes to nothing.
    """
    question = find(session, board, number)
    if not question.is_hidden:
        return
    question.is_hidden, question.hidden_reason = False, ""
    move(session, board, who, question, question.state, "show", now=now)
    into_id = question.merged_into_id
    end = question if into_id is None else session.get_one(AudienceQuestion, into_id, populate_existing=True)
    if end.state in {QuestionState.ANSWERED, QuestionState.DECLINED}:
        tell_askers(session, board, end, now=now)


def decline(session: Session, board: Board, who: Moderator, number: int, reason: str, *, now: dt.datetime) -> None:
    """Say that a question is not taken up, and why. Raises QuestionGone, MovedMeanwhile, QuestionInvalid."""
    question = require(find(session, board, number), {QuestionState.PENDING, QuestionState.OPEN})
    wrong: dict[str, str] = {}
    said = checked_reason(reason, is_required=True, wrong=wrong)
    if wrong:
        raise QuestionInvalid(wrong)
    question.reason = said
    move(session, board, who, question, QuestionState.DECLINED, "decline", now=now)
    tell_askers(session, board, question, now=now)


def reopen(session: Session, board: Board, who: Moderator, number: int, *, now: dt.datetime) -> None:
    """Let a question wait for an answer again that was not taken up, or answered live by mistake.

    Raises QuestionGone, and MovedMeanwhile also where an answer in writing stands: that is taken back by emptying it.
    """
    question = require(find(session, board, number), {QuestionState.DECLINED, QuestionState.ANSWERED})
    if question.answer:
        raise MovedMeanwhile(question.moved_by)
    question.reason = ""
    question.answering_at = question.answered_at = question.answered_s = None
    move(session, board, who, question, QuestionState.OPEN, "reopen", now=now)


def edit_words(
    session: Session,
    board: Board,
    who: Moderator,
    number: int,
    text: str,
    *,
    seen: str | None = None,
    now: dt.datetime,
) -> None:
    """Make a question clearer. As it was asked is kept. `seen` are the words that stood there when it was begun.

    Raises QuestionGone, QuestionInvalid, and MovedMeanwhile where other words stand there by now.
    """
    question = find(session, board, number)
    wrong: dict[str, str] = {}
    said = checked_text(text, wrong)
    if seen is not None and seen != question.text != said:
        raise MovedMeanwhile("")
    if wrong:
        raise QuestionInvalid(wrong)
    if said == question.text:
        return
    if question.original_text is None:
        question.original_text = question.text
    question.text = said
    if said == question.original_text:
        question.original_text = None
    note(session, board, who, question, "edit", now=now)
    store_change(session, board)


def move_up(session: Session, board: Board, number: int) -> None:
    """Put a question before all others that wait. Raises QuestionGone, MovedMeanwhile."""
    question = require(find(session, board, number), {QuestionState.OPEN})
    highest = sa.select(sa.func.coalesce(sa.func.max(AudienceQuestion.rank), 0)).where(
        AudienceQuestion.webinar_id == board.row.webinar_id, AudienceQuestion.id != question.id
    )
    question.rank = (session.scalar(highest) or 0) + 1
    store_change(session, board)


def move_back(session: Session, board: Board, number: int) -> None:
    """Put a question that was moved up back to where its votes put it. Raises QuestionGone."""
    question = find(session, board, number)
    question.rank = 0
    store_change(session, board)


def set_speaker(session: Session, board: Board, number: int, appearance_id: int | None) -> None:
    """Say who of the line-up answers it, or None: anybody. Raises QuestionGone, QuestionInvalid."""
    question = find(session, board, number)
    if appearance_id is not None:
        of_webinar = sa.select(Appearance.id).where(
            Appearance.id == appearance_id, Appearance.webinar_id == board.row.webinar_id
        )
        if session.scalar(of_webinar) is None:
            raise QuestionInvalid({"appearance": _("Nobody in the line-up is meant by this. Choose again.")})
    question.appearance_id = appearance_id
    store_change(session, board)


def merge(session: Session, board: Board, who: Moderator, number: int, into: int, *, now: dt.datetime) -> None:
    """Let a question stand below another, where its votes count. What was merged into it goes along.

    Raises QuestionGone, MovedMeanwhile, and QuestionInvalid where it would end in itself.
    """
    question = require(find(session, board, number), {QuestionState.PENDING, QuestionState.OPEN})
    target = find(session, board, into)
    if target.merged_into_id is not None:
        target = session.get_one(AudienceQuestion, target.merged_into_id, populate_existing=True)
    if target.id == question.id:
        raise QuestionInvalid({"into": _("A question cannot be merged into itself.")})
    if target.is_hidden or target.state in {QuestionState.PENDING, QuestionState.DECLINED}:
        raise MovedMeanwhile(target.moved_by)
    below = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.merged_into_id == question.id)).all()
    question.merged_into_id = target.id
    for each in below:
        each.merged_into_id = target.id
    question.rank = 0
    move(session, board, who, question, QuestionState.MERGED, "merge", into=target.number, now=now)
    recount(session, question)
    recount(session, target)
    if target.state is QuestionState.ANSWERED:
        tell_askers(session, board, target, now=now)


def unmerge(session: Session, board: Board, who: Moderator, number: int, *, now: dt.datetime) -> None:
    """Let a merged question stand alone again, with the votes that were given to it. Raises as `merge`."""
    question = require(find(session, board, number), {QuestionState.MERGED})
    target = session.get_one(AudienceQuestion, question.merged_into_id, populate_existing=True)
    question.merged_into_id = None
    move(session, board, who, question, QuestionState.OPEN, "unmerge", into=target.number, now=now)
    recount(session, question)
    recount(session, target)


def require(question: AudienceQuestion, states: Collection[QuestionState]) -> AudienceQuestion:
    """Returns the question if it is in one of the states and not hidden. Raises MovedMeanwhile."""
    if question.state not in states or question.is_hidden:
        raise MovedMeanwhile(question.moved_by)
    return question


def state_by_answers(question: AudienceQuestion) -> QuestionState:
    """Returns what a question is that is not being answered now: answered, live or in writing, or open."""
    is_answered = bool(question.answer) or question.answered_at is not None
    return QuestionState.ANSWERED if is_answered else QuestionState.OPEN


def move(
    session: Session,
    board: Board,
    who: Moderator,
    question: AudienceQuestion,
    state: QuestionState,
    verb: str,
    *,
    into: int | None = None,
    now: dt.datetime,
) -> None:
    """Bring a question into a state, and say in the history who did."""
    question.state, question.moved_by = state, who.name
    note(session, board, who, question, verb, into=into, now=now)
    store_change(session, board)


def note(
    session: Session,
    board: Board,
    who: Moderator,
    question: AudienceQuestion | None,
    verb: str,
    *,
    into: int | None = None,
    now: dt.datetime,
) -> None:
    """Say in the history what a moderator has done. No words of askers: those they can take back."""
    detail: dict[str, object] = {}
    if who.user_id is None:
        detail |= {"by": "moderating", "moderator": who.name}
    if question is not None:
        detail["number"] = question.number
    if into is not None:
        detail["into"] = into
    session.add(AuditEvent.of_webinar(board.webinar, f"questions:{verb}", detail, by=who.user_id, at=now))
