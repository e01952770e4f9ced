"""What the tagger is told about each word: its shape and kind, its neighbours, its line, and how the rules voted."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.tagging.neighbour_words import about_runs, folded_pair
from webinars.pure.announcements.reader.tagging.tokens import Token, place_in, tokens_of
from webinars.pure.announcements.reader.tagging.word_kinds import kind_of, word_of
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import all_of
from webinars.pure.times import find_mentions

MOST_TOKENS = 250
"""Of a line. What is longer is prose in which the first sentences say who takes part."""
MOST_OF_TEXT = 6_000
"""A long announcement has 3,000."""


class Vote(Struct, frozen=True):
    """What a rule, or the site itself, takes a piece of a line for."""

    text: str
    what: str


class TaggedLine(Struct, frozen=True):
    """A line as the tagger sees it: its tokens, and for each of them what is known about it."""

    part: Part
    tokens: Sequence[Token]
    features: Sequence[Sequence[str]]


class _Sketch(Struct):
    """What a line looks like at a glance."""

    part: Part
    tokens: list[Token]
    kinds: list[str]
    shape: str
    is_dated: bool
    marks: list[str] = field(default_factory=list)


def lines_with_features(parts: Sequence[Part], votes: Mapping[int, Sequence[Vote]]) -> Iterator[TaggedLine]:
    """Yields each line with its features. `votes` are by the number of the line."""
    sketches, left = [], MOST_OF_TEXT
    for part in parts:
        sketches.append(_sketch(part, min(left, MOST_TOKENS)))
        left -= len(sketches[-1].tokens)
    dated = [number for number, sketch in enumerate(sketches) if sketch.is_dated]
    seen = _pairs_of(sketches)
    for number, sketch in enumerate(sketches):
        before = sketches[number - 1] if number else None
        after = sketches[number + 1] if number + 1 < len(sketches) else None
        about = _about_line(sketch, before, after, number, _distance(number, dated))
        voted = _vote_features(sketch, [vote for line in sketch.part.line.numbers for vote in votes.get(line, ())])
        runs = about_runs(sketch.tokens, sketch.kinds, seen)
        features = [[*_about_token(sketch, at, voted[at], about), *runs[at]] for at in range(len(voted))]
        yield TaggedLine(sketch.part, sketch.tokens, features)


def _pairs_of(sketches: Sequence[_Sketch]) -> Counter[tuple[str, str]]:
    """Returns how often two words with large letters stand side by side in all of the text."""
    pairs = (pair for sketch in sketches for pair in itertools.pairwise(sketch.tokens))
    return Counter(folded_pair(*pair) for pair in pairs if pair[0].is_large and pair[1].is_large)


def _sketch(part: Part, most: int) -> _Sketch:
    text = part.line.text
    tokens = tokens_of(text)[:most]
    kinds = [kind_of(token.text) for token in tokens]
    has_figures = bool(tokens) and any(char.isdigit() for char in text[:300])
    is_dated = has_figures and any(mention.kind != "zone" for mention in find_mentions(text[:300]))
    shape = "".join(_SHAPES.get(kind, kind[0]) for kind in kinds[:14])
    return _Sketch(part, tokens, kinds, re.sub(r"(.)\1+", r"\1", shape), is_dated)


_WORDS = re.compile(r"\w+")
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
    if part.heading is not None and part.heading is not line:
        about += [f"head={word}" for word in _WORDS.findall(part.heading.text.casefold()[:60])[:4]]
    if size:
        about.append(f"first={word_of(sketch.tokens[0].text, sketch.kinds[0])}")
    if before is not None and before.tokens and before.tokens[-1].text == ":":
        about += [f"under={word}" for word in _WORDS.findall(before.part.line.text.casefold()[-60:])[-4:]]
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


def _vote_features(sketch: _Sketch, votes: Sequence[Vote]) -> list[list[str]]:
    """Returns for each token what the votes make of it, with B for the first of a piece and I for the others."""
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


_NAME = re.compile("g[gcCip]{0,4}[gcC]|u{1,3}")
_LETTERS = {"given": "g", "Cap": "c", "CAP": "C", "Initial": "i", "particle": "p"}


_INSIDE_GROUPS = all_of("organisations.inside")


def goes_on(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Returns whether the name of a group that begins at `start` may go on with the word at `at`."""
    text = tokens[at].text
    return tokens[at].is_large or text[0].isdigit() or (at > start and (text == "&" or text in _INSIDE_GROUPS))


def name_shapes(row: TaggedLine) -> Iterator[range]:
    """Returns the tokens of what begins with a given name and goes on as names do, or is of another script."""
    is_mixed = any(token.text[0].isalpha() and not token.has_no_case for token in row.tokens)
    letters = "".join(
        "u" if is_mixed and token.has_no_case else _LETTERS.get(kind_of(token.text), " ") for token in row.tokens
    )
    return (range(*found.span()) for found in _NAME.finditer(letters))
