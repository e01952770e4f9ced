"""Where on a line the name of a group may stand: runs of words with large letters, and what lies within them."""

from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.tagging.features import goes_on
from webinars.pure.announcements.reader.tagging.tagger import Marks
from webinars.pure.announcements.reader.tagging.tokens import Token, place_in
from webinars.pure.announcements.reader.tagging.word_kinds import kind_of
from webinars.pure.announcements.reader.words import all_of

LONGEST: Final = 12
"""Words of a name."""
WORTH_A_LOOK: Final = 0.1
"""How likely the second voice has to take a piece for a host for it to be a candidate."""


def group_places(marks: Marks) -> Iterator[range]:
    """The tokens of whatever may be the name of a group."""
    tokens = marks.row.tokens
    known = set()
    for piece in (*marks.pieces(), *marks.others("organiser", WORTH_A_LOOK)):
        if piece.what == "organiser":
            known.add(place_in(tokens, piece.start, piece.end))
    start = 0
    while start < len(tokens):
        end = start
        while end < len(tokens) and end - start < LONGEST and goes_on(tokens, start, end):
            end += 1
        while end > start and not tokens[end - 1].is_large:
            end -= 1
        known.update(_within(tokens, start, end))
        start = max(end, start + 1)
    return iter(sorted(known, key=lambda place: (place.start, -place.stop)))


def _within(tokens: Sequence[Token], start: int, end: int) -> Iterator[range]:
    """The run of words with large letters, and what is left of it behind words that open no name.

    Each also with what a bracket behind it says in full or in letters.
    """
    close = _closed(tokens, end)
    while start < end:
        kinds = [kind_of(token.text) for token in tokens[start:end]]
        is_person = kinds[0] in {"given", "honour"} and all(kind in _OF_NAMES for kind in kinds)
        if not is_person and (len(kinds) > 1 or kinds[0] in {"Cap", "CAP"}):
            yield range(start, end)
            if close:
                yield range(start, close)
            yield from _halves(tokens, start, end)
            yield from _before_events(kinds, start)
        if kinds[0] not in {"Word", "event", "role", "honour"}:
            return
        start += 1
        while start < end and not tokens[start].is_large:
            start += 1


_OF_NAMES: Final = {"given", "Cap", "Initial", "particle", "honour"}


def _before_events(kinds: Sequence[str], start: int) -> Iterator[range]:
    """What stands before a kind of event, and before the words that say which: “Example Online Seminar”."""
    end = len(kinds)
    while end > 1 and kinds[end - 1] == "event":
        end -= 1
    if end < len(kinds):
        yield range(start, start + end)
        while end > 1 and kinds[end - 1] == "Word":
            end -= 1
            yield range(start, start + end)


def _closed(tokens: Sequence[Token], at: int) -> int | None:
    """Where a bracket ends that opens here and holds words with large letters only: “ES (Example Society)”."""
    if at >= len(tokens) or tokens[at].text != "(":
        return None
    end = at + 1
    while end < len(tokens) and end - at < LONGEST and goes_on(tokens, at + 1, end):
        end += 1
    return end + 1 if end > at + 1 and end < len(tokens) and tokens[end].text == ")" else None


def _halves(tokens: Sequence[Token], start: int, end: int) -> Iterator[range]:
    """Both sides of a small word: “Example Society with the Sample Institute”, “Example Kelp and Sample Moss”.

    Of one that is no “and” only before the next group.
    """
    last = start
    for at in range(start, end):
        if not tokens[at].is_large:
            continue
        is_and = tokens[at - 1].text.casefold() in _AND
        if at - last > 1 and (is_and or kind_of(tokens[at].text) in {"group", "CAP"}):
            yield range(start, last + 1)
            yield range(at, end)
        last = at


_AND: Final = all_of("small.and") | {"&"}
