"""Words by what their forms have in common: card of cards, Vortrag of Vorträge, كتاب of والكتاب.

Each language has its own rules. A text is taken to be in the language it is said to be in; of a question nobody says
it, so its words are tried in every language that the site has texts in.
"""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache, lru_cache
from typing import Protocol

import Stemmer

from webinars.domain.search.tokens import DENSE, LONGEST_TOKEN, fold

SHORTEST = 3
"""Letters from which on a word is taken to have forms."""
MOST_KEPT = 30_000
"""Words whose stem is remembered: to work it out takes longer than everything else that is done with a word."""

_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Of the first part of a BCP 47 tag, the name that Snowball has for the language."""

_ENDINGS = {
    # Plurals that Snowball leaves as they are, and endings that it knows with their accents only.
    "portuguese": (
        ("ções", "ção"), ("coes", "ção"), ("cao", "ção"), ("ões", "ão"), ("oes", "ão"), ("ães", "ão"),
        ("ais", "al"), ("éis", "el"), ("eis", "el"), ("óis", "ol"), ("ns", "m"),
    ),
    "spanish": (("cion", "ción"),),
}  # fmt: skip
_AND = "وف"
"""In Arabic, “and” is written as a part of the next word, before its article as well."""


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:  # noqa: N802 - its name
        ...


class _Stemmers(threading.local):
    """Snowball's stemmers keep the word they are at, so each thread has its own."""

    def __init__(self) -> None:
        self._made: dict[str, _Stemmer] = {}

    def __getitem__(self, algorithm: str) -> _Stemmer:
        if algorithm not in self._made:
            self._made[algorithm] = Stemmer.Stemmer(algorithm, 0)
        return self._made[algorithm]


_STEMMERS = _Stemmers()


@cache
def stemmer_name(language: str) -> str:
    """Returns the name by which a BCP 47 language's forms are known, or an empty text without its rules."""
    return _ALGORITHMS.get(language.partition("-")[0].lower(), "")


class _Lowering(dict[int, str]):
    """What becomes of a character of a word as it is written: accents stay. Worked out for each at its first use."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        self[code] = lowered = "" if category == "Cf" else chr(code) if category[0] in "LMN" else " "
        return lowered


_LOWERING = _Lowering()
_DENSE_RUN = re.compile(f"[{DENSE}]+")


def words(text: str) -> list[str]:
    """Returns the words of `text` as they are written, in small letters.

    Stems follow from accents, which `fold` takes away. Of scripts without spaces, none.
    """
    if text.isascii():
        return text.lower().translate(_LOWERING).split()
    lowered = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return _DENSE_RUN.sub(" ", lowered).translate(_LOWERING).split()


def stems_of(word: str, algorithms: Iterable[str]) -> dict[str, str]:
    """Returns by language the stem of a written `word`, of the languages in which it may have forms."""
    return {algorithm: stem for algorithm in algorithms if (stem := stem_of(word, algorithm))}


def has_stem(word: str, stems: Collection[str], algorithms: Iterable[str]) -> bool:
    """Returns True if a written `word` is a form of one of `stems`."""
    return any(stem_of(word, algorithm) in stems for algorithm in algorithms)


def stem_of(word: str, algorithm: str) -> str:
    """Returns the folded stem of a written `word`, or an empty text for what has no forms."""
    return differing_stem(word, algorithm) or (fold(word) if _may_have_forms(word) else "")


def _may_have_forms(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST_TOKEN and not word.isnumeric()


@lru_cache(maxsize=MOST_KEPT)
def differing_stem(word: str, algorithm: str) -> str:
    """Returns the folded stem of a written `word`, or an empty text if it is the folded word or there is none."""
    if not _may_have_forms(word):
        return ""
    whole = word
    if algorithm == "arabic" and word[0] in _AND and word.startswith("ال", 1):
        word = word[1:]
    for ending, better in _ENDINGS.get(algorithm, ()):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            word = word.removesuffix(ending) + better
            break
    stem = fold(_STEMMERS[algorithm].stemWord(word)).strip()
    return "" if stem == fold(whole) or " " in stem else stem
