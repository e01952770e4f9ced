"""What merging two questions would make of their votes, before anybody presses."""

from collections.abc import Mapping

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.models import AudienceQuestion, QuestionState, QuestionVote


class Together(Struct, frozen=True):
    """The votes of two questions as of one."""

    votes: int
    both: int
    """How many people voted for both, and count once."""


class Target(Struct, frozen=True):
    """A question that another may be merged into."""

    number: int
    text: str
    votes: int
    together: Together


def targets_of(session: Session, webinar_id: int, number: int) -> list[Target]:
    """Returns the questions that the one of that number may be merged into, those with most votes first.

    By two statements, however many there are.
    """
    question = session.scalar(
        sa.select(AudienceQuestion).where(AudienceQuestion.webinar_id == webinar_id, AudienceQuestion.number == number)
    )
    if question is None:
        return []
    both = _voted_for_both(session, webinar_id, question.id)
    rows = session.execute(
        sa.select(AudienceQuestion.id, AudienceQuestion.number, AudienceQuestion.text, AudienceQuestion.vote_count)
        .where(
            AudienceQuestion.webinar_id == webinar_id,
            AudienceQuestion.id != question.id,
            AudienceQuestion.state.in_((QuestionState.OPEN, QuestionState.ANSWERING, QuestionState.ANSWERED)),
            ~AudienceQuestion.is_hidden,
        )
        .order_by(AudienceQuestion.vote_count.desc(), AudienceQuestion.number)
    )
    return [
        Target(
            number=row.number,
            text=row.text,
            votes=row.vote_count,
            together=Together(row.vote_count + question.vote_count - both.get(row.id, 0), both.get(row.id, 0)),
        )
        for row in rows
    ]


def _voted_for_both(session: Session, webinar_id: int, question_id: int) -> Mapping[int, int]:
    """Returns of how many voters each other question, with what is merged into it, shares with this one."""
    end = sa.func.coalesce(AudienceQuestion.merged_into_id, AudienceQuestion.id)
    own = (
        sa.select(QuestionVote.voter_digest)
        .join(AudienceQuestion, AudienceQuestion.id == QuestionVote.question_id)
        .where(end == question_id, ~QuestionVote.is_held)
    )
    rows = session.execute(
        sa.select(end.label("into"), sa.func.count(QuestionVote.voter_digest.distinct()))
        .join(AudienceQuestion, AudienceQuestion.id == QuestionVote.question_id)
        .where(AudienceQuestion.webinar_id == webinar_id, ~QuestionVote.is_held, QuestionVote.voter_digest.in_(own))
        .group_by(end)
    )
    return {row[0]: row[1] for row in rows if row[0] != question_id}
