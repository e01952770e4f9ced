"""What the name of a person looks like, with its titles and suffixes taken off."""

import re
import unicodedata
from functools import cache
from typing import Final

from webinars.pure.announcements.reader.organisation_kinds import (
    ORGANISATION_ADJECTIVES,
    ORGANISATION_WORDS,
    is_compound,
    is_place,
)
from webinars.pure.announcements.reader.words import all_of, one_of

LETTERS: Final = one_of("names.letters")
"""Degrees, honours, seats and orders, as they stand behind a name."""
PARTICLES: Final = all_of("names.particles")
LEADS_NO_NAME: Final = all_of("names.before_no_name")
INNER: Final = all_of("names.inner")
_OF_GROUPS: Final = (ORGANISATION_WORDS | ORGANISATION_ADJECTIVES) - all_of("names.surnames_of_kinds")
_NOT_NAMES: Final = _OF_GROUPS | all_of("names.never")
OPENS_NO_NAME: Final = all_of("names.opens_no_name")
GIVEN_NAMES_TOO: Final = all_of("names.given_too")
SURNAMES_TOO: Final = all_of("names.surnames_too")
BEFORE_PLACES: Final = all_of("names.before_places")
ENDS_NO_NAME: Final = all_of("names.ends_no_name")
"""Two words may be "Emily Press", and three are a publisher."""

_ENDINGS: Final = re.compile(rf"[^\W\d_]{{3,}}(?:{one_of('names.endings')})")
"""“Reproduction”, “Vice-President”, “Chefredakteurin”: whole families of words that end no name."""


def is_no_name(folded: str) -> bool:
    """Returns whether a word in small letters is one that no name of a person has."""
    return folded in _NOT_NAMES or is_compound(folded) or _ENDINGS.fullmatch(folded) is not None


def is_job_phrase(words: str) -> bool:
    """“Executive Director”, “writer”, “former Congresswoman”: nothing in it could be a name."""
    return all(word[:1].islower() or is_no_name(word.casefold().strip(".,")) for word in words.split()) and bool(words)


_TITLE = re.compile(
    rf"^(?:the\s+)?(?:(?:(?:rt|right)\.?\s+hon(?:ou?rable)?\.?|{one_of('names.honours')})|prof(?:a|"
    rf"{one_of('names.professors')})?\.?(?:in\b)?|dr(?:\.?\s?(?:{one_of('names.degrees_inside')}))?\.?(?:in\b)?|"
    rf"dipl\.-\w{{2,6}}\.?|{one_of('names.titles')})\.?\s+(?=\S)",
    re.IGNORECASE,
)
# A title without its dot is a title only in capitals or as printed: "Me", "Don", "Major" and "Pastor" begin names too.
_RISKY_TITLES: Final = all_of("names.titles_without_dot")
_SUFFIX = re.compile(rf"(?:,?\s+(?:{LETTERS}|Dr\.?)(?!\w))+$")
PRONOUNS = re.compile(rf"\s*[(\[]\s*(?:{one_of('names.pronouns')})(?:\s*/\s*\w{{1,8}}){{0,3}}\s*[)\]]", re.IGNORECASE)
_WORD = re.compile(r"^[^\W\d_][^\W\d_'’ʼ´`.·\-–‑]*(?:['’ʼ´`.·\-–‑]+[^\W\d_]*)*\.?$")
_JUNIOR: Final = frozenset("jr jr. sr sr. ii iii iv".split())


def has_title(text: str) -> bool:
    """Returns whether a printed name begins with Dr, Prof or the like."""
    found = _TITLE.match(text)
    return found is not None and ("." in found[0] or found[0].strip().casefold() not in _RISKY_TITLES)


def without_titles(text: str) -> str:
    """Returns a printed name without Dr, Prof, MP, PhD, pronouns, and the like."""
    name = PRONOUNS.sub("", text).strip(' ,;:*"“”')
    while found := _TITLE.match(name):
        word = found[0].strip().rstrip(".").casefold()
        rest = name[found.end() :]
        if word in _RISKY_TITLES and "." not in found[0] and len(rest.split()) < 2:
            break
        name = rest
    return _SUFFIX.sub("", name).strip(" ,;:*")


_NO_PERSON = re.compile(r"^\S+ [A-Z]\.?$|s['’](?:\s|$)")
"""“Pia V.”, as networks print their members, and “Miners’ Voices”."""
_POSSESSIVE = re.compile(r"[^\W\d_]['’]s\s")


def name_in(text: str, *, is_strict: bool) -> str | None:  # noqa: C901, PLR0911, PLR0912 - one return for each way not to be a name
    """Returns the name `text` consists of, or None. Strict is for running prose, where capitals prove little."""
    if not text or len(text) > 80 or (is_strict and text.islower()):
        return None
    had_title = bool(_TITLE.match(text))
    name = without_titles(text)
    words = name.split()
    if not words or len(words) > 7 or any(char in name for char in '/|:;?!"“”„@#&=<>[]{}_+…'):
        return None
    if is_cjk(name):
        return name if 2 <= len(name.replace(" ", "")) <= 6 else None
    if len(words) == 1 and (is_strict or len(name) < 2) and not had_title:
        return None
    if is_strict and words[0] in OPENS_NO_NAME:
        return None
    if (_NO_PERSON.search(name) and (is_strict or len(words) == 2)) or _POSSESSIVE.search(name):
        return None
    capitals = 0
    for position, word in enumerate(words):
        bare = word.strip("'’.,")
        if bare == "t" and position and word[0] in "'’":
            continue  # van 't Hoff
        if not _WORD.match(word.rstrip(",")) and bare.casefold() not in _JUNIOR:
            return None
        if bare[:1].isupper() or not bare[:1].islower():
            capitals += 1
        elif not _is_particle(bare, position, words):
            return None
        elif "-" in bare or bare[2:3].isupper():
            capitals += 1  # al-Haytham, d'Estrées
    if is_place(name) and not had_title:
        return None
    if capitals == 0 or (is_strict and capitals < 2 and not had_title):
        return None
    return name if _is_of_person(words, is_strict=is_strict) else None


def _is_particle(word: str, position: int, words: list[str]) -> bool:
    last = position == len(words) - 1
    folded = word.casefold()
    if elided := re.match(r"(?:[dlo]|d[ae]ll|dall|nell|all)['’](?=[^\W\d_])", folded):
        return position > 0 and word[elided.end()].isupper() and not is_no_name(folded[elided.end() :])
    if folded.startswith(("al-", "el-", "ad-", "as-", "ar-", "az-", "ash-", "at-")) and word[-1].isalpha() and position:
        return True
    return not last and (folded in PARTICLES or folded.startswith(("al-", "el-", "d'", "d’", "ad-", "as-", "ul-")))


def _is_of_person(words: list[str], *, is_strict: bool) -> bool:
    folded = [
        word.casefold().strip(".,'’")
        for word in re.sub(r"\bv[ao]n (?:der|de|den) ", "", " ".join(words)).split()
        if word not in INNER
    ]
    if any(word in all_of("names.in_no_name") for word in folded):
        return False
    strange = _strange_words(folded)
    if is_strict and len(words) > 2 and folded[-1] in ENDS_NO_NAME:
        return False
    if is_strict:
        return strange == 0 and (not all(len(word) > 1 and word.isupper() for word in words) or len(words) > 1)
    return strange * 2 < len(folded) or (strange < len(folded) and not is_no_name(folded[0]))


def _strange_words(folded: list[str]) -> int:
    """Returns how many words are no part of a name. "May" and "Domingo" are names before a surname, "Day" after one."""
    strange = sum(is_no_name(word) for word in folded)
    if strange == 1 and 2 <= len(folded) <= 3:
        first, last = folded[0], folded[-1]
        if first in GIVEN_NAMES_TOO or (last in SURNAMES_TOO and first not in BEFORE_PLACES):
            return 0
    return strange


def is_cjk(text: str) -> bool:
    return bool(text) and all(
        "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" or char in " ·" for char in text
    )


def trailing_name(text: str) -> tuple[str, str] | None:
    """Returns the name at the end and what stands before it, as of “China specialist Ada Example”, or None."""
    words = (text if re.search(r"(?:^|\s)\w\.$", text) else text.rstrip(".")).split()
    for size in (4, 3, 2):
        if len(words) < size:
            continue
        name = name_in(" ".join(words[-size:]), is_strict=True)
        if name and (len(words) == size or name.split()[0][:1].isupper()):
            before = " ".join(words[:-size]).strip(" ,")
            if before.split()[-1:] and before.split()[-1] in _capitalised_kinds():
                continue
            if before and before.split()[-1].casefold() in LEADS_NO_NAME:
                continue
            if (
                words[-size - 1 : -size]
                and words[-size - 1][:1].isupper()
                and size < 4
                and not is_no_name(before.split()[-1].casefold())
            ):
                # One more capital before a name belongs to it, unless it is a known word such as "Professor".
                longer = name_in(" ".join(words[-size - 1 :]), is_strict=True)
                if longer:
                    continue
            return name, before
    return None


@cache
def _capitalised_kinds() -> frozenset[str]:
    """“International”, “Society”: in capitals before a name, they make it one of an organisation."""
    return frozenset(word.capitalize() for word in ORGANISATION_WORDS | ORGANISATION_ADJECTIVES)


def same_name(one: str, other: str) -> bool:
    """Returns whether two printed names are one person: letters only, titles left out, case and accents apart."""
    return folded_name(one) == folded_name(other)


def folded_name(name: str) -> str:
    """Returns a name for comparison: composed, case-folded, without titles, marks and accents."""
    decomposed = unicodedata.normalize("NFKD", without_titles(name).casefold())
    return " ".join(
        "".join(char if char.isalnum() else " " for char in decomposed if not unicodedata.combining(char)).split()
    )
