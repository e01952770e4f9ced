"""What the tagger is told about each word: its shape and kind, its neighbours, its line, and how the rules voted."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, ORGANISATION_WORDS, is_compound, is_place
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.names import PARTICLES, has_title, is_no_name
from webinars.pure.announcements.reader.roles import ANY_ROLE
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.tagging.tokens import Token, place_in, tokens_of
from webinars.pure.times import find_mentions

MOST_TOKENS = 250
"""Of a line; what is longer is prose in which the first sentences say who takes part."""
MOST_OF_TEXT = 6_000
"""A long announcement has 3,000."""


@dataclass(frozen=True, slots=True)
class Vote:
    """What a rule, or the site itself, takes a piece of a line for."""

    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the tagger sees it: its tokens, and for each of them what is known about it."""

    part: Part
    tokens: Sequence[Token]
    features: Sequence[Sequence[str]]


@dataclass(slots=True)
class _Sketch:
    """What a line looks like at a glance."""

    part: Part
    tokens: list[Token]
    kinds: list[str]
    shape: str
    is_dated: bool
    marks: list[str] = field(default_factory=list)


def rows_of(parts: Sequence[Part], votes: Mapping[int, Sequence[Vote]]) -> Iterator[Row]:
    """Each line with its features. `votes` are by the number of the line."""
    sketches, left = [], MOST_OF_TEXT
    for part in parts:
        sketches.append(_sketch(part, min(left, MOST_TOKENS)))
        left -= len(sketches[-1].tokens)
    dated = [number for number, sketch in enumerate(sketches) if sketch.is_dated]
    for number, sketch in enumerate(sketches):
        before = sketches[number - 1] if number else None
        after = sketches[number + 1] if number + 1 < len(sketches) else None
        about = _about_line(sketch, before, after, number, _distance(number, dated))
        voted = _voted(sketch, [vote for line in sketch.part.line.numbers for vote in votes.get(line, ())])
        yield Row(sketch.part, sketch.tokens, [_about_token(sketch, at, voted[at], about) for at in range(len(voted))])


def _sketch(part: Part, most: int) -> _Sketch:
    text = part.line.text
    tokens = tokens_of(text)[:most]
    kinds = [kind_of(token.text) for token in tokens]
    has_figures = bool(tokens) and any(char.isdigit() for char in text[:300])
    is_dated = has_figures and any(mention.kind != "zone" for mention in find_mentions(text[:300]))
    shape = "".join(_SHAPES.get(kind, kind[0]) for kind in kinds[:14])
    return _Sketch(part, tokens, kinds, re.sub(r"(.)\1+", r"\1", shape), is_dated)


_SHAPES = {"given": "X", "Cap": "X", "CAP": "X", "Initial": "X"}


def _distance(number: int, dated: Sequence[int]) -> str:
    near = min((number - other for other in dated), key=abs, default=99)
    return str(near) if -4 <= near <= 4 else ("far-" if near < 0 else "far+")


def _about_line(
    sketch: _Sketch, before: _Sketch | None, after: _Sketch | None, number: int, distance: str
) -> tuple[str, ...]:
    part, size = sketch.part, len(sketch.tokens)
    line = part.line
    first = sketch.tokens[-1].text if size else ""
    length = size if size < 4 else "short" if size < 9 else "row" if size < 16 else "long" if size < 35 else "prose"
    about = [
        f"at={number if number < 4 else 'few' if number < 9 else 'some' if number < 25 else 'late'}",
        f"kind={line.kind}{'b' if line.is_bold else ''}{line.level if line.kind is LineKind.HEADING else ''}",
        f"part={part.section}{'h' if part.is_heading else ''}{'l' if part.is_labelled else ''}",
        f"size={length}",
        f"last={first if first in '.?!:,)”“»' else ''}",
        f"date={distance}",
        f"spaced={line.is_spaced}",
    ]
    if part.role:
        about.append(f"role={part.role}")
    if line.links:
        about.append("link")
    if line.is_meta:
        about.append("meta")
    if size and sum(kind in {"Cap", "given", "CAP", "Initial"} for kind in sketch.kinds) * 3 > size * 2:
        about.append("capitals")
    if (before and before.shape == sketch.shape) or (after and after.shape == sketch.shape):
        about.append("again")
    for name, other in (("before", before), ("after", after)):
        about.append(f"{name}={_glance(other)}")
    return tuple(about)


def _glance(sketch: _Sketch | None) -> str:
    if sketch is None:
        return "none"
    size = len(sketch.tokens)
    last = sketch.tokens[-1].text if size else ""
    words = "date" if sketch.is_dated else "short" if size < 9 else "row" if size < 20 else "prose"
    return f"{words}{last if last in ':?' else ''}{'h' if sketch.part.is_heading else ''}"


def _voted(sketch: _Sketch, votes: Sequence[Vote]) -> list[list[str]]:
    """For each token what the votes make of it, with B for the first of a piece and I for the others."""
    voted: list[list[str]] = [[] for _token in sketch.tokens]
    text = sketch.part.line.text
    for vote in votes:
        start = text.find(vote.text)
        if start < 0:
            continue
        for step, at in enumerate(place_in(sketch.tokens, start, start + len(vote.text))):
            voted[at].append(f"says={'I' if step else 'B'}-{vote.what}")
    return voted


def _about_token(sketch: _Sketch, at: int, voted: Sequence[str], about: tuple[str, ...]) -> list[str]:
    features = ["bias", *about, *voted]
    for step in (-2, -1, 0, 1, 2):
        other = at + step
        if other < 0 or other >= len(sketch.tokens):
            features.append(f"{step}=edge")
            continue
        features.append(f"{step}={sketch.kinds[other]}")
        if -2 < step < 2:
            features.append(f"{step}:{word_of(sketch.tokens[other].text, sketch.kinds[other])}")
    if 0 < at < len(sketch.tokens) - 1:
        features.append(f"around={sketch.kinds[at - 1]}_{sketch.kinds[at + 1]}")
    if at > 0:
        features.append(f"pair={sketch.kinds[at - 1]}_{sketch.kinds[at]}")
    features.append(f"place={at if at < 3 else 'in'}")
    return features


_NAME = re.compile("g[gcCip]{0,4}[gcC]")
_LETTERS = {"given": "g", "Cap": "c", "CAP": "C", "Initial": "i", "particle": "p"}


def name_shapes(row: Row) -> Iterator[range]:
    """The tokens of whatever begins with a given name and goes on as names do."""
    letters = "".join(_LETTERS.get(kind_of(token.text), " ") for token in row.tokens)
    return (range(*found.span()) for found in _NAME.finditer(letters))


def word_of(text: str, kind: str) -> str:
    """The word itself where it links others; else its ending, since names and subjects are endless."""
    if kind in {"Cap", "given", "CAP", "Initial", "figure"}:
        return f"~{text[-2:].casefold()}"
    return text.casefold()[:14]


@lru_cache(maxsize=20_000)
def kind_of(text: str) -> str:  # noqa: C901, PLR0911 - one return for each kind
    """What a word is known as or looks like: "role", "group", "given", "Cap", "low", "figure"; a mark is itself."""
    folded = text.casefold()
    if not text[0].isalnum():
        return text if len(text) == 1 else "mark"
    if text[0].isdigit():
        return "figure"
    if text.endswith(".") or (len(text) == 1 and text.isupper()):
        return "Initial"
    if _ROLE.fullmatch(folded):
        return "role"
    if folded in ORGANISATION_WORDS or is_compound(folded):
        return "group"
    if _EVENT.fullmatch(folded):
        return "event"
    if has_title(f"{text} Xxxx"):
        return "honour"
    if folded in PARTICLES:
        return "given" if text[0].isupper() and folded in GIVEN_TOO else "particle"
    if text[0].islower():
        return "low"
    if plain(folded).split("-")[0] in given_names():
        return "given"
    if is_place(text):
        return "place"
    if is_no_name(folded):
        return "Word"
    return "CAP" if text.isupper() and len(text) > 1 else "Cap"


GIVEN_TOO = {"ben", "mac", "ole"}
"""Particles of some languages, with a capital given names of others."""
_ROLE = re.compile(ANY_ROLE, re.IGNORECASE)
_EVENT = re.compile(EVENT_WORDS, re.IGNORECASE)


def plain(folded: str) -> str:
    """A word in small letters without its accents."""
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


@cache
def given_names() -> frozenset[str]:
    """Given names of many countries, in small letters and without accents."""
    return frozenset((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())
