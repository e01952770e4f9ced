"""What moderators see: every question, with the votes of registered and of other people apart.

No address of an asker, and nothing about whoever voted.
"""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.questions.public_queries import BOARD_COLUMNS, MERGED_INTO, BoardQuestion
from webinars.models import Appearance, AudienceQuestion, QuestionState, QuestionVote, Speaker


class QueuedQuestion(BoardQuestion, frozen=True, kw_only=True):
    """One question as moderators see it."""

    id: int
    original_text: str | None
    registered_votes: int
    held_votes: int
    """That came with too many others from one network: for it, or for one merged into it."""
    appearance_id: int | None
    answer_by_id: int | None
    is_hidden: bool
    hidden_reason: str
    reported_count: int
    moved_by: str

    @property
    def other_votes(self) -> int:
        return self.votes - self.registered_votes


class Queue(Struct, frozen=True, kw_only=True):
    """All questions of a webinar by what is to be done with them."""

    answering: QueuedQuestion | None
    to_read: Sequence[QueuedQuestion]
    """The oldest first."""
    waiting: Sequence[QueuedQuestion]
    """Moved up first, then by votes, then the oldest."""
    done: Sequence[QueuedQuestion]
    """Answered, merged, not taken up, hidden: what was asked last first."""

    @property
    def all(self) -> Sequence[QueuedQuestion]:
        current = () if self.answering is None else (self.answering,)
        return (*current, *self.to_read, *self.waiting, *self.done)


_voted_for = orm.aliased(AudienceQuestion)
_HELD = (
    sa.select(sa.func.count(QuestionVote.id))
    .join(_voted_for, _voted_for.id == QuestionVote.question_id)
    .where(
        sa.or_(_voted_for.id == AudienceQuestion.id, _voted_for.merged_into_id == AudienceQuestion.id),
        QuestionVote.is_held,
    )
    .correlate(AudienceQuestion)
    .scalar_subquery()
)
_COLUMNS = (
    *BOARD_COLUMNS,
    AudienceQuestion.id,
    AudienceQuestion.original_text,
    AudienceQuestion.registered_vote_count.label("registered_votes"),
    _HELD.label("held_votes"),
    AudienceQuestion.appearance_id,
    AudienceQuestion.answer_by_id,
    AudienceQuestion.is_hidden,
    AudienceQuestion.hidden_reason,
    AudienceQuestion.reported_count,
    AudienceQuestion.moved_by,
)


def queue_of(session: Session, webinar_id: int) -> Queue:
    """Returns every question of a webinar, in the order in which moderators work."""
    rows = session.execute(
        sa.select(*_COLUMNS)
        .outerjoin(MERGED_INTO, MERGED_INTO.id == AudienceQuestion.merged_into_id)
        .outerjoin(Appearance, Appearance.id == AudienceQuestion.appearance_id)
        .outerjoin(Speaker, Speaker.id == Appearance.speaker_id)
        .where(AudienceQuestion.webinar_id == webinar_id)
        .order_by(AudienceQuestion.number)
    )
    found = [QueuedQuestion(**row) for row in rows.mappings()]
    seen = [each for each in found if not each.is_hidden]
    waiting = [each for each in seen if each.state is QuestionState.OPEN]
    live = {QuestionState.PENDING, QuestionState.OPEN, QuestionState.ANSWERING}
    return Queue(
        answering=next((each for each in seen if each.state is QuestionState.ANSWERING), None),
        to_read=[each for each in seen if each.state is QuestionState.PENDING],
        waiting=sorted(waiting, key=lambda each: (-each.rank, -each.votes, each.number)),
        done=[each for each in reversed(found) if each.is_hidden or each.state not in live],
    )


def to_read_counts(session: Session, webinar_ids: Collection[int]) -> Mapping[int, int]:
    """Returns how many questions wait to be read first, by the ids of those of these webinars where any does."""
    rows = session.execute(
        sa.select(AudienceQuestion.webinar_id, sa.func.count(AudienceQuestion.id))
        .where(
            AudienceQuestion.webinar_id.in_(webinar_ids),
            AudienceQuestion.state == QuestionState.PENDING,
            ~AudienceQuestion.is_hidden,
        )
        .group_by(AudienceQuestion.webinar_id)
    )
    return {row.webinar_id: row[1] for row in rows}
