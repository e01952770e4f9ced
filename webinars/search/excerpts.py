"""Where words were found: texts in pieces, the hits apart, and the part of a longer text that shows them best."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from webinars.search.terms import Term, Terms
from webinars.search.tokens import is_single, placed_tokens

LONGEST_SCAN = 20_000
"""Characters of a text in which hits are looked for: a page shows twenty of them at once."""
BEFORE, WIDTH = 70, 220
"""Characters shown before the first hit, and in all."""
MOST_HITS = 100
"""So many are compared for the best place."""
ELLIPSIS = "…"


class Piece(NamedTuple):
    text: str
    is_hit: bool


class _Span(NamedTuple):
    start: int
    end: int
    term: Term


def marked(text: str, terms: Terms) -> list[Piece]:
    """All of `text` in pieces, what `terms` want apart from the rest."""
    return _pieces(text, _spans(text, terms), 0, len(text))


def excerpt(text: str, terms: Terms) -> list[Piece]:
    """The part of `text` that has most of what `terms` want, on one line; empty if there is nothing of it."""
    found = excerpt_with_place(text, terms)
    return [] if found is None else found[0]


def excerpt_with_place(text: str, terms: Terms) -> tuple[list[Piece], int] | None:
    """An excerpt and where in `text` the first of what it was chosen for stands; None if there is nothing."""
    spans = _spans(text, terms)
    if not spans:
        return None
    first = max(spans[:MOST_HITS], key=lambda span: (_wealth(text, spans[:MOST_HITS], span), -span.start))
    line_start = text.rfind("\n", 0, first.start) + 1
    line_end = text.find("\n", first.end)
    start = _word_start(text, max(line_start, first.start - BEFORE), line_start, first.start)
    line_end = len(text) if line_end < 0 else line_end
    end = _word_end(text, min(line_end, start + WIDTH), line_end, first.end)
    pieces = _pieces(text, spans, start, end)
    if start > line_start:
        pieces.insert(0, Piece(ELLIPSIS, is_hit=False))
    if end < line_end:
        pieces.append(Piece(ELLIPSIS, is_hit=False))
    return pieces, first.start


def _wealth(text: str, spans: Sequence[_Span], first: _Span) -> int:
    """How many of the terms stand within reach of a hit, on its line."""
    reach = text[first.start : first.start + WIDTH - BEFORE].partition("\n")[0]
    return len({span.term for span in spans if 0 <= span.start - first.start < len(reach)})


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


def _pieces(text: str, spans: Sequence[_Span], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    for span in spans:
        if span.end <= start or span.start >= end:
            continue
        hit_start, hit_end = max(span.start, start), min(span.end, end)
        if hit_start > start:
            pieces.append(Piece(text[start:hit_start], is_hit=False))
        if hit_end > hit_start:
            pieces.append(Piece(text[hit_start:hit_end], is_hit=True))
        start = hit_end
    if start < end:
        pieces.append(Piece(text[start:end], is_hit=False))
    return pieces


def _spans(text: str, terms: Terms) -> list[_Span]:
    """Every place of every wanted term, in order; what overlaps is one."""
    placed = list(placed_tokens(text[:LONGEST_SCAN]))
    found = [span for term in terms.wanted for span in _places(placed, term)]
    found.sort(key=lambda span: (span.start, span.end))
    spans: list[_Span] = []
    for span in found:
        if spans and span.start < spans[-1].end:
            spans[-1] = spans[-1]._replace(end=max(spans[-1].end, span.end))
        else:
            spans.append(span)
    return spans


def _places(placed: Sequence[tuple[str, int, int]], term: Term) -> Iterator[_Span]:
    *middle, last = term.tokens
    length = len(term.tokens)
    for place in range(len(placed) - length + 1):
        token, start, end = placed[place + length - 1]
        if not (token == last or (term.is_beginning and token.startswith(last))):
            continue
        if all(placed[place + ahead][0] == word for ahead, word in enumerate(middle)):
            if is_single(last) and token != last:
                # The pair goes on beyond the one character that was asked for.
                end = placed[place + length][1]
            yield _Span(placed[place][1] if middle else start, end, term)
