"""What an announcement or a recap says, each value with the lines it was read from.

Shapes and key names are those of `webinars import --dry-run --json`. "Lines" are numbers from 1: lines of a text as it
was pasted, or, for HTML, of the visible lines that `Reading.lines` lists.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, Generic, TypeVar

from msgspec import Struct
from msgspec.structs import astuple

from webinars.pure.times import Problem, StartReading

T = TypeVar("T")


class Kind(StrEnum):
    """Whether a text looks forward to a webinar or back at it."""

    ANNOUNCEMENT = "announcement"
    RECAP = "recap"


class AppearanceRole(StrEnum):
    SPEAKER = "speaker"
    MODERATOR = "moderator"
    CHAIR = "chair"
    HOST = "host"
    FACILITATOR = "facilitator"
    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"
    PANELLIST = "panellist"
    KEYNOTE = "keynote"
    INTERPRETER = "interpreter"
    PERFORMER = "performer"
    AUTHOR = "author"


Role = AppearanceRole
"""What a person does at a webinar. In announcements nobody has any other role."""


class RecordingKind(StrEnum):
    FULL = "full"
    PRESENTATION = "presentation"
    """One talk. To readers it is a clip."""


SURE = 0.95
"""From this probability on a value is filled in. Below it, it is offered."""
WORTH_OFFERING = 0.1


class Found(Struct, Generic[T], frozen=True):
    """A value, the lines it stands on, and how likely it is right."""

    value: T
    lines: tuple[int, ...]
    is_uncertain: bool = False
    """Whether the rule that found it is one of those that guess."""
    probability: float = 1.0


class AppearanceReading(Struct, frozen=True):
    """One person of the line-up, as printed. The name is without titles such as Dr."""

    name: str
    affiliation: str | None = None
    role: Role = Role.SPEAKER
    talk_title: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "affiliation": self.affiliation,
            "role": self.role.value,
            "talk_title": self.talk_title,
        }


class RecordingReading(Struct, frozen=True):
    """A video: the full stream, or the presentation of `speaker`."""

    kind: RecordingKind
    url: str
    speaker: str | None = None
    title: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "speaker": self.speaker, "title": self.title, "url": self.url}


class Offers(Struct, frozen=True):
    """What the reader is not sure enough of to fill in, the likeliest first. Each is a piece of the text."""

    title: tuple[Found[str], ...] = ()
    lineup: tuple[Found[AppearanceReading], ...] = ()
    organisers: tuple[Found[str], ...] = ()
    questions: tuple[Found[str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "title": [found.value for found in self.title],
            "starts_at": [],
            "lineup": [
                {"name": one.value.name, "affiliation": one.value.affiliation, "role": one.value.role.value}
                for one in self.lineup
            ],
            "organisers": [found.value for found in self.organisers],
            "questions": [found.value for found in self.questions],
        }


class WebinarReading(Struct, frozen=True):
    """One webinar of a text. `start` is None where the text names neither a date nor an hour."""

    title: Found[str] | None = None
    series: Found[str] | None = None
    start: Found[StartReading] | None = None
    lineup: tuple[Found[AppearanceReading], ...] = ()
    organisers: tuple[Found[str], ...] = ()
    questions: tuple[Found[str], ...] = ()
    topics: tuple[Found[str], ...] = ()
    registration_url: Found[str] | None = None
    join_url: Found[str] | None = None
    join_passcode: Found[str] | None = None
    description: Found[str] | None = None
    recordings: tuple[Found[RecordingReading], ...] = ()
    language: str | None = None
    """A BCP 47 tag, None where the text does not make it sure."""
    is_lineup_confirmed: bool = False
    """The text itself says that its people are confirmed."""
    offers: Offers = Offers()

    @property
    def date(self) -> dt.date | None:
        return self.start.value.date if self.start else None

    def as_json(self) -> dict[str, Any]:
        return {
            "title": _value(self.title),
            "series": _value(self.series),
            **_start_as_json(self.start.value if self.start else None),
            "lineup": [found.value.as_json() for found in self.lineup],
            "organisers": [found.value for found in self.organisers],
            "questions": [found.value for found in self.questions],
            "topics": [found.value for found in self.topics],
            "registration_url": _value(self.registration_url),
            "join_url": _value(self.join_url),
            "join_passcode": _value(self.join_passcode),
            "description": _value(self.description),
            "recordings": [found.value.as_json() for found in self.recordings],
            "language": self.language,
            "offers": self.offers.as_json(),
            "doubts": list(self._doubts()),
        }

    def _doubts(self) -> Iterator[dict[str, Any]]:
        """Yields how sure the reader is of what it filled in by more than a plain rule."""
        filled = [
            *([("title", self.title.value, self.title)] if self.title else ()),
            *(("lineup", found.value.name, found) for found in self.lineup),
            *(("organisers", found.value, found) for found in self.organisers),
        ]
        for name, value, found in filled:
            line = found.lines[0] if found.lines else None
            yield {"field": name, "value": value, "probability": round(found.probability, 2), "line": line}


class SourceLine(Struct, frozen=True):
    """A line of the source as a person sees it."""

    number: int
    text: str
    is_around: bool = False
    """It is no part of what is announced: a mail's head, the letter it answers, a page's foot."""


def lines_of(webinars: Sequence[WebinarReading]) -> set[int]:
    """Returns the numbers of all lines that some value was read from."""
    values = (value for one in webinars for value in astuple(one))
    found = (each for value in values for each in (value if isinstance(value, tuple) else (value,)))
    return {line for each in found if isinstance(each, Found) for line in each.lines}


class Reading(Struct, frozen=True):
    """What a text says: its webinars, what is wrong with their times, and the lines nothing was made of."""

    kind: Kind
    webinars: tuple[WebinarReading, ...]
    problems: tuple[Problem, ...]
    not_understood: tuple[SourceLine, ...]
    lines: tuple[SourceLine, ...]
    fingerprint: str
    """Hash of the normalised words: the same for the same text pasted again, in whatever layout."""

    @property
    def is_blocked(self) -> bool:
        return any(problem.blocks for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "webinars": [webinar.as_json() for webinar in self.webinars],
            "problems": [problem.as_json() for problem in self.problems],
            "not_understood": [line.text for line in self.not_understood],
        }


def _value(found: Found[str] | None) -> str | None:
    return found.value if found else None


def _start_as_json(start: StartReading | None) -> dict[str, Any]:
    keys = ("date", "starts_at", "ends_at", "timezone", "starts_wall", "times")
    if start is None:
        return {**dict.fromkeys(keys), "times": []}
    said = start.as_json()
    return {key: said.get(key) for key in keys} | {
        "starts_wall": start.starts_wall.isoformat(timespec="minutes") if start.starts_wall else None
    }


class KnownNames(Struct, frozen=True):
    """People who have spoken for the one who pastes, and organisations that are on the site."""

    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


NOTHING_KNOWN = KnownNames()
