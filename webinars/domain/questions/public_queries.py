"""What the public sees of questions from the audience.

Page, JSON, stage, search, structured data, announcements and mails read it here and nowhere else, so that what is
hidden or waits to be read cannot get out by one of them.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_lineup import stands_in_public
from webinars.models import AgendaQuestion, Appearance, AudienceQuestion, QuestionBoard, QuestionState, Speaker, Webinar

MOST_OPEN_SHOWN = 100
"""By votes. The rest is on the page."""


class BoardQuestion(Struct, frozen=True, kw_only=True):
    """What the public and moderators see alike of a question."""

    number: int
    text: str
    name: str
    language: str
    """A BCP 47 tag, or empty: the webinar's."""
    state: QuestionState
    votes: int
    for_whom: str
    """Who of the line-up is to answer it, or has, or empty: nobody in particular."""
    asked_at: dt.datetime
    answering_at: dt.datetime | None
    answered_at: dt.datetime | None
    answered_s: int | None
    """In webinar time."""
    answer: str
    """Markdown."""
    answer_by: str
    written_at: dt.datetime | None
    reason: str
    merged_into: int | None
    """The number of the question that it stands below."""
    rank: int
    """Moved up by the moderators."""


class PublicQuestion(BoardQuestion, frozen=True, kw_only=True):
    """One question, with nothing about its asker but the name that stands beside it."""


class AnsweringAgenda(Struct, frozen=True, kw_only=True):
    """A question of the agenda that is being answered now."""

    text: str
    since: dt.datetime


class PublicQuestions(Struct, frozen=True, kw_only=True):
    """All that the public sees of one webinar's questions, in its order."""

    revision: int
    questions: Sequence[PublicQuestion]
    """Being answered first, then those that wait by votes, then the rest by votes.

    The older is first where votes are equal.
    """
    answering_agenda: AnsweringAgenda | None = None

    @property
    def answering(self) -> PublicQuestion | None:
        return next((each for each in self.questions if each.state is QuestionState.ANSWERING), None)

    @property
    def asked_count(self) -> int:
        return len(self.questions)

    @property
    def answered_count(self) -> int:
        return sum(each.state is QuestionState.ANSWERED for each in self.questions)


_ORDER = (QuestionState.ANSWERING, QuestionState.OPEN)
MERGED_INTO = orm.aliased(AudienceQuestion)
"""The question that one was merged into."""
BOARD_COLUMNS = (
    AudienceQuestion.number,
    AudienceQuestion.text,
    AudienceQuestion.name,
    AudienceQuestion.language,
    AudienceQuestion.state,
    AudienceQuestion.vote_count.label("votes"),
    sa.func.coalesce(sa.func.nullif(Appearance.name, ""), Speaker.name, "").label("for_whom"),
    AudienceQuestion.created_at.label("asked_at"),
    AudienceQuestion.answering_at,
    AudienceQuestion.answered_at,
    AudienceQuestion.answered_s,
    AudienceQuestion.answer,
    AudienceQuestion.answer_by,
    AudienceQuestion.written_at,
    AudienceQuestion.reason,
    MERGED_INTO.number.label("merged_into"),
    AudienceQuestion.rank,
)
"""The fields of a `BoardQuestion`, in a query that joins `MERGED_INTO`, the appearance and its speaker."""
_IS_PUBLIC = (
    AudienceQuestion.state != QuestionState.PENDING,
    ~AudienceQuestion.is_hidden,
    # What was merged into one that nobody sees would show that there is one.
    MERGED_INTO.is_hidden.is_not(True),
    MERGED_INTO.state.is_distinct_from(QuestionState.PENDING),
)


def public_questions(session: Session, webinar_id: int) -> PublicQuestions | None:
    """Returns what the public sees of a webinar's questions, or None where none have ever been taken.

    Whether the webinar itself may be seen is the caller's to ask.
    """
    board = session.execute(
        sa.select(
            QuestionBoard.revision,
            QuestionBoard.answering_agenda_id,
            QuestionBoard.answering_agenda_at,
            AgendaQuestion.text,
        )
        .outerjoin(AgendaQuestion, AgendaQuestion.id == QuestionBoard.answering_agenda_id)
        .where(QuestionBoard.webinar_id == webinar_id)
    ).one_or_none()
    if board is None:
        return None
    revision, agenda_id, since, text = board
    return PublicQuestions(
        revision=revision,
        questions=sorted(_read(session, webinar_id), key=_place),
        answering_agenda=None if agenda_id is None or since is None else AnsweringAgenda(text=text, since=since),
    )


def _read(session: Session, webinar_id: int) -> list[PublicQuestion]:
    rows = session.execute(
        sa.select(*BOARD_COLUMNS)
        .outerjoin(MERGED_INTO, MERGED_INTO.id == AudienceQuestion.merged_into_id)
        .join(Webinar, Webinar.id == AudienceQuestion.webinar_id)
        .outerjoin(Appearance, sa.and_(Appearance.id == AudienceQuestion.appearance_id, stands_in_public()))
        .outerjoin(Speaker, Speaker.id == Appearance.speaker_id)
        .where(AudienceQuestion.webinar_id == webinar_id, *_IS_PUBLIC)
    )
    return [PublicQuestion(**row) for row in rows.mappings()]


def _place(question: PublicQuestion) -> tuple[int, int, int]:
    state = _ORDER.index(question.state) if question.state in _ORDER else len(_ORDER)
    return (state, -question.votes, question.number)
