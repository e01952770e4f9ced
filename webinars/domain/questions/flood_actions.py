"""What moderators do where too much comes: reports, votes that are held, a pause, reading first.

Each verb has the board locked, flushes, and never commits.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.questions.boards import Board, store_change
from webinars.domain.questions.moderator_actions import Moderator, find, note
from webinars.domain.questions.vote_counts import recount
from webinars.models import AudienceQuestion, QuestionVote


def dismiss_reports(session: Session, board: Board, number: int) -> None:
    """Leave a question that was reported as it is. Raises QuestionGone."""
    find(session, board, number).reported_count = 0
    store_change(session, board)


def settle_held_votes(session: Session, board: Board, number: int, *, is_counted: bool) -> None:
    """Count the votes that came with too many others from one network, or drop them, also of what was merged into it.

    Raises QuestionGone.
    """
    question = find(session, board, number)
    below = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.merged_into_id == question.id)).all()
    held = (QuestionVote.question_id.in_([question.id, *(each.id for each in below)]), QuestionVote.is_held)
    if is_counted:
        session.execute(sa.update(QuestionVote).where(*held).values(is_held=False))
    else:
        session.execute(sa.delete(QuestionVote).where(*held))
    for each in (*below, question):
        recount(session, each)
    store_change(session, board)


def pause(session: Session, board: Board, who: Moderator, *, is_paused: bool, now: dt.datetime) -> None:
    """Take no more questions from now on, or take them again."""
    if board.row.is_paused == is_paused:
        return
    board.row.is_paused = is_paused
    note(session, board, who, None, "pause" if is_paused else "take", now=now)
    store_change(session, board)


def set_approval(session: Session, board: Board, who: Moderator, *, approves_first: bool, now: dt.datetime) -> None:
    """Read questions before they stand on the page, or let them stand there at once."""
    board.row.approval_forced_at = None
    if board.row.approves_first != approves_first:
        board.row.approves_first = approves_first
        note(session, board, who, None, "approve_first" if approves_first else "approve_none", now=now)
    store_change(session, board)
