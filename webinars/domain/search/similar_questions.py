"""Questions like one that is being asked: those of the same webinar, and those that earlier webinars have answered.

Somebody types, so it has to answer at once however large the archive is: the answered questions are held in memory, at
most a minute old, and what is offered of them is looked up once more before it is.
"""

import datetime as dt
import threading
import time
from collections.abc import Iterable, Sequence
from math import log1p
from typing import TypeVar

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.programme.public_visibility import listed
from webinars.domain.questions.public_queries import PublicQuestion
from webinars.domain.search.tokens import tokens
from webinars.models import ASKED_PASSAGES, QuestionState, Recording, SearchPassage, Webinar

AT_MOST = 3
SHORTEST = 12
"""Characters from which on a text says what is meant by it."""
ALIKE = 0.5
"""The share of what a question asks that another has to have as well, the rarer and longer words counting more."""
LONGEST_WORD = 6
"""Letters from which on a word says as much as a longer one."""
HELD_S = 60.0
MOST_HELD = 5_000
"""Answered questions. Of more, those of the latest recordings."""

_COUNTED = (QuestionState.OPEN, QuestionState.ANSWERING, QuestionState.ANSWERED)
Candidate = TypeVar("Candidate")
Words = frozenset[str]


class AnsweredBefore(Struct, frozen=True, kw_only=True):
    """A question that an earlier webinar has answered, and where that is seen."""

    text: str
    language: str
    held_on: dt.date | None
    recording_slug: str
    place_s: int


class Similar(Struct, frozen=True):
    """What is like a question, best first."""

    here: Sequence[PublicQuestion] = ()
    before: Sequence[AnsweredBefore] = ()

    def __bool__(self) -> bool:
        return bool(self.here or self.before)


class AnsweredQuestions(Struct):
    """The answered questions of all recordings, as one process holds them. Safe to use from several threads."""

    _until: float = 0.0
    _held: Sequence[tuple[Words, int]] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def candidates(self, session: Session) -> Sequence[tuple[Words, int]]:
        """Returns the words of each, with the id of its passage."""
        with self._lock:
            if time.monotonic() >= self._until:
                rows = session.execute(
                    sa.select(SearchPassage.id, SearchPassage.text)
                    .where(sa.text(ASKED_PASSAGES))
                    .order_by(SearchPassage.id.desc())
                    .limit(MOST_HELD)
                )
                self._held = [(frozenset(tokens(row.text)), row.id) for row in rows]
                self._until = time.monotonic() + HELD_S
            return self._held

    def forget(self) -> None:
        """Hold nothing: for when the database has been replaced by another."""
        self._until = 0.0


def similar_questions(
    session: Session, held: AnsweredQuestions, webinar_id: int, text: str, asked_here: Sequence[PublicQuestion]
) -> Similar:
    """Returns up to three questions like `text`: first those among `asked_here`, then answered ones of other webinars.

    Of these, only what is listed. Of a text that is too short to say what is meant, none.
    """
    wanted = list(dict.fromkeys(tokens(text))) if len(text.strip()) >= SHORTEST else []
    if not wanted:
        return Similar()
    words_here = [(frozenset(tokens(each.text)), each) for each in asked_here if each.state in _COUNTED]
    here = _best(wanted, words_here)[:AT_MOST]
    room = AT_MOST - len(here)
    if not room:
        return Similar(here)
    # Some of them may be of this webinar, or gone since.
    chosen = _best(wanted, held.candidates(session))[: 4 * AT_MOST]
    return Similar(here, _read(session, webinar_id, chosen)[:room])


def _best(wanted: Sequence[str], candidates: Iterable[tuple[Words, Candidate]]) -> list[Candidate]:
    """Returns those that have enough of what is wanted, best first."""
    asked = frozenset(wanted)
    having = [(has & asked, each) for has, each in candidates if not has.isdisjoint(asked)]
    # What every other question has says little, and so does a short word.
    weights = {
        token: log1p((len(having) + 1) / (sum(token in has for has, _each in having) + 1))
        * min(len(token), LONGEST_WORD)
        for token in asked
    }
    whole = sum(weights.values())
    scored = [(sum(weights[token] for token in has) / whole, each) for has, each in having]
    enough = [found for found in scored if found[0] >= ALIKE]
    return [each for _score, each in sorted(enough, key=lambda found: -found[0])]


def _read(session: Session, webinar_id: int, passage_ids: Sequence[int]) -> list[AnsweredBefore]:
    if not passage_ids:
        return []
    rows = session.execute(
        sa.select(
            SearchPassage.id,
            SearchPassage.text,
            SearchPassage.starts_s,
            Recording.slug,
            Webinar.language,
            Webinar.starts_on,
        )
        .join(Recording, Recording.id == SearchPassage.recording_id)
        .join(Webinar, Webinar.id == Recording.webinar_id)
        .where(SearchPassage.id.in_(passage_ids), Webinar.id != webinar_id, listed())
    )
    found = {
        row.id: AnsweredBefore(
            text=row.text,
            language=row.language,
            held_on=row.starts_on,
            recording_slug=row.slug,
            place_s=row.starts_s,
        )
        for row in rows
    }
    return [found[number] for number in passage_ids if number in found]
