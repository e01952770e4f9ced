"""What is kept of those who ask goes: when it was promised, or at once when asked for. Words and answers stay."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.questions.asker_actions import forget_asker
from webinars.domain.questions.boards import lock_board, store_change
from webinars.domain.questions.notifications import MAIL_KIND, forget_mails, key_of
from webinars.domain.questions.retention import IS_KNOWN, PRESS_KEPT, RETENTION, webinars_over
from webinars.models import AudienceQuestion, OutboundEmail, PromiseState, QuestionBoard

CHUNK = 200


def forget_due_askers(session: Session, *, now: dt.datetime) -> None:
    """Erase what has been kept of those who ask for as long as was promised. Commits by itself, some rows at a time.

    How a second press is known goes after a day, an address once the one mail has been sent, and all that leads to
    whoever has asked 30 days after the webinar, or of a question that came later 30 days after it was asked.
    """
    _forget_presses(session, now=now)
    _forget_told(session)
    _forget_mails_alone(session)
    for webinar_id in webinars_over(session, now=now):
        while _forget_some(session, webinar_id, now=now):
            session.commit()
        session.commit()


def forget_address(session: Session, email: str) -> int:
    """Erase who has asked the questions for which this address was left, and the mails. Returns how many. Flushes.

    The address is as addresses are compared.
    """
    ids = session.execute(
        sa.select(AudienceQuestion.webinar_id, AudienceQuestion.id)
        .where(AudienceQuestion.notify_email == email)
        .order_by(AudienceQuestion.webinar_id, AudienceQuestion.id)
    ).all()
    _forget(session, [(row[0], row[1]) for row in ids])
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.recipient == email, OutboundEmail.kind == MAIL_KIND))
    session.flush()
    return len(ids)


def forget_registered(session: Session, registration_ids: Collection[int]) -> None:
    """Erase who has asked the questions that came by these registrations. Flushes, never commits."""
    ids = session.execute(
        sa.select(AudienceQuestion.webinar_id, AudienceQuestion.id)
        .where(AudienceQuestion.registration_id.in_(registration_ids))
        .order_by(AudienceQuestion.webinar_id, AudienceQuestion.id)
    ).all()
    _forget(session, [(row[0], row[1]) for row in ids])


def questions_of_address(session: Session, email: str, registration_ids: Collection[int]) -> Sequence[AudienceQuestion]:
    """Returns the questions that are known to be of an address, or of registrations with it, the oldest first."""
    is_theirs = sa.or_(AudienceQuestion.notify_email == email, AudienceQuestion.registration_id.in_(registration_ids))
    return session.scalars(sa.select(AudienceQuestion).where(is_theirs).order_by(AudienceQuestion.id)).all()


def _forget(session: Session, found: Sequence[tuple[int, int]]) -> None:
    """Forget who has asked these questions, given with their webinars. The boards are locked as verbs lock them."""
    for webinar_id in dict.fromkeys(webinar_id for webinar_id, _question_id in found):
        ids = [question_id for of, question_id in found if of == webinar_id]
        _lock_board(session, webinar_id)
        questions = session.scalars(
            sa.select(AudienceQuestion)
            .where(AudienceQuestion.id.in_(ids))
            .order_by(AudienceQuestion.id)
            .execution_options(populate_existing=True)
        ).all()
        forget_mails(session, ids)
        for question in questions:
            forget_asker(question)
        session.flush()


def _lock_board(session: Session, webinar_id: int) -> None:
    """Lock a board, and say that it looks different now. The webinar stays as whoever erases has loaded it."""
    session.execute(
        sa.update(QuestionBoard)
        .where(QuestionBoard.webinar_id == webinar_id)
        .values(revision=QuestionBoard.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _forget_presses(session: Session, *, now: dt.datetime) -> None:
    old = (AudienceQuestion.press_digest.is_not(None), AudienceQuestion.created_at < now - PRESS_KEPT)
    while ids := session.scalars(sa.select(AudienceQuestion.id).where(*old).limit(CHUNK)).all():
        session.execute(sa.update(AudienceQuestion).where(AudienceQuestion.id.in_(ids)).values(press_digest=None))
        session.commit()
    session.commit()


def _forget_told(session: Session) -> None:
    """Forget addresses to which the one mail has gone."""
    sent = (OutboundEmail.kind == MAIL_KIND, OutboundEmail.state == PromiseState.SENT)
    while mails := session.execute(
        sa.select(OutboundEmail.id, OutboundEmail.context).where(*sent).order_by(OutboundEmail.id).limit(CHUNK)
    ).all():
        told = [mail.context["question_id"] for mail in mails]
        session.execute(sa.update(AudienceQuestion).where(AudienceQuestion.id.in_(told)).values(notify_email=None))
        session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_([mail.id for mail in mails])))
        session.commit()
    session.commit()


def _forget_mails_alone(session: Session) -> None:
    """Remove mails about questions that are no more: their webinar was deleted."""
    key = sa.literal(key_of("")) + sa.cast(AudienceQuestion.id, sa.String)
    is_known = sa.exists().where(key == OutboundEmail.dedupe_key)
    alone = sa.select(OutboundEmail.id).where(OutboundEmail.kind == MAIL_KIND, ~is_known).limit(CHUNK)
    while ids := session.scalars(alone).all():
        session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_(ids)))
        session.commit()
    session.commit()


def _forget_some(session: Session, webinar_id: int, *, now: dt.datetime) -> bool:
    """Forget who asked the next questions of a webinar. Returns whether there may be more."""
    try:
        board = lock_board(session, webinar_id)
    except LookupError:
        return False
    questions = session.scalars(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.webinar_id == webinar_id, IS_KNOWN, AudienceQuestion.created_at < now - RETENTION)
        .order_by(AudienceQuestion.id)
        .limit(CHUNK)
        .execution_options(populate_existing=True)
    ).all()
    if not questions:
        return False
    forget_mails(session, [question.id for question in questions])
    for question in questions:
        forget_asker(question)
    store_change(session, board)
    return len(questions) == CHUNK
