"""How many have voted for a question: distinct people, whichever of those merged into it they voted for."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import AudienceQuestion, QuestionVote


def recount(session: Session, question: AudienceQuestion) -> None:
    """Write down the votes of a question as they are now. Its board must be locked."""
    session.flush()
    question.vote_count, question.registered_vote_count = count_together(session, question.id)
    session.flush()


def count_together(session: Session, *question_ids: int) -> tuple[int, int]:
    """Returns how many people have voted for one of these or for one merged into them, and how many are registered.

    Votes that are held do not count.
    """
    is_of_them = sa.or_(AudienceQuestion.id.in_(question_ids), AudienceQuestion.merged_into_id.in_(question_ids))
    query = (
        sa.select(
            sa.func.count(QuestionVote.voter_digest.distinct()),
            sa.func.count(QuestionVote.voter_digest.distinct()).filter(QuestionVote.is_registered),
        )
        .join(AudienceQuestion, AudienceQuestion.id == QuestionVote.question_id)
        .where(is_of_them, ~QuestionVote.is_held)
    )
    everybody, registered = session.execute(query).one()
    return everybody, registered
