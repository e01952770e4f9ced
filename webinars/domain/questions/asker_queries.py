"""What whoever asked sees on their own page."""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_lineup import is_in_public
from webinars.domain.questions.asker_actions import can_edit, can_withdraw
from webinars.lib.tokens import digest_of
from webinars.models import Appearance, AudienceQuestion, QuestionBoard, QuestionState, Webinar


class AskerQuestion(Struct, frozen=True, kw_only=True):
    """A question as its asker sees it."""

    question: AudienceQuestion
    webinar: Webinar
    """With its host and co-organisers."""
    board: QuestionBoard
    place: int | None
    """Among those that wait, by votes, from 1 on, or None where it does not wait, or is not public."""
    waiting_count: int
    merged_into: AudienceQuestion | None
    """Where it stands below another that may be seen."""
    for_whom: str
    can_edit: bool
    can_withdraw: bool


def asker_question(session: Session, token: str, *, now: dt.datetime) -> AskerQuestion | None:
    """Returns the question whose asker has this address, or None where there is none."""
    question = session.scalar(
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.link_digest == digest_of(token))
        .options(orm.joinedload(AudienceQuestion.appearance).joinedload(Appearance.speaker))
    )
    if question is None:
        return None
    webinar = session.scalars(
        sa.select(Webinar)
        .where(Webinar.id == question.webinar_id)
        .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
    ).one()
    place, waiting_count = _place(session, question)
    into = None if question.merged_into_id is None else session.get(AudienceQuestion, question.merged_into_id)
    appearance = question.appearance
    return AskerQuestion(
        question=question,
        webinar=webinar,
        board=session.get_one(QuestionBoard, question.webinar_id),
        place=place,
        waiting_count=waiting_count,
        merged_into=into if into is not None and _is_seen(into) else None,
        for_whom="" if appearance is None or not is_in_public(webinar, appearance) else appearance.shown_name,
        can_edit=can_edit(question, now=now),
        can_withdraw=can_withdraw(question),
    )


def _is_seen(into: AudienceQuestion) -> bool:
    """Returns whether anybody sees the question that it was merged into.

    Its asker may have put that in words that have to be read first, after another was merged into it.
    """
    return not into.is_hidden and into.state is not QuestionState.PENDING


def _place(session: Session, question: AudienceQuestion) -> tuple[int | None, int]:
    waits = (
        AudienceQuestion.webinar_id == question.webinar_id,
        AudienceQuestion.state == QuestionState.OPEN,
        ~AudienceQuestion.is_hidden,
    )
    is_before = sa.or_(
        AudienceQuestion.vote_count > question.vote_count,
        sa.and_(AudienceQuestion.vote_count == question.vote_count, AudienceQuestion.number < question.number),
    )
    count = sa.func.count(AudienceQuestion.id)
    everything, before = session.execute(sa.select(count, count.filter(is_before)).where(*waits)).one()
    is_waiting = question.state is QuestionState.OPEN and not question.is_hidden
    return (before + 1 if is_waiting else None), everything
