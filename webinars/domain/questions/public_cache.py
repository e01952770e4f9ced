"""What the public sees of questions, held in memory: a page costs the same with ten questions as with a thousand."""

import threading
import time
from collections import OrderedDict

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.questions.public_queries import PublicQuestions, public_questions
from webinars.models import QuestionBoard

HELD_S = 10.0
"""What no revision tells of, the name of a speaker say, is at most so old."""
HELD_QUESTIONS = 20_000

_Key = tuple[int, str, int]
"""The webinar, the code of its board, and the revision: on SQLite the id of a webinar may be used again."""


class _Held(Struct, frozen=True):
    key: _Key
    until: float
    questions: PublicQuestions


class PublicQuestionCache(Struct):
    """The questions that one process has read lately. Safe to use from several threads."""

    _held: OrderedDict[int, _Held] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def questions_of(self, session: Session, webinar_id: int) -> PublicQuestions | None:
        """Returns what `public_questions` does, at the present revision, or None where none have ever been taken.

        Whatever hides a question, or brings one, raises the revision in the same transaction, and that is asked each
        time. It is asked before the questions are read: what is held is never older than the revision it is held by.
        """
        row = session.execute(
            sa.select(QuestionBoard.code, QuestionBoard.revision).where(QuestionBoard.webinar_id == webinar_id)
        ).one_or_none()
        if row is None:
            return None
        key = (webinar_id, row.code, row.revision)
        moment = time.monotonic()
        held = self._held.get(webinar_id)
        if held is not None and held.key == key and moment < held.until:
            return held.questions
        questions = public_questions(session, webinar_id)
        if questions is None:
            return None
        with self._lock:
            self._held[webinar_id] = _Held((webinar_id, row.code, row.revision), moment + HELD_S, questions)
            self._held.move_to_end(webinar_id)
            self._make_room()
        return questions

    def forget(self) -> None:
        """Hold nothing: for when the database has been replaced by another."""
        with self._lock:
            self._held.clear()

    def _make_room(self) -> None:
        total = sum(len(each.questions.questions) for each in self._held.values())
        while total > HELD_QUESTIONS and len(self._held) > 1:
            _id, oldest = self._held.popitem(last=False)
            total -= len(oldest.questions.questions)
