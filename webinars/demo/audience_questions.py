"""The audience asks, votes and is answered, by the verbs that everybody uses."""

import datetime as dt
import hashlib

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.records import Evening, Question
from webinars.domain.accounts.actor import Actor
from webinars.domain.questions.answer_actions import answer_in_writing, answer_now, done
from webinars.domain.questions.asker_actions import Entered, ask
from webinars.domain.questions.boards import Board, BoardSettings, locked, set_board
from webinars.domain.questions.moderator_actions import Moderator, decline, merge
from webinars.domain.questions.vote_counts import recount
from webinars.models import Appearance, AskingMode, AudienceQuestion, QuestionVote, Webinar

MODERATOR = Moderator(name="Mary Somerville")
ASKED_BEFORE, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def let_audience_ask(
    session: Session, settings: Settings, actor: Actor, webinar: Webinar, evening: Evening, *, now: dt.datetime
) -> None:
    """Ask what an evening is asked, and let each question become what it says. Needs `lineup` loaded."""
    if not evening.asked or webinar.starts_at is None:
        return
    people = {each.shown_name: each for each in webinar.lineup}
    starts_at, webinar_id = webinar.starts_at, webinar.id
    asked_at = min(now, starts_at) - ASKED_BEFORE
    set_board(session, actor, webinar, BoardSettings(mode=AskingMode.ALWAYS), now=asked_at)
    rows = []
    for place, question in enumerate(evening.asked):
        entered = Entered(
            text=question.text,
            name=question.name,
            appearance_id=people[question.speaker].id if question.speaker else None,
        )
        # Each from a network of its own, as people are.
        row = ask(session, settings, webinar_id, entered, whence=f"demo {place}", now=asked_at + place * 7 * MINUTE)
        _vote(session, row, question.votes, now=row.created_at)
        rows.append(row)
    board = locked(session, webinar_id)
    for row, question in zip(rows, evening.asked, strict=True):
        recount(session, row)
        _become(session, board, row.number, question, people, starts_at=starts_at, rows=rows)


def _vote(session: Session, row: AudienceQuestion, count: int, *, now: dt.datetime) -> None:
    """Let so many vote for it, the first of them for every question."""
    for number in range(count):
        voter = hashlib.sha256(f"demo {row.webinar_id} {number}".encode()).hexdigest()
        session.add(QuestionVote(question_id=row.id, voter_digest=voter, created_at=now + number * MINUTE))


def _become(
    session: Session,
    board: Board,
    number: int,
    question: Question,
    people: dict[str, Appearance],
    *,
    starts_at: dt.datetime,
    rows: list[AudienceQuestion],
) -> None:
    at = starts_at + dt.timedelta(seconds=question.at_s or 0)
    if question.at_s is not None:
        answer_now(session, board, MODERATOR, number, now=at)
        if not question.is_answering:
            done(session, board, MODERATOR, number=number, now=at + MINUTE)
    if question.answer:
        appearance, written_at = people[question.speaker], board.webinar.ends_at or at
        answer_in_writing(
            session, board, MODERATOR, number, question.answer, appearance=appearance, now=written_at + ASKED_BEFORE
        )
    if question.merged_into is not None:
        merge(session, board, MODERATOR, number, rows[question.merged_into - 1].number, now=at)
    if question.reason:
        decline(session, board, MODERATOR, number, question.reason, now=at)
