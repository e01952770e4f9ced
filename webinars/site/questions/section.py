"""The section of a webinar's page with the questions of its audience, which stands on a page of its own as well."""

import datetime as dt
from collections.abc import Collection, Sequence

from flask import url_for
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.programme.phases import Phase, over_at, phase_of
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.questions.boards import AskingState, asking_of, board_of, is_voting, takes_registered_only
from webinars.domain.questions.public_queries import AnsweringAgenda, PublicQuestion
from webinars.domain.questions.voter_actions import Voter, voted_numbers
from webinars.domain.recordings.watch_links import watch_link_finder
from webinars.models import Appearance, AskerNames, AskingMode, QuestionBoard, QuestionState, Webinar
from webinars.site.questions.process_cache import question_memory
from webinars.site.questions.rows import FILTERS, PublicQuestionRow, by_votes, newest_first, rows_of

SHOWN_FIRST = 50
"""On the webinar's page. The others are a press away."""


class Listing(Struct, frozen=True, kw_only=True):
    """One list, or as much of it as is shown."""

    rows: Sequence[PublicQuestionRow]
    count: int
    """Of all of them."""

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.rows)


class AnswerFilter(Struct, frozen=True, kw_only=True):
    """What may be chosen of the questions after the webinar."""

    name: str
    count: int


class QuestionSection(Struct, frozen=True, kw_only=True):
    """Everything that the section shows."""

    phase: Phase
    asking: AskingState
    is_voting: bool
    """Whether votes are taken here."""
    names: AskerNames
    reads_first: bool
    registered_only: bool
    """People ask and vote from their own page."""
    takes_written_answers: bool
    revision: int
    last_number: int
    code: str
    asked_count: int
    answered_count: int
    now: PublicQuestionRow | None
    """What is being answered."""
    now_agenda: AnsweringAgenda | None
    listed: Listing
    """While it is live, what waits for an answer, else everything."""
    answered: Listing | None
    """While it is live."""
    declined: Listing | None
    """While it is live."""
    choices: Sequence[AnswerFilter]
    """After the webinar."""
    shown: str
    """Which of them is chosen, or empty for everything."""
    sort: str
    is_whole: bool
    """It is a page of its own."""
    followed_until: dt.datetime | None
    for_whom: Sequence[Appearance]
    """Of whom a question may be asked."""
    base: str
    """The address below which votes for its questions are given."""
    token: str | None = None
    """Of the registration on whose page it stands."""
    is_preview: bool = False

    @property
    def can_ask(self) -> bool:
        return self.asking is AskingState.OPEN and not self.registered_only

    @property
    def is_live(self) -> bool:
        return self.phase.is_going_on

    @property
    def is_over(self) -> bool:
        return self.phase in {Phase.AFTER, Phase.CANCELLED}


class SectionView(Struct, frozen=True, kw_only=True):
    """How somebody looks at it."""

    sort: str = "votes"
    show: str = ""
    is_whole: bool = False
    is_preview: bool = False
    token: str | None = None
    voter: Voter | None = None
    """Who is registered, and votes from the own page."""


PAGE_OF_WEBINAR = SectionView()


def section_of(
    session: Session, webinar: Webinar, shown: SectionView = PAGE_OF_WEBINAR, *, now: dt.datetime
) -> QuestionSection | None:
    """Returns what the section of a webinar shows at `now`, or None where nobody may ask, and nobody has.

    The webinar has its line-up loaded.
    """
    board = board_of(session, webinar.id)
    public = None if board is None else question_memory().shelf.questions_of(session, webinar.id)
    if board is None or public is None or (board.mode is AskingMode.OFF and not public.questions):
        return None
    is_registered_only = takes_registered_only(board, webinar) and shown.voter is None
    votes = is_voting(board, webinar, now) and not is_registered_only
    voted: Collection[int] = () if shown.voter is None else voted_numbers(session, webinar.id, shown.voter)
    rows = rows_of(public.questions, watch_link_finder(session, webinar.id), is_voting=votes, voted=voted)
    phase = phase_of(webinar, now)
    current = next((row for row in rows if row.question.state is QuestionState.ANSWERING), None)
    lists = _lists(rows, phase, shown)
    return QuestionSection(
        phase=phase,
        asking=_preview_of(board) if shown.is_preview else asking_of(board, webinar, now),
        is_voting=votes,
        names=board.names,
        reads_first=board.approves_first,
        registered_only=is_registered_only,
        takes_written_answers=board.mode is AskingMode.ALWAYS,
        revision=public.revision,
        last_number=max((each.number for each in public.questions), default=0),
        code=board.code,
        asked_count=public.asked_count,
        answered_count=public.answered_count,
        now=current,
        now_agenda=public.answering_agenda,
        listed=lists[0],
        answered=lists[1],
        declined=lists[2],
        choices=[AnswerFilter(name=name, count=sum(map(is_it, rows))) for name, is_it in FILTERS.items()],
        shown=shown.show,
        sort=shown.sort,
        is_whole=shown.is_whole,
        followed_until=_followed_until(webinar, phase),
        for_whom=public_lineup(webinar),
        base=url_for("registration.ask_question", token=shown.token)
        if shown.token
        else url_for("questions.show", slug=webinar.slug),
        token=shown.token,
        is_preview=shown.is_preview,
    )


def _lists(
    rows: Sequence[PublicQuestionRow], phase: Phase, shown: SectionView
) -> tuple[Listing, Listing | None, Listing | None]:
    """Returns what is listed, and while it is live what was answered and what is not taken up."""
    rows = [row for row in rows if row.question.state is not QuestionState.ANSWERING]
    if phase in {Phase.AFTER, Phase.CANCELLED}:
        chosen = [row for row in rows if not shown.show or FILTERS[shown.show](row)]
        return _listing(_ordered(by_votes(chosen), shown), shown), None, None
    # What was merged stands below the other question.
    alone = [row for row in rows if row.into is None]
    if not phase.is_going_on:
        return _listing(_ordered(alone, shown), shown), None, None
    states = (QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.DECLINED)
    waiting, answered, declined = ([row for row in alone if row.question.state is state] for state in states)
    latest = sorted(answered, key=_answered_at, reverse=True)
    return _listing(_ordered(waiting, shown), shown), _listing(latest, shown), _listing(declined, shown)


def _answered_at(row: PublicQuestionRow) -> dt.datetime:
    question: PublicQuestion = row.question
    return question.answered_at or question.written_at or question.asked_at


def _ordered(rows: Sequence[PublicQuestionRow], shown: SectionView) -> Sequence[PublicQuestionRow]:
    return newest_first(rows) if shown.sort == "newest" else rows


def _listing(rows: Sequence[PublicQuestionRow], shown: SectionView) -> Listing:
    return Listing(rows=rows if shown.is_whole else rows[:SHOWN_FIRST], count=len(rows))


def _preview_of(board: QuestionBoard) -> AskingState:
    """Returns how it will stand once the webinar is published."""
    if board.mode is AskingMode.OFF:
        return AskingState.OFF
    return AskingState.NOT_YET if board.mode is AskingMode.DURING else AskingState.OPEN


def _followed_until(webinar: Webinar, phase: Phase) -> dt.datetime | None:
    """Returns until when a page that stays open asks what is new, or None for as long as it stays open."""
    if phase is Phase.CANCELLED:
        return webinar.cancelled_at
    if webinar.starts_at is None:
        return None
    return over_at(webinar)
