"""A text cut into words, numbers and marks, in one pass that no input can slow down."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

TokenKind = Literal["number", "word", "flag", "newline", "mark"]

# Every alternative is a single run of one class of characters, so that scanning is linear whatever comes.
_TOKEN = re.compile(
    r"(?P<number>\d+)"
    r"|(?P<word>[^\W\d_][^\W\d_\u0300-\u036f]*(?:['’ʼ\u0300-\u036f][^\W\d_]*)*)"
    r"|(?P<flag>[\U0001F1E6-\U0001F1FF]{2})"
    r"|(?P<newline>\n)"
    r"|(?P<space>[^\S\n]+|[\u200b-\u200f\u2060\ufeff\ufe0f]+)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
DASHES = frozenset("-‐‑‒–—―−~〜→>")
_LONGEST_WORD = 40
TWO_DIGITS, FOUR_DIGITS = 2, 4
OPENING, CLOSING = frozenset("([{（【"), frozenset(")]}）】")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark, with its place in the source."""

    kind: TokenKind
    text: str
    key: str
    """The word without accents and case, for looking it up."""
    start: int
    end: int
    is_spaced: bool
    """Whether a space or a line break stands before it."""

    @property
    def is_capital(self) -> bool:
        """Whether it begins as a name does."""
        return self.text[:1].isupper()


END = Token("newline", "", "", -1, -1, is_spaced=True)
"""What stands beyond both ends of a text."""


def peek(tokens: Sequence[Token], at: int) -> Token:
    """Token `at`, or `END` beyond the ends."""
    return tokens[at] if 0 <= at < len(tokens) else END


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """A word without accents, case and typographic apostrophes."""
    folded = word.casefold().replace("’", "'").replace("ʼ", "'")
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


def tokenize(text: str) -> list[Token]:
    """The tokens of `text` in order; spaces are left out."""
    tokens = []
    is_spaced = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            is_spaced = True
            continue
        word = match[0]
        key = fold(word) if kind == "word" and len(word) < _LONGEST_WORD else word
        tokens.append(Token(kind, word, key, match.start(), match.end(), is_spaced))  # type: ignore[arg-type]
        is_spaced = kind == "newline"
    return tokens
