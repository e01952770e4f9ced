"""The words that the reader knows, by kind, as patterns: what the files beside this module say, read."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

LANGUAGES: Final = ("en", "de", "fr", "es", "pt", "it", "nl", "da", "no", "sv")


_PARTED: Final = re.compile(r",\s+")


_MARKS: Final = {"(": "(?:", ")": ")?", "[": "(?:", "]": ")", "|": "|", "*": r"\w*", "+": r"\w+", "'": "['’]"}


_STRICT: Final = 3
"""Letters of a word in which an accent makes another word: “où”, “tú”."""


@cache
def one_of(kind: str) -> str:
    """Returns the words of a kind in all languages as alternatives of a regular expression, the longest first.

    Raises KeyError for a kind that no language has.
    """
    return "|".join(_pattern(word) for word in sorted(_words(kind), key=len, reverse=True))


@cache
def all_of(kind: str) -> frozenset[str]:
    """Returns the words of a kind in all languages, as they are printed. Such a kind has words without marks only.

    Raises KeyError for a kind that no language has.
    """
    return frozenset(word.replace("\\", "") for word in _words(kind))


@cache
def languages_of(kind: str) -> Mapping[str, Sequence[str]]:
    """Returns the words of a kind, each with its languages. Every language has such a kind, without marks."""
    found: dict[str, list[str]] = {}
    for language, words in zip(LANGUAGES, _kinds()[kind], strict=True):
        for word in _PARTED.split(words.strip(", \n")):
            found.setdefault(word, []).append(language)
    return found


def _words(kind: str) -> list[str]:
    return list(dict.fromkeys(word for words in _kinds()[kind] for word in _PARTED.split(words.strip(", \n"))))


@cache
def _kinds() -> dict[str, list[str]]:
    """Returns each kind as "table.entry", with what each language says of it."""
    kinds: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for table, entries in tomllib.loads(_file(language).read_text(encoding="utf-8")).items():
            for entry, words in entries.items():
                kinds.setdefault(f"{table}.{entry}", []).append(words)
    return kinds


def _file(language: str) -> Path:
    return Path(__file__).with_name(f"{language}.toml")


def _pattern(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word
    is_lenient = sum(char.isalpha() for char in word) > _STRICT
    pieces = (found[0] for found in re.finditer(r"\\.|.", word))
    return "".join(_piece(piece, is_lenient=is_lenient) for piece in pieces)


def _piece(piece: str, *, is_lenient: bool) -> str:
    if piece in _MARKS:
        return _MARKS[piece]
    char = piece[-1]
    bare = "o" if char == "ø" else unicodedata.normalize("NFD", char)[0]
    return f"[{char}{bare}]" if bare != char and is_lenient else re.escape(char).replace(r"\ ", " ")
