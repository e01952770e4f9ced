"""How the audience asks questions of a webinar, and what became of them, as its record says it.

Who asked, and who voted, is in no archive; nor is what is hidden, or waits to be read.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.fields import record_of
from webinars.models import Appearance, AudienceQuestion, QuestionBoard, QuestionState, Webinar

SETTINGS = {"mode": "mode", "approve_first": "approves_first", "names": "names", "who": "asked_by"}
"""The column of a board for each key of the record that organisers choose."""
KEYS = {**SETTINGS, "code": "code", "next_number": "next_number", "stream_began_at": "stream_began_at"}
QUESTION_KEYS = {"asked_at": "created_at"}
"""The column of a question for each key that is not called as it is."""


class StoredQuestions:
    """The boards of some webinars, or of all, and what was asked in public."""

    def __init__(self, session: Session, ids: Sequence[int] | None = None) -> None:
        boards, questions = sa.select(QuestionBoard), _public()
        if ids is not None:
            boards = boards.where(QuestionBoard.webinar_id.in_(ids))
            questions = questions.where(AudienceQuestion.webinar_id.in_(ids))
        self._boards: dict[int, QuestionBoard] = {}
        self._questions: dict[int, list[AudienceQuestion]] = defaultdict(list)
        if ids is not None and not ids:
            return
        self._boards = {board.webinar_id: board for board in session.scalars(boards)}
        for question in session.scalars(questions):
            self._questions[question.webinar_id].append(question)

    def board(self, webinar: Webinar) -> QuestionBoard | None:
        return self._boards.get(webinar.id)

    def settings(self, webinar: Webinar) -> dict[str, Any] | None:
        """Returns what organisers have chosen, by the keys of the record, or None without a board."""
        board = self.board(webinar)
        if board is None:
            return None
        return {
            each.key: each.show(getattr(board, SETTINGS[each.key])) for each in records.BOARD if each.key in SETTINGS
        }

    def record(self, webinar: Webinar) -> dict[str, Any] | None:
        """Returns the record of the board, or None without one."""
        board = self.board(webinar)
        if board is None:
            return None
        values = {key: getattr(board, column) for key, column in KEYS.items()}
        return {each.key: None if (value := values[each.key]) is None else each.show(value) for each in records.BOARD}

    def question_records(self, webinar: Webinar) -> list[dict[str, Any]]:
        """Returns what was asked in public, in the order of the numbers."""
        questions = self._questions.get(webinar.id, [])
        numbers = {question.id: question.number for question in questions}
        # What stands below a hidden one would show that there is one.
        return [
            _question(each, numbers.get(each.merged_into_id or 0))
            for each in questions
            if each.merged_into_id is None or each.merged_into_id in numbers
        ]


def _public() -> sa.Select[AudienceQuestion]:
    return (
        sa.select(AudienceQuestion)
        .where(AudienceQuestion.state != QuestionState.PENDING, ~AudienceQuestion.is_hidden)
        .options(orm.joinedload(AudienceQuestion.appearance).joinedload(Appearance.speaker))
        .order_by(AudienceQuestion.webinar_id, AudienceQuestion.number)
    )


def _question(question: AudienceQuestion, merged_into: int | None) -> dict[str, Any]:
    columns = [each for each in records.AUDIENCE_QUESTION if each.key not in QUESTION_KEYS]
    return record_of(question, columns) | {
        "asked_at": records.ASKED_AT.show(question.created_at),
        "speaker": None if question.appearance is None else question.appearance.speaker.slug,
        "merged_into": merged_into,
    }
