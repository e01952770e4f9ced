"""A text cut into words, numbers and marks, in one pass that no input can slow down."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

TokenKind = Literal["number", "word", "flag", "newline", "mark"]


def _combining() -> str:
    """Returns the vowel signs and accents of all scripts as ranges of a class: `re` takes them for no letters."""
    ranges: list[list[int]] = []
    for code in range(0x300, 0xFB1F):
        if unicodedata.category(chr(code)) in {"Mn", "Mc"}:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


# East Asian words run together: "15日晚上8点", "北京时间". These stand apart, and so does what stands before them.
_APART = (
    "标准时间|標準時間|标准时|標準時|时间|時間|上午|下午|晚上|早上|中午|凌晨|今晚|傍晚|晚|午前|午後|"
    "표준시|시간|오전|오후"
)
# Every alternative is a single run of one class of characters, so that scanning is linear whatever comes.
_TOKEN = re.compile(
    r"(?P<number>\d+)"
    rf"|(?P<word>(?<=\d)[年月日号號時时点點分년월일시분]|{_APART}"
    rf"|[\u3400-\u9fff]+?(?=[^\u3400-\u9fff]|{_APART}|\Z)|[\uac00-\ud7a3]+?(?=[^\uac00-\ud7a3]|{_APART}|\Z)"
    rf"|[^\W\d_]+(?:(?:['’ʼ](?=[^\W\d_])|[{_combining()}])[^\W\d_]*)*)"
    r"|(?P<flag>[\U0001F1E6-\U0001F1FF]{2})"
    r"|(?P<newline>\n)"
    r"|(?P<space>[^\S\n]+|[\u200b-\u200f\u2060\ufeff\ufe0f]+)"
    r"|(?P<mark>.)",
    re.DOTALL,
)
DASHES = frozenset("-‐‑‒–—―−~〜→>")
# What other scripts print for a mark; such a mark is read as the plain one.
_PLAIN_MARKS = dict(zip("，、،；؛：∶（）／｜～．！？", ",,,;;::()/|~.!?", strict=True))
_LONGEST_WORD = 40
TWO_DIGITS, FOUR_DIGITS = 2, 4
OPENING, CLOSING = frozenset("([{（【"), frozenset(")]}）】")


class Token(Struct, frozen=True):
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
    """Returns token `at`, or `END` beyond the ends."""
    return tokens[at] if 0 <= at < len(tokens) else END


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """Returns a word without accents, case and typographic apostrophes."""
    folded = word.casefold().replace("’", "'").replace("ʼ", "'")
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))


def tokenize(text: str) -> list[Token]:
    """Returns the tokens of `text` in order. Spaces are left out."""
    tokens = []
    is_spaced = True
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            is_spaced = True
            continue
        word = _PLAIN_MARKS.get(match[0], match[0])
        key = fold(word) if kind == "word" and len(word) < _LONGEST_WORD else word
        tokens.append(Token(kind, word, key, match.start(), match.end(), is_spaced))  # type: ignore[arg-type]
        is_spaced = kind == "newline"
    return tokens
