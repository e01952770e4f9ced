"""The words of a text as search compares them: the same on every database, for every script.

Compatibility forms, case and accents are folded away. Marks that carry meaning (vowels in Hindi or Tamil) stay in
their words. Scripts written without spaces become overlapping pairs: 数据治理 is 数据, 据治, 治理 and at last 理 alone,
so that one character is found as the beginning of some pair wherever it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

TOKEN_VERSION = 1
"""Raise it when the same text gives other tokens: what was written with another version has to be indexed again."""

LONGEST_TOKEN = 64
"""PostgreSQL refuses very long lexemes; nobody looks for the rest of them."""

DENSE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"  # Japanese
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese characters
    "\uac00-\ud7af"  # Korean
)
"""Scripts whose words are not, or not only, told apart by spaces; as a regular expression's class."""

_RUN = re.compile(rf"[{DENSE}]+|[^{DENSE}\s]+")
_IS_DENSE = re.compile(rf"[{DENSE}]")
_LETTERS = {"ł": "l", "ø": "o", "œ": "oe", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
"""What case folding and decomposition leave as it is. ß has become ss by then."""
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u0591-\u05c7"  # Hebrew points
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]"  # Arabic vowels, the hamza over a letter, and stretching
)


@dataclass(frozen=True, slots=True)
class DocumentTokens:
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
        return _LETTERS.get(letter, letter)
    return " "


_FOLDING = _Folding()


def fold(text: str) -> str:
    """`text` as it is compared: words in folded letters, and spaces for everything else."""
    if text.isascii():
        return text.lower().translate(_FOLDING)
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", folded).translate(_FOLDING))


def tokens(text: str) -> list[str]:
    """The tokens of `text`, in order."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        if _IS_DENSE.match(run):
            found += [run[place : place + 2] for place in range(len(run))]
        else:
            found.append(run[:LONGEST_TOKEN])
    return found


def is_single(token: str) -> bool:
    """Whether `token` is one character of a dense script: it is looked for as the beginning of a pair."""
    return len(token) == 1 and _IS_DENSE.match(token) is not None


def placed_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """The tokens of `text`, each with where it begins and ends in the text as it was written."""
    folded, starts, ends = _with_places(text)
    for run in _RUN.finditer(folded):
        first, last = run.span()
        if not _IS_DENSE.match(run[0]):
            yield run[0][:LONGEST_TOKEN], starts[first], ends[last - 1]
            continue
        for place in range(first, last):
            end = min(place + 2, last)
            yield folded[place:end], starts[place], ends[end - 1]


def _with_places(text: str) -> tuple[str, list[int], list[int]]:
    """The folded text and, for each of its characters, where the original one begins and ends."""
    if text.isascii():
        return fold(text), list(range(len(text))), list(range(1, len(text) + 1))
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        folded = _fold_cluster(cluster[0])
        parts.append(folded)
        starts += [cluster.start()] * len(folded)
        ends += [cluster.end()] * len(folded)
    return "".join(parts), starts, ends


_CLUSTER = re.compile("[\u1100-\u11ff]+|.[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)
"""A letter with the marks that are composed with it, or Korean letters that make up syllables."""


@lru_cache(maxsize=50_000)
def _fold_cluster(cluster: str) -> str:
    return fold(cluster)
