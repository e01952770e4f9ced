"""Which hits a transcript shows to who came from a search: the first one, and those before and after it. Pure."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from webinars.domain.search.excerpts import ExcerptPiece, mark_hits
from webinars.domain.search.stems import stemmer_name
from webinars.domain.search.terms import LONGEST_QUERY, Terms, terms_of
from webinars.domain.transcripts.passages import TranscriptPassage
from webinars.lib.text_cleaning import one_line


class Places(Struct, frozen=True, kw_only=True):
    words: str
    """What was searched for, as it was typed, on one line."""
    pieces: Mapping[int, Sequence[ExcerptPiece]] = field(default_factory=dict)
    """The passages in which it is said, by their number from 0: the text in pieces, the hits apart."""
    count: int = 0
    """How many hits there are in all of them."""
    here: int | None = None
    """The passage in which the reader lands."""
    number: int = 0
    """Which of all hits is the first of that passage, from 1."""
    before_s: int | None = None
    """Where the passage with a hit before that one begins, if there is one."""
    after_s: int | None = None


def places_of(passages: Sequence[TranscriptPassage], asked: str, from_s: int, *, language: str) -> Places | None:
    """Returns where what is `asked` is said in `passages`, which are in `language`, or None if nothing is asked.

    The reader lands at the first hit from the passage on that is said at `from_s`, and after the last at the first of
    all. What is a hit is decided as in the archive: all forms of a word, and where nobody says any, its beginnings.
    """
    terms = terms_of(asked)
    if terms is None or not terms.wanted:
        return None
    if stemmer := stemmer_name(language):
        terms = terms.in_languages([stemmer])
    words = one_line(asked, at_most=LONGEST_QUERY)
    pieces = _marked(passages, terms) or _marked(passages, terms.as_beginnings())
    if not pieces:
        return Places(words=words)
    found = list(pieces)
    place = next((number for number in found if _is_from(passages, number, from_s)), found[0])
    index = found.index(place)
    before = sum(_hits(pieces[number]) for number in found[:index])
    return Places(
        words=words,
        pieces=pieces,
        count=sum(map(_hits, pieces.values())),
        here=place,
        number=before + 1,
        before_s=passages[found[index - 1]].starts_s if index else None,
        after_s=passages[found[index + 1]].starts_s if index + 1 < len(found) else None,
    )


def _marked(passages: Sequence[TranscriptPassage], terms: Terms) -> dict[int, list[ExcerptPiece]]:
    found = ((number, mark_hits(passage.text, terms)) for number, passage in enumerate(passages))
    return {number: pieces for number, pieces in found if _hits(pieces)}


def _hits(pieces: Sequence[ExcerptPiece]) -> int:
    return sum(piece.is_hit for piece in pieces)


def _is_from(passages: Sequence[TranscriptPassage], number: int, from_s: int) -> bool:
    """Returns whether the passage is said at `from_s` or later."""
    return number + 1 == len(passages) or passages[number + 1].starts_s > from_s
