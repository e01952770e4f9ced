"""What those who listen may do with questions of others: vote, take that back, report.

Each verb locks the board first, flushes, and never commits.
"""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.questions.boards import Board, is_voting, lock_board, store_change, takes_registered_only
from webinars.domain.questions.errors import QuestionGone, VotingClosed
from webinars.domain.questions.moderator_actions import find
from webinars.domain.questions.vote_counts import recount
from webinars.lib.i18n import gettext as _
from webinars.models import AudienceQuestion, QuestionState, QuestionVote

_VOTED_FOR = (QuestionState.OPEN, QuestionState.ANSWERING)


class Voter(Struct, frozen=True):
    """Somebody who votes, known by a digest alone."""

    digest: str
    is_registered: bool = False


class VoteResult(Struct, frozen=True):
    """What became of a vote."""

    question: AudienceQuestion
    """For which it counts: that into which the other was merged."""
    revision: int
    """Of the board: what says otherwise and is older does not know of the vote yet."""
    is_held: bool = False
    """It counts once a moderator lets it."""


def vote(
    session: Session, webinar_id: int, number: int, voter: Voter, *, is_crowded: bool = False, now: dt.datetime
) -> VoteResult:
    """Vote for a question, or for that into which it was merged. Once more changes nothing.

    `is_crowded` says that so many new voters came from one network that theirs wait for a moderator.
    Raises LookupError, QuestionGone, VotingClosed.
    """
    board = lock_board(session, webinar_id)
    question = _question_voted_for(session, board, number)
    _require_voting(board, question, now=now)
    if takes_registered_only(board.row, board.webinar) and not voter.is_registered:
        raise VotingClosed(_("Only those who are registered vote here. Open the link in your mail."))
    given = session.execute(
        insert_or(session, QuestionVote)
        .values(
            question_id=question.id,
            voter_digest=voter.digest,
            is_registered=voter.is_registered,
            is_held=is_crowded and not voter.is_registered,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["question_id", "voter_digest"])
        .returning(QuestionVote.id)
    ).scalar()
    if given is not None:
        _count(session, board, question)
    return VoteResult(question, board.row.revision, is_held=_is_held(session, question, voter))


def take_back(session: Session, webinar_id: int, number: int, voter: Voter, *, now: dt.datetime) -> VoteResult:
    """Take one's vote back, also from what was merged into the question. Without one nothing happens.

    Raises LookupError, QuestionGone, VotingClosed.
    """
    board = lock_board(session, webinar_id)
    question = _question_voted_for(session, board, number)
    _require_voting(board, question, now=now)
    merged = sa.select(AudienceQuestion.id).where(AudienceQuestion.merged_into_id == question.id)
    left = session.scalars(
        sa.delete(QuestionVote)
        .where(
            QuestionVote.voter_digest == voter.digest,
            sa.or_(QuestionVote.question_id == question.id, QuestionVote.question_id.in_(merged)),
        )
        .returning(QuestionVote.question_id)
    ).all()
    if left:
        for each in session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.id.in_(left))).all():
            recount(session, each)
        _count(session, board, question)
    return VoteResult(question, board.row.revision)


def voted_numbers(session: Session, webinar_id: int, voter: Voter) -> set[int]:
    """Returns the numbers of the questions that this voter's votes stand with, and of those they were merged into."""
    into = orm.aliased(AudienceQuestion)
    rows = session.execute(
        sa.select(AudienceQuestion.number, into.number)
        .join(QuestionVote, QuestionVote.question_id == AudienceQuestion.id)
        .outerjoin(into, into.id == AudienceQuestion.merged_into_id)
        .where(AudienceQuestion.webinar_id == webinar_id, QuestionVote.voter_digest == voter.digest)
    )
    return {number for row in rows for number in row if number is not None}


def report(session: Session, webinar_id: int, number: int) -> AudienceQuestion:
    """Tell the moderators that a question is rude. Raises LookupError, QuestionGone."""
    board = lock_board(session, webinar_id)
    question = _visible(session, board, number)
    # What stands below a hidden question is no more to be seen than that.
    _question_voted_for(session, board, number)
    question.reported_count += 1
    store_change(session, board)
    return question


def _visible(session: Session, board: Board, number: int) -> AudienceQuestion:
    question = find(session, board, number)
    if question.is_hidden or question.state is QuestionState.PENDING:
        raise QuestionGone
    return question


def _question_voted_for(session: Session, board: Board, number: int) -> AudienceQuestion:
    """Returns the question for which a vote with this number counts."""
    question = _visible(session, board, number)
    if question.merged_into_id is None:
        return question
    into = session.get(AudienceQuestion, question.merged_into_id, populate_existing=True)
    if into is None or into.is_hidden or into.state is QuestionState.PENDING:
        raise QuestionGone
    return into


def _require_voting(board: Board, question: AudienceQuestion, *, now: dt.datetime) -> None:
    if question.state is QuestionState.ANSWERED:
        raise VotingClosed(_("This question has been answered. Its votes stay as they are."))
    if question.state not in _VOTED_FOR:
        raise VotingClosed(_("This question is not taken up. Its votes stay as they are."))
    if not is_voting(board.row, board.webinar, now):
        raise VotingClosed(_("Voting is closed."))


def _is_held(session: Session, question: AudienceQuestion, voter: Voter) -> bool:
    own = (QuestionVote.question_id == question.id, QuestionVote.voter_digest == voter.digest)
    return bool(session.scalar(sa.select(QuestionVote.is_held).where(*own)))


def _count(session: Session, board: Board, question: AudienceQuestion) -> None:
    recount(session, question)
    store_change(session, board)
