"""Words for months, weekdays and parts of the day in languages with a script of their own, from CLDR by Babel.

The words of languages in Latin letters are written out in `lint.vocabulary`: of all that CLDR has, too many are words
of other languages too. A locale is loaded only when a word in its script is looked up.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Literal

from babel import Locale

from webinars.pure.times.tokens import fold

LANGUAGES = {
    "ARABIC": ("ar",),
    "ARMENIAN": ("hy",),
    "BENGALI": ("bn",),
    "CJK": ("zh", "ja"),
    "CYRILLIC": ("ru", "uk"),
    "DEVANAGARI": ("hi",),
    "GEORGIAN": ("ka",),
    "GREEK": ("el",),
    "HANGUL": ("ko",),
    "HEBREW": ("he",),
    "HIRAGANA": ("ja",),
    "KATAKANA": ("ja",),
    "TAMIL": ("ta",),
    "TELUGU": ("te",),
    "THAI": ("th",),
}
_CONTEXTS = ("format", "stand-alone")
_NOON, _DAY = 12 * 60, 24 * 60
_BEFORE_NOON = (0, _NOON)
_AFTER_NOON = (_NOON, _DAY)
# "12 дня", "정오": an hour of their own, not a part of the day.
_NO_PARTS = frozenset({"midnight", "noon"})


@lru_cache(maxsize=4096)
def script_of(word: str) -> str:
    """Returns the script a word is written in, where it is one of ours: "CYRILLIC". Else empty."""
    if word.isascii():
        return ""
    script = unicodedata.name(word[0], "").partition(" ")[0]
    return script if script in LANGUAGES else ""


def locales(script: str) -> Iterator[Locale]:
    """Yields the languages written in a script."""
    for language in LANGUAGES.get(script, ()):
        yield Locale.parse(language)


def month_of(word: str) -> int | None:
    """Returns 1 to 12 for a folded word that names a month, else None."""
    months = _numbered(script_of(word), "months")
    # In Hebrew "in" is written together with the month.
    return months.get(word) or months.get(word.removeprefix("ב"))


def weekday_of(word: str) -> int | None:
    """Returns 0 (Monday) to 6 for a folded word that names a weekday, else None."""
    return _numbered(script_of(word), "days").get(word)


def half_of(word: str, hour: int) -> Literal["am", "pm"] | None:
    """Returns the half of the day of `hour`, 1 to 12, if a folded word says which part of the day it is: "вечера"."""
    parts = _parts(script_of(word)).get(word)
    if not parts:
        return None
    early = hour % 12 * 60
    # "晚上" begins at seven by the book, and "晚上6点" is in the evening all the same: the nearer half is meant.
    before, after = (min(_away(minute, part) for part in parts) for minute in (early, early + _NOON))
    return None if before == after else "am" if before < after else "pm"


def _away(minute: int, part: tuple[int, int]) -> int:
    """Returns minutes from one of the day to a part of it, 0 inside."""
    start, end = part
    is_inside = start <= minute < end if start < end else minute >= start or minute < end
    return 0 if is_inside else min((start - minute) % _DAY, (minute - end) % _DAY + 1)


@cache
def _numbered(script: str, field: Literal["months", "days"]) -> Mapping[str, int]:
    """Returns folded words with their number. Words that mean two numbers in two languages are left out."""
    found: dict[str, set[int]] = defaultdict(set)
    for locale in locales(script):
        for context in _CONTEXTS:
            for width in ("wide", "abbreviated"):
                for number, name in getattr(locale, field)[context].get(width, {}).items():
                    word = fold(name.strip("."))
                    if len(word) > 1 and not any(char.isdigit() or char.isspace() for char in word):
                        found[word].add(number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


@cache
def _parts(script: str) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """Returns folded words with the stretches of the day they name, in minutes after midnight."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for locale in locales(script):
        names = [("am", locale.periods.get("am", "")), ("pm", locale.periods.get("pm", ""))]
        for context in _CONTEXTS:
            for width in ("wide", "abbreviated"):
                names += locale.day_periods.get(context, {}).get(width, {}).items()
        stretches = {"am": _BEFORE_NOON, "pm": _AFTER_NOON}
        for period, rules in locale.day_period_rules.get(None, {}).items():
            for rule in rules:
                if "from" in rule:
                    stretches[period] = rule["from"] // 60, rule["before"] // 60
        for period, name in names:
            if name and period not in _NO_PARTS and period in stretches:
                # Of "في الصباح", in the morning, the last word says it.
                found[fold(name.strip(".")).split()[-1]].append(stretches[period])
    return {word: tuple(dict.fromkeys(parts)) for word, parts in found.items()}
