"""Where a piece of a text stands in it, word for word."""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from webinars.pure.announcements.model import SourceLine

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
        """The piece in the text's own characters, and the numbers of its lines; None if it does not stand there."""
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
        """Whether the piece ends where words do: “Ann” is no piece of “Announcement”. Some scripts part no words."""
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
