"""Whoever asked, and left an address, is told once what became of the question."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.mail.actions import add_mail
from webinars.domain.questions.boards import Board
from webinars.models import AudienceQuestion, Priority, QuestionState

TOLD_AFTER = dt.timedelta(minutes=5)
"""A moderator may take back what was pressed by mistake."""
TOLD_WITHOUT_RECORDING_AFTER = dt.timedelta(days=1)
"""An answer that was given live is told with its moment, if there is a recording by then."""


def tell_asker(session: Session, board: Board, question: AudienceQuestion, *, now: dt.datetime) -> None:
    """Promise the one mail about a question. What it says is decided when it leaves."""
    if question.notify_email is None or question.is_hidden:
        return
    is_live = question.state is QuestionState.ANSWERED and not question.answer and question.answered_s is not None
    add_mail(
        session,
        kind="questions.told",
        priority=Priority.REGISTRATION,
        recipient=question.notify_email,
        organisation_id=board.webinar.host_id,
        context={"webinar_id": board.webinar.id, "question_id": question.id},
        dedupe_key=f"questions.told:{question.id}",
        due_at=now + (TOLD_WITHOUT_RECORDING_AFTER if is_live else TOLD_AFTER),
        now=now,
    )
