"""The words of a text as search compares them: the same on every database, for every script.

Compatibility forms, case and accents are folded away. Marks that carry meaning (vowels in Hindi or Tamil) stay in
their words. Scripts written without spaces become overlapping pairs: 数据治理 is 数据, 据治, 治理 and at last 理 alone,
so that one character is found as the beginning of some pair wherever it stands.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Protocol

from msgspec import Struct

# Traditional and simplified Chinese characters, looked for as the same ones: 數據 is found by 数据.
#
# The tables are OpenCC's. It is an extra (`webinars[chinese]`): without it characters are found as they were written.


CHARACTERS = range(0x3400, 0x40000)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter | None:
    try:
        from opencc import OpenCC  # noqa: PLC0415 - an extra
    except ImportError:
        return None
    return OpenCC("t2s")


def can_simplify() -> bool:
    """Returns True if the tables are there."""
    return _converter() is not None


def simplified(character: str) -> str:
    """Returns the simplified form of one character, and any other character as it is.

    One by one, so that a character is the same wherever it stands: pairs of characters are what search compares.
    """
    converter = _converter() if ord(character) in CHARACTERS else None
    return character if converter is None else converter.convert(character)


TOKEN_VERSION = 2 * 2 + can_simplify()
"""What was written with another version has to be indexed again: raise its second factor when the same text gives other
tokens. With the characters of Chinese made alike it is another one by itself."""

LONGEST_TOKEN = 64
"""PostgreSQL refuses very long lexemes. Nobody looks for the rest of them."""

DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\uac00-\ud7af"  # Korean
)
"""Scripts whose words are not, or not only, told apart by spaces, as a regular expression's class."""

_RUN = re.compile(rf"[{DENSE}]+|[^{DENSE}\s]+")
_IS_DENSE = re.compile(rf"[{DENSE}]")
_LETTERS = {"ł": "l", "ø": "o", "œ": "oe", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
"""What case folding and decomposition leave as it is. ß has become ss by then."""
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u0591-\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"  # Arabic vowels, the hamza over a letter, and stretching
)


class DocumentTokens(Struct, frozen=True):
    """The tokens of a document or a passage, field by field."""

    document_id: int
    fields: tuple[list[str], ...]


class _Folding(dict[int, str]):
    """What becomes of a decomposed, case-folded character. Worked out for each at its first use."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(letter: str) -> str:
    category = unicodedata.category(letter)
    if _ACCENTS.match(letter) or category == "Cf":
        # Joiners and soft hyphens are inside words: they vanish and part nothing.
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category[0] in "LMN":
        return _LETTERS.get(letter) or simplified(letter)
    return " "


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Returns `text` as it is compared: words in folded letters, and spaces for everything else."""
    if text.isascii():
        return text.lower().translate(_FOLDING)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", folded).translate(_FOLDING))


def tokens(text: str) -> list[str]:
    """Returns the tokens of `text`, in order."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if _IS_DENSE.match(run):
            found += [run[place : place + 2] for place in range(len(run))]
        else:
            found.append(run[:LONGEST_TOKEN])
    return found


def is_dense(token: str) -> bool:
    """Returns whether `token` is of a script whose words are not told apart by spaces."""
    return _IS_DENSE.match(token) is not None


def is_single(token: str) -> bool:
    """Returns whether `token` is one character of a dense script: it is looked for as the beginning of a pair."""
    return len(token) == 1 and is_dense(token)


def folded_with_places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Returns `text` folded and, for each of its folded characters, where the original one begins and ends."""
    if _IS_PLAIN.fullmatch(text):
        return fold(text), range(len(text)), range(1, len(text) + 1)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        if cluster[1]:
            parts.append(fold(cluster[0]))
            starts += range(start, end)
            ends += range(start + 1, end + 1)
            continue
        folded = _fold_cluster(cluster[0])
        parts.append(folded)
        starts += [start] * len(folded)
        ends += [end] * len(folded)
    return "".join(parts), starts, ends


_PLAIN = "[\x00-\x7f\u4e00-\u9fff]+"
"""Letters that stay one letter each, if no mark is composed with the last of them."""
_MARKS = "[\u0300-\u036f\u3099\u309a\uff9e\uff9f]"
_IS_PLAIN = re.compile(_PLAIN)
_CLUSTER = re.compile(f"({_PLAIN})(?!{_MARKS})|[\u1100-\u11ff]+|.{_MARKS}*", re.DOTALL)
"""Plain letters, a letter with the marks that are composed with it, or Korean letters that make up syllables."""


@lru_cache(maxsize=50_000)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)
