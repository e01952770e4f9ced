"""Where a name stands in an index of people: under the first letter of the part that names the family."""

import unicodedata

LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ARTICLE = "ال"
PARTICLES = frozenset({"بن", "ابن", "إبن", "أبو", "ابو", "بنت", "آل", "عبد"})
"""Words of an Arabic name that only lead to its main part."""
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})
_LETTERS = {"Ł": "L", "Ø": "O", "Æ": "A", "Œ": "O", "Đ": "D", "Ð": "D", "Þ": "T", "ẞ": "S"}


def main_part(name: str) -> str:
    """Returns the part of a name that it is looked for by: the family's, first in Chinese and last in most others."""
    words = [word for word in name.split() if any(map(str.isalpha, word))]
    if not words:
        return name
    if is_family_first(name):
        return words[0]
    while len(words) > 1 and words[-1].strip(".,").lower() in SUFFIXES:
        words.pop()
    if _is_arabic(words[-1]):
        words = [word for word in words if word not in PARTICLES] or words
        return words[-1].removeprefix(ARTICLE) or words[-1]
    return words[-1]


def is_family_first(name: str) -> bool:
    """Returns whether a name is written in Chinese characters, or in Japanese or Korean letters."""
    return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in name)


def letter_of(name: str) -> str:
    """Returns the letter under which a name stands, empty if it has none.

    Accents are left out, as in printed indexes.
    """
    first = next((letter for letter in main_part(name) if letter.isalpha()), "").upper()[:1]
    plain = unicodedata.normalize("NFD", first)[:1] if not "\uac00" <= first <= "\ud7af" else first
    return _LETTERS.get(plain, plain)


def order_of(name: str) -> tuple[bool, str, str, str]:
    """Returns what sorts names as an index does: Latin letters first, then by the main part, then by the rest."""
    letter = letter_of(name)
    return letter not in LATIN or not letter, letter, main_part(name).casefold(), name.casefold()


def _is_arabic(word: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in word)
