"""Answering: live, by one press that keeps the moment, and in writing.

Each verb has the board locked, flushes, and never commits.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.questions.agenda import LATEST_ANSWER_S
from webinars.domain.questions.boards import Board, store_change
from webinars.domain.questions.errors import MovedMeanwhile, QuestionGone, QuestionInvalid, TakenUpAlready
from webinars.domain.questions.moderator_actions import Moderator, find, move, note, require, state_by_answers
from webinars.domain.questions.notifications import tell_askers
from webinars.domain.questions.question_text import LONGEST_ANSWER
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines
from webinars.models import AgendaQuestion, Appearance, AudienceQuestion, QuestionState, Webinar

WRITTEN_FOR = dt.timedelta(days=30)
"""A speaker may change an answer for so long."""
WRITTEN_TO = frozenset({QuestionState.OPEN, QuestionState.ANSWERING, QuestionState.ANSWERED, QuestionState.DECLINED})
"""In which states a question is answered in writing."""


def moment_s(webinar: Webinar, at: dt.datetime) -> int | None:
    """Returns `at` in webinar time, or None before it began, without a start, or more than a week after it.

    It is negative where a webinar has begun before its hour.
    """
    if webinar.starts_at is None:
        return None
    began_at = min(webinar.starts_at, webinar.pressed(webinar.began_at) or webinar.starts_at)
    seconds = int((at - webinar.starts_at).total_seconds())
    return seconds if seconds <= LATEST_ANSWER_S and at >= began_at else None


def answer_now(session: Session, board: Board, who: Moderator, number: int, *, now: dt.datetime) -> None:
    """Have a question answered from now on, and the one before it be done. Its moment is kept.

    Raises QuestionGone, MovedMeanwhile, and TakenUpAlready for a second press.
    """
    question = find(session, board, number)
    if question.state is QuestionState.ANSWERING:
        raise TakenUpAlready(question.moved_by)
    require(question, {QuestionState.OPEN})
    end_current(session, board, who, now=now)
    question.answering_at, question.answered_s = now, moment_s(board.webinar, now)
    move(session, board, who, question, QuestionState.ANSWERING, "answer_now", now=now)


def answer_agenda_now(
    session: Session, board: Board, who: Moderator, position: int, *, seen: str | None = None, now: dt.datetime
) -> None:
    """Do the same for a question of the agenda, by its place from 1 on. `seen` are the words that stood at that place.

    Raises QuestionGone, TakenUpAlready, and MovedMeanwhile where another stands there by now.
    """
    question = _of_agenda(session, board, position)
    if seen is not None and seen != question.text:
        raise MovedMeanwhile("")
    if board.row.answering_agenda_id == question.id:
        raise TakenUpAlready(board.row.answering_agenda_by)
    end_current(session, board, who, now=now)
    board.row.answering_agenda_id, board.row.answering_agenda_at = question.id, now
    board.row.answering_agenda_by = who.name
    note(session, board, who, None, "answer_agenda_now", now=now)
    store_change(session, board)


def end_answer(
    session: Session,
    board: Board,
    who: Moderator,
    *,
    number: int | None = None,
    position: int = 0,
    now: dt.datetime,
) -> None:
    """End what is being answered: the audience's question of that number, or that of the agenda at `position`.

    Raises QuestionGone, MovedMeanwhile where it is no longer being answered.
    """
    _require_current(session, board, number, position)
    end_current(session, board, who, now=now)


def requeue(
    session: Session,
    board: Board,
    who: Moderator,
    *,
    number: int | None = None,
    position: int = 0,
    now: dt.datetime,
) -> None:
    """Let what is being answered wait again, and forget its moment. Arguments and errors as of `end_answer`."""
    question = _require_current(session, board, number, position)
    if question is None:
        _forget_agenda(board)
        note(session, board, who, None, "put_back_agenda", now=now)
        store_change(session, board)
        return
    question.answering_at = question.answered_s = None
    move(session, board, who, question, state_by_answers(question), "put_back", now=now)


def resume(session: Session, board: Board, who: Moderator, number: int, *, now: dt.datetime) -> None:
    """Go on answering a question whose answer was ended by mistake, from the moment at which that began.

    Raises QuestionGone, and MovedMeanwhile where another is being answered by now, or it was answered in writing.
    """
    question = require(find(session, board, number), {QuestionState.ANSWERED})
    if question.answering_at is None or question.answer:
        raise MovedMeanwhile(question.moved_by)
    if _current(session, board) is not None or board.row.answering_agenda_id is not None:
        raise MovedMeanwhile("")
    question.answered_at = None
    move(session, board, who, question, QuestionState.ANSWERING, "resume", now=now)


def end_current(session: Session, board: Board, who: Moderator, *, now: dt.datetime) -> None:
    """End whatever is being answered."""
    current = _current(session, board)
    if current is not None:
        current.answered_at = now
        move(session, board, who, current, QuestionState.ANSWERED, "done", now=now)
        tell_askers(session, board, current, now=now)
    agenda_id, since = board.row.answering_agenda_id, board.row.answering_agenda_at
    if agenda_id is not None and since is not None:
        answered_s = moment_s(board.webinar, since)
        agenda = session.get(AgendaQuestion, agenda_id, populate_existing=True)
        if agenda is not None and answered_s is not None:
            agenda.answered_s = answered_s
        note(session, board, who, None, "done_agenda", now=now)
    _forget_agenda(board)
    store_change(session, board)


def set_moment(
    session: Session, board: Board, who: Moderator, number: int, at_s: int | None, *, now: dt.datetime
) -> None:
    """Say when a question was answered, in webinar time, or None: not in the recording.

    Raises QuestionGone, MovedMeanwhile, QuestionInvalid.
    """
    question = require(find(session, board, number), {QuestionState.ANSWERED, QuestionState.ANSWERING})
    if at_s is not None and not 0 <= at_s <= LATEST_ANSWER_S:
        raise QuestionInvalid({"answered_s": _("Write a time within a week, like 1:02:03.")})
    if question.answered_s == at_s:
        return
    question.answered_s = at_s
    note(session, board, who, question, "set_moment", now=now)
    store_change(session, board)


def answer_in_writing(
    session: Session,
    board: Board,
    who: Moderator,
    number: int,
    text: str,
    *,
    appearance: Appearance | None = None,
    seen: str | None = None,
    now: dt.datetime,
) -> None:
    """Answer a question in Markdown, as the speaker `appearance` or as a moderator. An empty text takes it back.

    `seen` is the answer that stood there when this one was begun. Raises QuestionGone, QuestionInvalid, and
    MovedMeanwhile also where another answer stands there by now.
    """
    question = require(find(session, board, number), WRITTEN_TO)
    said = many_lines(text)
    if said != question.answer and seen is not None and many_lines(seen) != question.answer:
        raise MovedMeanwhile(question.answer_by)
    if len(said) > LONGEST_ANSWER:
        raise QuestionInvalid(
            {
                "answer": _(
                    "This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_ANSWER
                )
            }
        )
    if said == question.answer:
        return
    question.answer = said
    if not said:
        _unwrite(question)
    else:
        question.answer_by = who.name if appearance is None else appearance.shown_name
        question.answer_by_id = None if appearance is None else appearance.id
        question.written_at, question.reason = question.written_at or now, ""
    state = question.state
    if state is not QuestionState.ANSWERING:
        state = state_by_answers(question)
    move(session, board, who, question, state, "write" if said else "unwrite", now=now)
    if said:
        tell_askers(session, board, question, now=now)


def set_stream_began(
    session: Session, board: Board, who: Moderator, at: dt.datetime | None, *, now: dt.datetime
) -> None:
    """Say when the full stream began, if not at the planned start: where its recordings begin. None: at that start."""
    board.row.stream_began_at = at
    note(session, board, who, None, "stream_began", now=now)
    store_change(session, board)


def _unwrite(question: AudienceQuestion) -> None:
    question.answer_by, question.answer_by_id, question.written_at = "", None, None


def _current(session: Session, board: Board) -> AudienceQuestion | None:
    return session.scalar(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.webinar_id == board.row.webinar_id, AudienceQuestion.state == QuestionState.ANSWERING)
        .execution_options(populate_existing=True)
    )


def _of_agenda(session: Session, board: Board, position: int) -> AgendaQuestion:
    question = session.scalar(
        sa.select(AgendaQuestion)
        .where(AgendaQuestion.webinar_id == board.webinar.id)
        .order_by(AgendaQuestion.position, AgendaQuestion.id)
        .offset(max(0, position - 1))
        .limit(1)
    )
    if question is None or position < 1:
        raise QuestionGone
    return question


def _require_current(session: Session, board: Board, number: int | None, position: int) -> AudienceQuestion | None:
    if number is None:
        if board.row.answering_agenda_id != _of_agenda(session, board, position).id:
            # Another of the agenda may have been taken up meanwhile.
            raise MovedMeanwhile(board.row.answering_agenda_by)
        return None
    return require(find(session, board, number), {QuestionState.ANSWERING})


def _forget_agenda(board: Board) -> None:
    board.row.answering_agenda_id = board.row.answering_agenda_at = None
    board.row.answering_agenda_by = ""
