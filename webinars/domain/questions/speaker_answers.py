"""What a speaker is asked, and answers in writing on the own page: for herself alone, whatever moderators do."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.questions.answer_actions import WRITTEN_FOR, answer_in_writing
from webinars.domain.questions.boards import Board
from webinars.domain.questions.errors import MovedMeanwhile, QuestionFixed, QuestionGone, QuestionInvalid
from webinars.domain.questions.moderator_actions import Moderator, find
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, AudienceQuestion, QuestionState

_WAITS = (QuestionState.OPEN, QuestionState.ANSWERING)


class SpeakerQuestion(Struct, frozen=True, kw_only=True):
    """A question as a speaker sees it: without anything about whoever voted, or where the asker is told."""

    number: int
    text: str
    name: str
    language: str
    votes: int
    is_for_her: bool
    """It names her. Otherwise it names nobody, and whoever answers first has answered."""
    is_being_answered: bool
    answered_at: dt.datetime | None
    """When she answered it live, or None: not yet."""
    answer: str
    """Her own, in writing."""
    written_at: dt.datetime | None
    can_write: bool

    @property
    def is_open(self) -> bool:
        return not self.answer and self.answered_at is None


def speaker_questions(session: Session, appearance: Appearance, *, now: dt.datetime) -> Sequence[SpeakerQuestion]:
    """Returns what waits for this speaker, those that name her first and each by its votes, then what she answered.

    Nothing while her name does not stand in public: an answer would.
    """
    if not appearance.has_agreed:
        return ()
    mine = AudienceQuestion.appearance_id == appearance.id
    nobodys = AudienceQuestion.appearance_id.is_(None)
    waits = sa.and_(AudienceQuestion.state.in_(_WAITS), AudienceQuestion.answer == "", sa.or_(mine, nobodys))
    live = sa.and_(AudienceQuestion.state == QuestionState.ANSWERED, AudienceQuestion.answer == "", mine)
    written = sa.and_(
        AudienceQuestion.state.in_((*_WAITS, QuestionState.ANSWERED)),
        AudienceQuestion.answer != "",
        AudienceQuestion.answer_by_id == appearance.id,
    )
    rows = session.scalars(
        sa.select(AudienceQuestion)
        .where(
            AudienceQuestion.webinar_id == appearance.webinar_id,
            ~AudienceQuestion.is_hidden,
            sa.or_(waits, live, written),
        )
        .order_by(AudienceQuestion.vote_count.desc(), AudienceQuestion.number)
    )
    found = [_as_asked(row, appearance, now=now) for row in rows]
    return sorted(found, key=lambda each: (not each.is_open, not each.is_for_her))


def answer_as_speaker(
    session: Session,
    board: Board,
    appearance: Appearance,
    number: int,
    text: str,
    *,
    seen: str | None = None,
    now: dt.datetime,
) -> None:
    """Answer in writing under the speaker's name, change that answer within 30 days, or take it back by an empty text.

    The board is locked. Raises QuestionGone for what is not hers to answer, MovedMeanwhile once somebody else has
    answered, QuestionFixed after the 30 days, QuestionInvalid.
    """
    question = find(session, board, number)
    is_own = question.answer_by_id == appearance.id
    # What is for somebody else, or out of sight, is not told apart from what does not exist.
    if (
        not appearance.has_agreed
        or question.is_hidden
        or not (is_own or question.appearance_id in {None, appearance.id})
    ):
        raise QuestionGone
    if question.answer and not is_own:
        raise MovedMeanwhile(question.answer_by)
    if question.answer and not _may_still_write(question, now):
        raise QuestionFixed(_("Your answer is older than 30 days, so it stays as it is. The organisers can change it."))
    if not question.answer and not text.strip():
        raise QuestionInvalid({"answer": _("Write your answer.")})
    is_anothers = question.state is QuestionState.ANSWERED and not is_own and question.appearance_id is None
    if question.state is QuestionState.DECLINED or is_anothers:
        raise MovedMeanwhile(question.moved_by)
    who = Moderator(name=appearance.shown_name)
    answer_in_writing(session, board, who, number, text, appearance=appearance, seen=seen, now=now)


def _as_asked(row: AudienceQuestion, appearance: Appearance, *, now: dt.datetime) -> SpeakerQuestion:
    return SpeakerQuestion(
        number=row.number,
        text=row.text,
        name=row.name,
        language=row.language,
        votes=row.vote_count,
        is_for_her=row.appearance_id == appearance.id,
        is_being_answered=row.state is QuestionState.ANSWERING,
        answered_at=row.answered_at,
        answer=row.answer,
        written_at=row.written_at,
        can_write=not row.answer or _may_still_write(row, now),
    )


def _may_still_write(question: AudienceQuestion, now: dt.datetime) -> bool:
    return question.written_at is None or now < question.written_at + WRITTEN_FOR
