"""Names that the site knows already: a voice of its own, given by the caller."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from webinars.pure.announcements.model import KnownNames
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.tagging.features import Vote
from webinars.pure.announcements.reader.tagging.tokens import Token, tokens_of

LONGEST_NAME = 12
"""Words of a name that is looked for."""


def known_votes(parts: Sequence[Part], known: KnownNames) -> dict[int, list[Vote]]:
    """Where each known name stands, by line, in any letters and without looking at accents."""
    index: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for what, names in (("known person", known.people), ("known group", known.organisations)):
        for name in names:
            words = folded_name(name).split()
            if 0 < len(words) <= LONGEST_NAME and len("".join(words)) > 2:
                index[words[0]].append((words, what))
    return {part.line.number: list(_in_line(part.line.text, index)) for part in parts} if index else {}


def _in_line(text: str, index: dict[str, list[tuple[list[str], str]]]) -> Iterator[Vote]:
    words = [(token, word) for token in tokens_of(text) for word in folded_name(token.text).split()]
    for at, (token, word) in enumerate(words):
        for wanted, what in index.get(word, ()):
            piece = words[at : at + len(wanted)]
            if [other for _token, other in piece] == wanted:
                yield Vote(text[token.start : _end(piece)], what)


def _end(piece: Iterable[tuple[Token, str]]) -> int:
    return max(token.end for token, _word in piece)
