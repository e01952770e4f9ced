"""The shapes in which the demo programme is written down."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from webinars.models import AppearanceRole, Visibility


@dataclass(frozen=True)
class Turn:
    """Somebody's place in a line-up."""

    name: str
    affiliation: str
    talk: str = ""
    role: AppearanceRole = AppearanceRole.SPEAKER
    has_agreed: bool = True
    asked_at: str = ""
    """The address that a link was sent to, if one was."""
    says: str = ""
    """What was answered by it: "yes" or "no". Empty: nothing yet."""
    words: str = ""
    """To the organisers, with the answer."""
    suits: tuple[str, ...] = ()
    """What is said to each of the starts that are proposed: "yes", "if_needed", "no". Empty: nothing."""


@dataclass(frozen=True)
class Film:
    """A recording. `speaker` says whose talk it is, cut from the whole evening. Without one it is that."""

    title: str
    speaker: str | None = None
    starts_s: int = 0
    ends_s: int | None = None
    chapters: tuple[tuple[int, str], ...] = ()
    transcripts: tuple[tuple[str, str], ...] = ()
    """Languages, each with what is said as WebVTT."""


@dataclass(frozen=True, kw_only=True)
class RegistrationPlan:
    """People register for it here."""

    guest_count: int
    """The first of `webinars.demo.attendees`."""
    capacity: int | None = None
    is_approval_needed: bool = False
    asks: str = ""
    """The organisers' own question, if they have one."""
    message: tuple[str, str] | None = None
    """Subject and words of what the organisers write to those with a place."""


@dataclass(frozen=True)
class Question:
    """Asked by somebody of the audience, and what became of it: by default it waits."""

    text: str
    name: str = ""
    votes: int = 0
    speaker: str = ""
    """Whoever of the line-up answers it."""
    at_s: int | None = None
    """When it was answered, or is being answered, in seconds from the start."""
    is_answering: bool = False
    answer: str = ""
    """In writing."""
    merged_into: int | None = None
    """The place of that question, from 1 on."""
    reason: str = ""
    """Why it is not taken up."""


class Fate(StrEnum):
    """What becomes of a webinar once it is written."""

    DRAFT = "draft"
    PUBLISHED = "published"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Evening:
    """A webinar: so many days from today at `hour` on the clocks of its zone, or so many minutes from now."""

    title: str
    host: str
    description: str
    days: int | None = None
    hour: dt.time = dt.time(19)
    minutes_from_now: int | None = None
    date: dt.date | None = None
    """The only thing known of an old one."""
    duration_minutes: int = 90
    summary: str = ""
    language: str = "en"
    co_organisers: tuple[str, ...] = ()
    series: str | None = None
    topics: tuple[str, ...] = ()
    lineup: tuple[Turn, ...] = ()
    questions: tuple[str, ...] = ()
    answered: tuple[int, ...] = ()
    """When each question was answered, in seconds of the film."""
    films: tuple[Film, ...] = ()
    fate: Fate = Fate.PUBLISHED
    visibility: Visibility = Visibility.PUBLIC
    reason: str = ""
    has_room: bool = True
    registration_url: str | None = None
    attending: RegistrationPlan | None = None
    asked: tuple[Question, ...] = ()
    """By the audience. Without any, it is not asked."""
    starts: tuple[tuple[int, dt.time], ...] = ()
    """What is proposed: days from two days before the next change of clocks, and hours there."""

    @property
    def is_on_now(self) -> bool:
        """Whether it has begun when the demo is loaded, and goes on."""
        return self.minutes_from_now is not None and -self.duration_minutes < self.minutes_from_now < 0
