"""Names of people and organisations as they are compared, and slugs as they stand in addresses."""

import re
import secrets
import unicodedata
from collections.abc import Callable

SLUG_LENGTH = 80
HONORIFICS = frozenset(
    {"dr", "prof", "professor", "mr", "mrs", "ms", "mx", "miss", "sir", "dame", "lord", "lady", "rev", "hon"}
    | {"phd", "md", "mp", "herr", "frau", "m", "mme", "sr", "sra", "dott"}
)
_LATIN = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
     "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)  # fmt: skip
_BETWEEN = " ,，、;；|/"
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`", "'"))


def name_key(name: str) -> str:
    """Returns `name` reduced to what decides whether two are the same: NFKC, case-folded, titles such as Dr left out.

    Of a name without a letter, such as "😀", the whole text decides. Empty only for nothing but blanks.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_APOSTROPHES)
    words = "".join(letter if _is_spelling(letter) else " " for letter in folded).split()
    words = [word for word in words if any(letter.isalnum() for letter in word)]
    kept = [word for word in words if word.strip("'-") not in HONORIFICS]
    return " ".join(kept or words or folded.split())[:200]


def is_name(text: str) -> bool:
    """Returns whether `text` can be somebody's name: what stands between names alone is none, as a comma is."""
    return bool(name_key(text.strip(_BETWEEN)))


def organisation_key(name: str) -> str:
    """Returns the `name_key` without a leading article: "The Lunar Society" is the Lunar Society."""
    return name_key(name).removeprefix("the ")


def _is_spelling(letter: str) -> bool:
    """Returns whether `letter` tells one name from another: राम from रीम by its vowel signs, C++ from C by signs."""
    return letter.isalnum() or letter in "_'-+#" or unicodedata.category(letter).startswith("M")


def slugify(text: str) -> str:
    """Returns `text` as an ASCII slug of at most 80 characters, empty where nothing can be transliterated."""
    folded = unicodedata.normalize("NFKD", text.translate(_LATIN)).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded.replace("'", "")).strip("-")
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rpartition("-")[0] or slug[:SLUG_LENGTH]
    return slug


def free_slug(text: str, is_taken: Callable[[str], bool], *, fallback: str) -> str:
    """Returns a slug for `text` that is not taken yet: "comets", then "comets-2" and so on.

    `fallback` (a date, say) with six random characters serves where nothing can be transliterated.
    """
    base = slugify(text) or f"{fallback}-{secrets.token_hex(3)}"
    slug, number = base, 2
    while is_taken(slug):
        ending = f"-{number}"
        slug, number = base[: SLUG_LENGTH - len(ending)].rstrip("-") + ending, number + 1
    return slug
