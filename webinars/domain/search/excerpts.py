"""Where words were found: texts in pieces, the hits apart, and the part of a longer text that shows them best."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from webinars.domain.search.stems import SHORTEST, has_stem, words
from webinars.domain.search.terms import Term, Terms
from webinars.domain.search.tokens import DENSE, LONGEST_TOKEN, folded_with_places, is_dense

LONGEST_SCAN = 20_000
"""Characters of a text in which hits are looked for: a page shows twenty of them at once."""
BEFORE, WIDTH = 70, 220
"""Characters shown before the first hit, and in all."""
MOST_HITS = 100
"""So many are compared for the best place."""
ELLIPSIS = "…"


class ExcerptPiece(NamedTuple):
    text: str
    is_hit: bool


class _Span(NamedTuple):
    start: int
    end: int
    term: Term


def mark_hits(text: str, terms: Terms) -> list[ExcerptPiece]:
    """Returns all of `text` in pieces, what `terms` want apart from the rest."""
    return _pieces(text, _spans(text, terms), 0, len(text))


def excerpt(text: str, terms: Terms) -> list[ExcerptPiece]:
    """Returns the part of `text` that has most of what `terms` want, on one line, or an empty list if there is none."""
    found = excerpt_with_place(text, terms)
    return [] if found is None else found[0]


def excerpt_with_place(text: str, terms: Terms) -> tuple[list[ExcerptPiece], int] | None:
    """Returns an excerpt and where in `text` the first of what it was chosen for stands, or None if there is none."""
    spans = _spans(text, terms)
    if not spans:
        return None
    first = _richest(text, spans[:MOST_HITS], len(terms.wanted))
    line_start = text.rfind("\n", 0, first.start) + 1
    line_end = text.find("\n", first.end)
    start = _word_start(text, max(line_start, first.start - BEFORE), line_start, first.start)
    line_end = len(text) if line_end < 0 else line_end
    end = _word_end(text, min(line_end, start + WIDTH), line_end, first.end)
    # A phrase may go on in the next line.
    pieces = [piece._replace(text=piece.text.replace("\n", " ")) for piece in _pieces(text, spans, start, end)]
    if start > line_start:
        pieces.insert(0, ExcerptPiece(ELLIPSIS, is_hit=False))
    if end < line_end:
        pieces.append(ExcerptPiece(ELLIPSIS, is_hit=False))
    return pieces, first.start


def _richest(text: str, spans: Sequence[_Span], most: int) -> _Span:
    """Returns the first of the hits with most of the terms within reach. `most` is how many there are."""
    richest, greatest = spans[0], 0
    for place, first in enumerate(spans):
        wealth = _wealth(text, spans[place:]) if most > 1 else 1
        if wealth > greatest:
            richest, greatest = first, wealth
        if wealth == most:
            break
    return richest


def _wealth(text: str, spans: Sequence[_Span]) -> int:
    """Returns how many of the terms stand within reach of the first hit, on its line."""
    start = spans[0].start
    reach = text[start : start + WIDTH - BEFORE].partition("\n")[0]
    return len({span.term for span in takewhile(lambda span: span.start < start + len(reach), spans)})


def _word_start(text: str, start: int, earliest: int, latest: int) -> int:
    if start == earliest:
        return start
    gap = text.find(" ", start, latest)
    return start if gap < 0 else gap + 1


def _word_end(text: str, end: int, latest: int, earliest: int) -> int:
    if end == latest:
        return end
    gap = text.rfind(" ", earliest, end)
    return max(end, earliest) if gap < 0 else gap


def _pieces(text: str, spans: Sequence[_Span], start: int, end: int) -> list[ExcerptPiece]:
    pieces: list[ExcerptPiece] = []
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        hit_start, hit_end = max(span.start, start), min(span.end, end)
        if hit_start > start:
            pieces.append(ExcerptPiece(text[start:hit_start], is_hit=False))
        if hit_end > hit_start:
            pieces.append(ExcerptPiece(text[hit_start:hit_end], is_hit=True))
        start = hit_end
    if start < end:
        pieces.append(ExcerptPiece(text[start:end], is_hit=False))
    return pieces


def _spans(text: str, terms: Terms) -> list[_Span]:
    """Returns every place of every wanted term, in order. What overlaps is one."""
    folded, starts, ends = folded_with_places(text[:LONGEST_SCAN])
    found = [
        _Span(starts[first], ends[last - 1], term) for term in terms.wanted for first, last in _places(folded, term)
    ]
    for term in terms.wanted:
        for first, last in _places_of_forms(folded, term):
            span = _Span(starts[first], ends[last - 1], term)
            if has_stem(" ".join(words(text[span.start : span.end])), term.stems.values(), terms.languages):
                found.append(span)
    found.sort(key=lambda span: (span.start, span.end))
    spans: list[_Span] = []
    for span in found:
        if spans and span.start < spans[-1].end:
            spans[-1] = spans[-1]._replace(end=max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return spans


def _places(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    """Yields where `term` stands in a folded text."""
    # Most texts have most words not at all, and nothing tells that sooner.
    place = folded.find(term.tokens[0])
    while place >= 0:
        end = _end(folded, place, term)
        if end is not None:
            yield place, end
        place = folded.find(term.tokens[0], place + 1)


def _places_of_forms(folded: str, term: Term) -> Iterator[tuple[int, int]]:
    """Yields where words stand in a folded text that may be forms of `term`: most of its stem is in them somewhere."""
    # Endings change the last letter of a stem (study, studies), an article in Arabic stands before it.
    for part in {stem[: max(SHORTEST - 1, len(stem) - 1)] for stem in term.stems.values()}:
        place = folded.find(part)
        while place >= 0:
            start = place
            while start and _WORD.match(folded, start - 1):
                start -= 1
            word = _WORD.match(folded, start)
            end = word.end() if word else place + 1
            yield start, end
            place = folded.find(part, end)


def _end(folded: str, place: int, term: Term) -> int | None:
    """Returns where `term` ends if `tokens` would make its tokens of what begins at `place`."""
    before = ""
    end = place
    for number, token in enumerate(term.tokens, 1):
        goes_on = term.is_beginning and number == len(term.tokens)
        is_word = not is_dense(token)
        # Pairs overlap: the first character of this one is the last of the one before.
        rest = token[1:] if not is_word and len(before) > 1 and is_dense(before) else token
        if not folded.startswith(rest, end) or (is_word and end and end == place and _WORD.match(folded, end - 1)):
            return None
        end += len(rest)
        if is_word and (word := _WORD.match(folded, end)):
            if not goes_on and len(token) < LONGEST_TOKEN:
                return None
            end = word.end()
        if not is_word and len(token) == 1 and not goes_on and is_dense(folded[end : end + 1]):
            return None
        if number < len(term.tokens) and (is_word or len(token) == 1):
            while folded.startswith(" ", end):
                end += 1
        before = token
    return end


_WORD = re.compile(rf"[^{DENSE}\s]+")
