"""The moments at which questions were answered, all at once: they lie in a video that lies elsewhere in the webinar."""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import AudienceQuestion, QuestionBoard


def shift_moments(session: Session, webinar_id: int, by_s: int, is_meant: Callable[[int], bool]) -> None:
    """Move the moments that are meant by some seconds of webinar time, of hidden questions too. Flushes, never commits.

    The webinar must be locked, or about to be changed. Nothing happens where no questions are taken.
    """
    board = session.scalar(
        sa.select(QuestionBoard)
        .where(QuestionBoard.webinar_id == webinar_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if board is None:
        return
    answered = session.scalars(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.webinar_id == webinar_id, AudienceQuestion.answered_s.is_not(None))
        .order_by(AudienceQuestion.number)
        .execution_options(populate_existing=True)
    )
    moved = [each for each in answered if each.answered_s is not None and is_meant(each.answered_s)]
    for question in moved:
        question.answered_s = (question.answered_s or 0) + by_s
    if moved:
        board.revision += 1
    session.flush()
