"""What a word is known as or looks like, by the lists of the reader and by its letters."""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS, ORGANISATION_WORDS, is_compound, is_place
from webinars.pure.announcements.reader.people.names import PARTICLES, has_title, is_no_name
from webinars.pure.announcements.reader.roles import ANY_ROLE


def word_of(text: str, kind: str) -> str:
    """Returns the word itself where it links others, or else its ending, since names and subjects are endless."""
    if kind in {"Cap", "given", "CAP", "Initial", "figure"}:
        return f"~{text[-2:].casefold()}"
    return text.casefold()[:14]


@lru_cache(maxsize=20_000)
def kind_of(text: str) -> str:  # noqa: C901, PLR0911 - one return for each kind
    """Returns what a word is known as or looks like: "role", "group", "given", "Cap", "low", "figure".

    A mark is itself.
    """
    folded = text.casefold()
    if not text[0].isalnum():
        return text if len(text) == 1 else "mark"
    if text[0].isdigit():
        return "figure"
    if text.endswith(".") or (len(text) == 1 and text.isupper()):
        return "Initial"
    if _ROLE.fullmatch(folded):
        return "role"
    if folded in ORGANISATION_WORDS or is_compound(folded):
        return "group"
    if _EVENT.fullmatch(folded):
        return "event"
    if has_title(f"{text} Xxxx"):
        return "honour"
    if folded in PARTICLES:
        return "given" if text[0].isupper() and folded in GIVEN_TOO else "particle"
    if text[0].islower():
        return "low"
    if plain(folded).split("-")[0] in given_names():
        return "given"
    if is_place(text):
        return "place"
    if is_no_name(folded):
        return "Word"
    return "CAP" if text.isupper() and len(text) > 1 else "Cap"


GIVEN_TOO = {"ben", "mac", "ole"}
"""Particles of some languages, with a capital given names of others."""
_ROLE = re.compile(ANY_ROLE, re.IGNORECASE)
_EVENT = re.compile(EVENT_WORDS, re.IGNORECASE)


def plain(folded: str) -> str:
    """Returns a word in small letters without its accents."""
    if folded.isascii():
        return folded
    return "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char)).translate(
        _WITHOUT_STROKE
    )


_WITHOUT_STROKE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"})
"""What Unicode does not take apart."""


@cache
def given_names() -> frozenset[str]:
    """Returns given names of many countries, in small letters and without accents."""
    return frozenset((Path(__file__).parent / "given_names.txt").read_text(encoding="utf-8").split())
