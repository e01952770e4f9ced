"""The demo programme as the files beside this one hold it, in TOML and WebVTT, and the shapes of what they say."""

import datetime as dt
import tomllib
from enum import StrEnum
from pathlib import Path

from msgspec import Struct, convert

from webinars.domain.organisations.settings import OrganisationSettings
from webinars.models import AppearanceRole, Visibility

FOLDER = Path(__file__).parent


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
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


class Film(Struct, frozen=True, forbid_unknown_fields=True):
    """A recording. `speaker` says whose talk it is, cut from the whole evening. Without one it is that."""

    title: str
    speaker: str | None = None
    starts_s: int = 0
    ends_s: int | None = None
    chapters: tuple[tuple[int, str], ...] = ()
    captions: tuple[tuple[str, str], ...] = ()
    """Languages, each with the name of a file in `captions`."""


class RegistrationPlan(Struct, frozen=True, forbid_unknown_fields=True):
    """People register for it here."""

    guest_count: int
    """The first of those in `attendees.toml`."""
    capacity: int | None = None
    is_approval_needed: bool = False
    asks: str = ""
    """The organisers' own question, if they have one."""
    message: tuple[str, str] | None = None
    """Subject and words of what the organisers write to those with a place."""


class Question(Struct, frozen=True, forbid_unknown_fields=True):
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


class Guest(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who attends."""

    name: str
    email: str
    timezone: str
    says: str
    """Where they have come from, as an answer to the organisers' question."""


class Fate(StrEnum):
    """What becomes of a webinar once it is written."""

    DRAFT = "draft"
    PUBLISHED = "published"
    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Evening(Struct, frozen=True, forbid_unknown_fields=True):
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


class Programme(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    organisations: tuple[OrganisationSettings, ...]
    attendees: tuple[Guest, ...]
    webinars: tuple[Evening, ...]


def read_programme() -> Programme:
    """Returns the programme. Raises `msgspec.ValidationError`, with the place, for a key or value that is unknown."""
    contents: dict[str, list[object]] = {}
    for name in ("organisations", "attendees", "past_webinars", "upcoming_webinars"):
        for key, rows in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")).items():
            contents.setdefault(key, []).extend(rows)
    return convert(contents, Programme)


def captions_file(name: str) -> str:
    """Returns what is said in the demo's film, as people hand it in."""
    return (FOLDER / "captions" / name).read_text(encoding="utf-8")
