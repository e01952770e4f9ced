"""A made-up text with the truth about it, and the builder that generators write it with.

A generator is a package with `texts(seed, count, languages=LANGUAGES)`, which gives `Labelled` texts, the same ones
for the same arguments.
"""

import datetime as dt
import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

LANGUAGES = ("en", "de", "fr", "es", "pt", "it")


class Label(StrEnum):
    """What a piece of a text is."""

    TITLE = "title"
    SERIES = "series"
    PERSON = "person"
    AFFILIATION = "affiliation"
    ROLE = "role"
    TALK = "talk"
    ORGANISER = "organiser"
    QUESTION = "question"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the text are a `label`."""

    start: int
    end: int
    label: Label


@dataclass(frozen=True, slots=True)
class TrueSession:
    """One start. `starts_at` and `ends_at` are in UTC. `starts_at` is None where a careful reader would ask."""

    starts_at: dt.datetime | None
    ends_at: dt.datetime | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class TruePerson:
    """Somebody who takes part: the name without Dr and the like, the affiliation as printed, a role of the JSON."""

    name: str
    affiliation: str | None = None
    role: str = "speaker"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, plain or HTML, and what is true of it. Every value but the instants is a piece of the text."""

    text: str
    language: str
    shape: str
    """The name of its layout, to see which ones are read badly."""
    published_on: dt.date
    kind: str
    title: str | None
    sessions: tuple[TrueSession, ...]
    people: tuple[TruePerson, ...] = ()
    organisers: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    series: str | None = None
    registration_url: str | None = None
    spans: tuple[Span, ...] = ()
    is_html: bool = False


@dataclass(slots=True)
class Writer:
    """Puts a text together and notes where its pieces stand."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def add(self, words: str, label: Label | None = None) -> "Writer":
        """Add words, all of them a `label`."""
        if label is not None:
            self.spans.append(Span(len(self.text), len(self.text) + len(words), label))
        self.text += words
        return self

    def line(self, *pieces: str | tuple[str, Label]) -> "Writer":
        """Add a line of words and of (words, label)."""
        for piece in pieces:
            if isinstance(piece, str):
                self.add(piece)
            else:
                self.add(*piece)
        return self.add("\n")

    def blank(self, count: int = 1) -> "Writer":
        return self.add("\n" * count)


def printed(labelled: Labelled, span: Span) -> str:
    """Returns the words of a span as they are read: broken lines joined, and the entities of HTML resolved."""
    words = labelled.text[span.start : span.end].replace("\n", " ")
    return html.unescape(words) if labelled.is_html else words


def wrong_spans(labelled: Labelled) -> Sequence[str]:
    """Returns values of the truth that no span of the text holds, which would make it a wrong teacher."""
    held = {(span.label, labelled.text[span.start : span.end]) for span in labelled.spans}
    held |= {(span.label, printed(labelled, span)) for span in labelled.spans}
    wanted: list[tuple[Label, str | None]] = [(Label.TITLE, labelled.title), (Label.SERIES, labelled.series)]
    for person in labelled.people:
        wanted += [(Label.PERSON, person.name), (Label.AFFILIATION, person.affiliation)]
    wanted += [(Label.ORGANISER, organiser) for organiser in labelled.organisers]
    wanted += [(Label.QUESTION, question) for question in labelled.questions]
    return [f"{label}: {value}" for label, value in wanted if value is not None and (label, value) not in held]
