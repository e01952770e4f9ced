"""Boards, questions and votes with boring defaults, as `tests/factories.py` makes the rest."""

from typing import Any

from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.domain.questions.links import new_link, token_of
from webinars.domain.questions.vote_counts import recount
from webinars.models import (
    AskingMode,
    AudienceQuestion,
    QuestionBoard,
    QuestionState,
    QuestionVote,
    Webinar,
)


def open_board(session: Session, webinar: Webinar, **values: Any) -> QuestionBoard:
    """The audience asks questions of `webinar`, until its end."""
    row = QuestionBoard(webinar_id=webinar.id, **{"code": f"c{webinar.id}", "mode": AskingMode.UNTIL_END, **values})
    session.add(row)
    session.flush()
    return row


def make_question(
    session: Session,
    settings: Settings,
    board: QuestionBoard,
    text: str = "Why do comets have tails?",
    *,
    state: QuestionState = QuestionState.OPEN,
    **values: Any,
) -> AudienceQuestion:
    """A question with a link of its asker's: see `asker_token`."""
    question = AudienceQuestion(
        webinar_id=board.webinar_id,
        number=board.next_number,
        text=text,
        state=state,
        **{"created_at": clock.now(), **new_link(settings), **values},
    )
    board.next_number += 1
    session.add(question)
    session.flush()
    return question


def asker_token(settings: Settings, question: AudienceQuestion) -> str:
    """What stands after /questions/ for its asker."""
    token = token_of(settings, question)
    assert token is not None
    return token


def give_votes(session: Session, question: AudienceQuestion, *voters: str, is_registered: bool = False) -> None:
    """Each of these votes for the question; who stands in two calls is one voter."""
    for voter in voters:
        session.add(
            QuestionVote(
                question_id=question.id, voter_digest=voter, is_registered=is_registered, created_at=clock.now()
            )
        )
    recount(session, question)
    if question.merged_into_id is not None:
        recount(session, session.get_one(AudienceQuestion, question.merged_into_id))


def add_asked(
    session: Session,
    webinar: Webinar,
    text: str = "Does a tail cast a shadow?",
    *,
    state: QuestionState = QuestionState.OPEN,
    **values: Any,
) -> AudienceQuestion:
    """A question whose asker is forgotten, of the next number; the webinar gets a board if it has none."""
    board = session.get(QuestionBoard, webinar.id) or open_board(session, webinar, mode=AskingMode.ALWAYS)
    question = AudienceQuestion(
        webinar_id=webinar.id,
        number=board.next_number,
        text=text,
        state=state,
        **{"created_at": clock.now(), **values},
    )
    board.next_number = question.number + 1
    session.add(question)
    session.flush()
    return question
