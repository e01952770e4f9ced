"""Pieces of a text that somebody names who may be wrong: looked up in it word for word, offered, never filled in."""

import itertools
import json
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from webinars.domain.imports.webinar_content import NAME_LENGTH, TEXT_LENGTH, TITLE_LENGTH
from webinars.domain.questions.agenda import LONGEST_QUESTION
from webinars.lib.names import name_key
from webinars.pure.announcements.model import (
    WORTH_OFFERING,
    AppearanceReading,
    Found,
    Offers,
    Reading,
    Role,
    SourceLine,
    WebinarReading,
)
from webinars.pure.times import find_mentions

# Where a piece of a text stands in it, word for word.


MOST_PLACES = 50
"""Where a piece is found within longer words so often, it is not looked for further."""


class Lines:
    """The lines of a text, to look pieces up in. Compatible characters are the same (NFKC), and so are all blanks."""

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        self._lines = lines
        words: list[str] = []
        self._starts: list[int] = []
        self._places: list[tuple[int, int, int]] = []
        """Of each word: its line, and where it stands there."""
        at = 0
        for number, line in enumerate(lines):
            for start, end in _words(line.text):
                word = normalised(line.text[start:end])
                words.append(word)
                self._starts.append(at)
                self._places.append((number, start, end))
                at += len(word) + 1
        self._text = " ".join(words)

    def find(self, said: str) -> tuple[str, tuple[int, ...]] | None:
        """Returns the piece in the text's own characters and the numbers of its lines, or None if it is not there."""
        wanted = normalised(said)
        start = self._start_of(wanted) if wanted else None
        if start is None:
            return None
        first, last = (bisect_right(self._starts, place) - 1 for place in (start, start + len(wanted) - 1))
        own = " ".join(self._own_words(first, last))
        # The piece may begin or end within a word, “(Ada” or “Ada,”.
        before = start - self._starts[first]
        behind = self._starts[last] + len(normalised(self._word(last))) - start - len(wanted)
        own = own[before : len(own) - behind]
        if normalised(own) != wanted:
            own = wanted
        numbers = {self._lines[self._places[word][0]].number for word in range(first, last + 1)}
        return own, tuple(sorted(numbers))

    def _start_of(self, wanted: str) -> int | None:
        start = -1
        for _place in range(MOST_PLACES):
            start = self._text.find(wanted, start + 1)
            if start < 0:
                return None
            if self._is_whole(start, start + len(wanted)):
                return start
        return None

    def _own_words(self, first: int, last: int) -> Iterator[str]:
        return (self._word(word) for word in range(first, last + 1))

    def _word(self, word: int) -> str:
        number, start, end = self._places[word]
        return self._lines[number].text[start:end]

    def _is_whole(self, start: int, end: int) -> bool:
        """Returns whether the piece ends where words do: “Ann” is no piece of “Announcement”.

        Some scripts part no words.
        """
        edges = ((start - 1, start), (end - 1, end))
        return not any(
            left >= 0 and right < len(self._text) and _is_in_word(self._text[left]) and _is_in_word(self._text[right])
            for left, right in edges
        )


def normalised(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _words(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for word in text.split():
        start = text.index(word, at)
        at = start + len(word)
        # What is a blank only when it is compared parts words too.
        if normalised(word):
            yield start, at


def _is_in_word(char: str) -> bool:
    return char.isdigit() or char.lower() != char.upper()


MOST_PIECES = 60
"""So many are looked at, whatever is sent."""
MOST_TITLES, MOST_OTHERS = 3, 12
"""So many are offered of each webinar beside what the reader offers."""
LONGEST_HEARD = 40_000
"""Characters of the pieces as a form carries them."""
LONGEST_NAME_WORDS = 8
LEAST_LETTERS = 3


class PieceKind(StrEnum):
    """What a piece may be. Dates and hours are none of it: those are the reader's alone."""

    TITLE = "title"
    PERSON = "person"
    ORGANISER = "organiser"
    QUESTION = "question"


LONGEST: Mapping[PieceKind, int] = {
    PieceKind.TITLE: TITLE_LENGTH,
    PieceKind.PERSON: NAME_LENGTH,
    PieceKind.ORGANISER: NAME_LENGTH,
    PieceKind.QUESTION: LONGEST_QUESTION,
}


class TextPiece(Struct, frozen=True):
    """A piece of a text as somebody names it. `affiliation` and `role` are there for a person."""

    field: PieceKind
    text: str
    affiliation: str = ""
    role: Role = Role.SPEAKER


def pieces_of(said: object) -> list[TextPiece]:
    """Returns the pieces in what was sent as JSON. Whatever has another form is left out."""
    listed = said.get("pieces") if isinstance(said, dict) else said
    if not isinstance(listed, list):
        return []
    return list(filter(None, map(_piece, listed[:MOST_PIECES])))


def _piece(said: object) -> TextPiece | None:
    if not isinstance(said, dict):
        return None
    field, text, affiliation, role = (_string(said.get(name)) for name in ("field", "text", "affiliation", "role"))
    if field not in set(PieceKind):
        return None
    is_role = role.casefold() in set(Role)
    return TextPiece(PieceKind(field), text, affiliation, Role(role.casefold()) if is_role else Role.SPEAKER)


def _string(value: object) -> str:
    return value if isinstance(value, str) and len(value) <= TITLE_LENGTH + LONGEST_QUESTION else ""


def pieces_from_json(value: str) -> list[TextPiece]:
    """Returns the pieces that a form carries from one page to the next, or none of what no page of ours has written."""
    if len(value) > LONGEST_HEARD:
        return []
    try:
        return pieces_of(json.loads(value or "[]"))
    except (ValueError, RecursionError):
        return []


def pieces_to_json(pieces: Iterable[TextPiece]) -> str:
    """Returns the same pieces for a form to carry."""
    return json.dumps([_plain(piece) for piece in pieces], ensure_ascii=False, separators=(",", ":"))


def _plain(piece: TextPiece) -> dict[str, Any]:
    said = {"field": piece.field.value, "text": piece.text}
    if piece.field is PieceKind.PERSON:
        said |= {"affiliation": piece.affiliation, "role": piece.role.value}
    return said


def with_pieces(reading: Reading, pieces: Sequence[TextPiece]) -> Reading:
    """Returns the reading with those pieces among its offers that are in the text, and not filled in or offered yet."""
    return _offering(reading, pieces, Lines(reading.lines)) if pieces else reading


def open_pieces(reading: Reading, pieces: Iterable[TextPiece]) -> list[TextPiece]:
    """Returns those of the pieces that make the reading offer something more."""
    lines, found = Lines(reading.lines), list[TextPiece]()
    for piece in pieces:
        after = _offering(reading, [piece], lines)
        if after != reading:
            found.append(piece)
            reading = after
    return found


def _offering(reading: Reading, pieces: Sequence[TextPiece], lines: Lines) -> Reading:
    found = list(filter(None, (_looked_up(piece, lines) for piece in pieces)))
    starts = [min(one.start.lines, default=0) if one.start else 0 for one in reading.webinars]
    webinars = [
        _with(webinar, [piece for piece in found if number in _whose(piece, starts)])
        for number, webinar in enumerate(reading.webinars)
    ]
    return replace(reading, webinars=tuple(webinars))


Placed = tuple[TextPiece, tuple[int, ...]]


def _looked_up(piece: TextPiece, lines: Lines) -> Placed | None:
    found = lines.find(piece.text)
    if found is None or not _may_be(piece.field, found[0]):
        return None
    group = lines.find(piece.affiliation) if piece.affiliation else None
    affiliation = group[0] if group and len(group[0]) <= TEXT_LENGTH else ""
    return replace(piece, text=found[0], affiliation=affiliation), found[1]


def _may_be(field: PieceKind, text: str) -> bool:
    """Returns whether a piece is short enough for what it is said to be, and says more than a date or an hour."""
    rest = text
    for mention in sorted(find_mentions(text), key=lambda mention: -mention.start):
        rest = rest[: mention.start] + rest[mention.end :]
    is_short = field is not PieceKind.PERSON or len(text.split()) <= LONGEST_NAME_WORDS
    letters = sum(char.isalpha() for char in rest)
    # Two signs are a name in Chinese.
    return is_short and len(text) <= LONGEST[field] and letters >= (LEAST_LETTERS if rest.isascii() else 2)


def _whose(piece: Placed, starts: Sequence[int]) -> set[int]:
    """Returns the webinars of the text that a piece may belong to: below a start to that one, else to all."""
    if len(starts) == 1:
        return {0}
    above = [number for number, start in enumerate(starts) if 0 < start <= piece[1][0]]
    if above and piece[0].field is not PieceKind.TITLE:
        return {max(above, key=lambda number: starts[number])}
    return set() if piece[0].field is PieceKind.TITLE else set(range(len(starts)))


def _with(webinar: WebinarReading, pieces: Sequence[Placed]) -> WebinarReading:
    offers = webinar.offers
    named = {name_key(found.value.name) for found in (*webinar.lineup, *offers.lineup)}
    named |= {name_key(found.value) for found in (*webinar.organisers, *offers.organisers)}
    asked = {name_key(found.value) for found in (*webinar.questions, *offers.questions)}
    titles = {name_key(found.value) for found in (webinar.title, *offers.title) if found}
    new: dict[PieceKind, list[Placed]] = {field: [] for field in PieceKind}
    for piece in pieces:
        taken = {PieceKind.TITLE: titles, PieceKind.QUESTION: asked}.get(piece[0].field, named)
        key = name_key(piece[0].text)
        if key not in taken and len(new[piece[0].field]) < (MOST_TITLES if taken is titles else MOST_OTHERS):
            taken.add(key)
            new[piece[0].field].append(piece)
    if not any(new.values()):
        return webinar
    offered = Offers(
        title=(*offers.title, *_texts(new[PieceKind.TITLE])),
        lineup=(*offers.lineup, *itertools.starmap(_person, new[PieceKind.PERSON])),
        organisers=(*offers.organisers, *_texts(new[PieceKind.ORGANISER])),
        questions=(*offers.questions, *_texts(new[PieceKind.QUESTION])),
    )
    return replace(webinar, offers=offered)


def _texts(pieces: Iterable[Placed]) -> Iterator[Found[str]]:
    return (Found(piece.text, lines, is_uncertain=True, probability=WORTH_OFFERING) for piece, lines in pieces)


def _person(piece: TextPiece, lines: tuple[int, ...]) -> Found[AppearanceReading]:
    reading = AppearanceReading(piece.text, piece.affiliation or None, piece.role)
    return Found(reading, lines, is_uncertain=True, probability=WORTH_OFFERING)
