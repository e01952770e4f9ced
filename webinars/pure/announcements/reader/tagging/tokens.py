"""The words and marks of a line, each with its place."""

import re
from collections.abc import Sequence

from msgspec import Struct


class Token(Struct, frozen=True):
    """A word or a mark. `start` and `end` are its place in the text of its line."""

    text: str
    start: int
    end: int

    @property
    def is_large(self) -> bool:
        """Whether it has a large letter, or letters of a script that has no small ones."""
        return self.text[0].isalpha() and not self.text.islower()

    @property
    def has_no_case(self) -> bool:
        """Whether it is of a script without large and small letters: Chinese, Hebrew, Arabic."""
        return self.is_large and self.text.lower() == self.text.upper()


_TOKEN = re.compile(r"[^\W\d_]\.(?=\s|[^\W\d_]|$)|\w+(?:[’'ʼ\-‑·*]\w+)*|\S")


def tokens_of(text: str) -> list[Token]:
    """Returns the tokens of one line: words with hyphens and apostrophes, initials with their dot, other marks."""
    return [Token(found[0], found.start(), found.end()) for found in _TOKEN.finditer(text)]


def place_in(tokens: Sequence[Token], start: int, end: int) -> range:
    """Returns the tokens that lie within characters `start` to `end`."""
    inside = [number for number, token in enumerate(tokens) if token.start >= start and token.end <= end]
    return range(inside[0], inside[-1] + 1) if inside else range(0)
