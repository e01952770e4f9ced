"""Whoever asked, and left an address, is told once what became of the question."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.questions.boards import Board
from webinars.models import AudienceQuestion, Priority, QuestionState

TOLD_AFTER = dt.timedelta(minutes=5)
"""A moderator may take back what was pressed by mistake."""
TOLD_WITHOUT_RECORDING_AFTER = dt.timedelta(days=1)
"""An answer that was given live is told with its moment, if there is a recording by then."""


def tell_askers(session: Session, board: Board, question: AudienceQuestion, *, now: dt.datetime) -> None:
    """Promise the one mail to whoever asked this question or one merged into it, once each.

    What it says is decided when it leaves. Merging alone is told nobody: the answer will be.
    """
    if question.is_hidden:
        return
    is_live = question.state is QuestionState.ANSWERED and not question.answer and question.answered_s is not None
    due_at = now + (TOLD_WITHOUT_RECORDING_AFTER if is_live else TOLD_AFTER)
    is_told = sa.or_(AudienceQuestion.id == question.id, AudienceQuestion.merged_into_id == question.id)
    askers = session.execute(
        sa.select(AudienceQuestion.id, AudienceQuestion.notify_email)
        .where(is_told, AudienceQuestion.notify_email.is_not(None), ~AudienceQuestion.is_hidden)
        .order_by(AudienceQuestion.id)
    )
    add_mails(session, [_mail(board, question_id, email, due_at) for question_id, email in askers], now=now)


def _mail(board: Board, question_id: int, email: str | None, due_at: dt.datetime) -> NewMail:
    assert email is not None
    return NewMail(
        kind="questions.told",
        priority=Priority.REGISTRATION,
        recipient=email,
        organisation_id=board.webinar.host_id,
        context={"webinar_id": board.webinar.id, "question_id": question_id},
        dedupe_key=f"questions.told:{question_id}",
        due_at=due_at,
    )
