"""Whoever asked, and left an address, is told once what became of the question."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.questions.boards import Board
from webinars.models import AudienceQuestion, OutboundEmail, Priority, PromiseState, QuestionState

MAIL_KIND = "questions.told"
AT_ONCE = 500
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
    ).all()
    mails = [_mail(board, question_id, email, due_at) for question_id, email in askers]
    _revive(session, [mail.dedupe_key for mail in mails])
    add_mails(session, mails, now=now)
    if not is_live:
        bring_forward(session, [question_id for question_id, _email in askers], now=now)


def _revive(session: Session, keys: Collection[str]) -> None:
    """Forget promises that came to nothing, for the question was open again by then: what is promised now is new."""
    dropped = (OutboundEmail.dedupe_key.in_(keys), OutboundEmail.state == PromiseState.DROPPED)
    session.execute(sa.delete(OutboundEmail).where(*dropped))


def _mail(board: Board, question_id: int, email: str | None, due_at: dt.datetime) -> NewMail:
    assert email is not None
    return NewMail(
        kind=MAIL_KIND,
        priority=Priority.REGISTRATION,
        recipient=email,
        organisation_id=board.webinar.host_id,
        context={"webinar_id": board.webinar.id, "question_id": question_id},
        dedupe_key=key_of(question_id),
        due_at=due_at,
    )


def bring_forward(session: Session, question_ids: Collection[int], *, now: dt.datetime) -> None:
    """Let what is promised about these questions leave in some minutes, where it was to leave later. Flushes."""
    due_at = now + TOLD_AFTER
    keys = [key_of(question_id) for question_id in sorted(question_ids)]
    for start in range(0, len(keys), AT_ONCE):
        session.execute(
            sa.update(OutboundEmail)
            .where(
                OutboundEmail.dedupe_key.in_(keys[start : start + AT_ONCE]),
                OutboundEmail.state == PromiseState.DUE,
                OutboundEmail.due_at > due_at,
            )
            .values(due_at=due_at)
            .execution_options(synchronize_session=False)
        )


def forget_mails(session: Session, question_ids: Collection[int]) -> None:
    """Remove what was promised, or has been sent, to those who asked these questions: it names an address. Flushes."""
    keys = [key_of(question_id) for question_id in sorted(question_ids)]
    for start in range(0, len(keys), AT_ONCE):
        session.execute(sa.delete(OutboundEmail).where(OutboundEmail.dedupe_key.in_(keys[start : start + AT_ONCE])))


def readdress(session: Session, question: AudienceQuestion) -> None:
    """Send what is promised about a question to where its asker wants it now, or not at all. Flushes."""
    if question.notify_email is None:
        forget_mails(session, [question.id])
        return
    session.execute(
        sa.update(OutboundEmail)
        .where(OutboundEmail.dedupe_key == key_of(question.id), OutboundEmail.state == PromiseState.DUE)
        .values(recipient=question.notify_email, recipient_domain=question.notify_email.rpartition("@")[2].lower())
        .execution_options(synchronize_session=False)
    )


def key_of(question_id: int | str) -> str:
    """Returns what keeps the mail about a question one mail."""
    return f"{MAIL_KIND}:{question_id}"
