"""What the own page of somebody who has asked says."""

import datetime as dt
import enum
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.programme.join_window import is_room_open
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.recording_plan import is_recording_promised
from webinars.domain.questions.asker_queries import AskerQuestion
from webinars.domain.recordings.watch_links import WatchLink, watch_link_finder
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AskingMode, AudienceQuestion, JoinAccess, QuestionState, Webinar
from webinars.pure.times import presentable, wall
from webinars.site.questions.rows import when_answered

_ORDINALS = (
    _l("first"),
    _l("second"),
    _l("third"),
    _l("fourth"),
    _l("fifth"),
    _l("sixth"),
    _l("seventh"),
    _l("eighth"),
    _l("ninth"),
    _l("tenth"),
)


class QuestionStanding(enum.StrEnum):
    """What has become of a question, for its asker."""

    PENDING = "pending"
    OPEN = "open"
    UNANSWERED = "unanswered"
    """It is open, and the webinar is over."""
    ANSWERING = "answering"
    ANSWERED = "answered"
    WRITTEN = "written"
    MERGED = "merged"
    DECLINED = "declined"
    HIDDEN = "hidden"


class Step(Struct, frozen=True, kw_only=True):
    """Something that has happened to it."""

    words: str
    at: dt.datetime


class OwnPage(Struct, frozen=True, kw_only=True):
    """Everything that the page says."""

    own: AskerQuestion
    standing: QuestionStanding
    phase: Phase
    place: str
    """Among those that wait: "third of 14", or empty where it does not wait."""
    watch: WatchLink | None
    answered_in: str
    """How far into the webinar, while there is no recording to lead to: "41 minutes in"."""
    written_on: str
    steps: Sequence[Step]
    """The latest first."""
    can_join: bool
    is_recording_promised: bool
    may_be_answered_in_writing: bool

    @property
    def question(self) -> AudienceQuestion:
        return self.own.question

    @property
    def webinar(self) -> Webinar:
        return self.own.webinar

    @property
    def answered_by(self) -> str:
        return self.own.for_whom


def own_page(session: Session, own: AskerQuestion, *, now: dt.datetime) -> OwnPage:
    """Returns what the page of a question shows at `now`."""
    question, webinar = own.question, own.webinar
    phase = phase_of(webinar, now)
    answered_s = question.answered_s if question.state is QuestionState.ANSWERED else None
    watch = (
        None if answered_s is None or not webinar.is_public_page else watch_link_finder(session, webinar.id)(answered_s)
    )
    return OwnPage(
        own=own,
        standing=_standing(question, phase),
        phase=phase,
        place="" if own.place is None else place_text(own.place, own.waiting_count),
        watch=watch,
        answered_in="" if watch is not None else when_answered(answered_s),
        written_on="" if question.written_at is None else _day(webinar, question.written_at),
        steps=[Step(words=words, at=at) for words, at in _steps(question)],
        can_join=webinar.join_access is JoinAccess.OPEN and bool(webinar.join_url) and is_room_open(webinar, now),
        is_recording_promised=is_recording_promised(webinar, now),
        may_be_answered_in_writing=own.board.mode is AskingMode.ALWAYS,
    )


def place_text(place: int, count: int) -> str:
    """Returns a place in words: "third of 14"."""
    if place <= len(_ORDINALS):
        return _("%(place)s of %(count)s", place=_ORDINALS[place - 1], count=count)
    return _("number %(place)s of %(count)s", place=place, count=count)


def _standing(question: AudienceQuestion, phase: Phase) -> QuestionStanding:
    if question.is_hidden:
        return QuestionStanding.HIDDEN
    if question.state is QuestionState.ANSWERED:
        return QuestionStanding.WRITTEN if question.answer else QuestionStanding.ANSWERED
    if question.state is QuestionState.OPEN and phase in {Phase.AFTER, Phase.CANCELLED}:
        return QuestionStanding.UNANSWERED
    return QuestionStanding(question.state.value)


def _steps(question: AudienceQuestion) -> Sequence[tuple[str, dt.datetime]]:
    """Returns what is known to have happened, the latest first. What has hidden it is not told by when."""
    steps: list[tuple[str, dt.datetime | None]] = [
        (_("You asked it"), question.created_at),
        (_("It was taken up"), question.answering_at if not question.is_hidden else None),
        (_("It was answered"), question.answered_at if not question.is_hidden else None),
        (_("It was answered in writing"), question.written_at if not question.is_hidden else None),
    ]
    known = [(words, at) for words, at in steps if at is not None]
    return sorted(known, key=lambda step: step[1], reverse=True)


def _day(webinar: Webinar, at: dt.datetime) -> str:
    there = wall(at, presentable(webinar.timezone or webinar.host.timezone))
    return format_date(there.date(), "d MMMM y")
