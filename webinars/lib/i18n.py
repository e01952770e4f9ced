"""Words and dates in the reader's language, without Flask.

English is the source language. The edge sets the language of the current context with `use_locale`. Everything below
it, times, mails and announcements too, asks here, so that one message never mixes two languages.
"""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

from babel import Locale
from babel.dates import format_date as babel_format_date
from babel.dates import format_skeleton
from babel.lists import format_list as babel_format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy, NullTranslations, Translations

DEFAULT_LOCALE, SOURCE_LANGUAGE = "en_GB", "en"
TRANSLATIONS = Path(__file__).parent.parent / "translations"
"""A catalogue for each language, `de.po`. They are compiled when they are first asked for: nothing made stands beside
what it is made of."""

_IN_THIS_ORDER = ("de", "fr", "es", "pt", "ar", "zh")
"""Languages stand so in every list of them. `pt` is Brazilian, `zh` simplified."""
DATES_KEPT = 4096
"""In words: a list has the same few dates again and again, and Babel takes longer for each than anything beside it."""

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT_LOCALE)


@contextmanager
def use_locale(name: str) -> Iterator[None]:
    """Speak the language `name` ("en_GB", "de") until the block ends."""
    token = _locale.set(name)
    try:
        yield
    finally:
        _locale.reset(token)


def spoken_locale(language: str) -> str:
    """Returns which locale a text in `language` (a BCP 47 tag) is in: one that has words here, else the source's."""
    wanted = language.replace("-", "_").partition("_")[0].lower()
    return wanted if wanted in _catalogues() else DEFAULT_LOCALE


@cache
def spoken_languages() -> tuple[str, ...]:
    """Returns the languages that have words here, English first, as BCP 47 tags."""
    return (SOURCE_LANGUAGE, *(each for each in _IN_THIS_ORDER if each in _catalogues()))


def current_locale() -> Locale:
    return _parsed(_locale.get())


def current_locale_name() -> str:
    """Returns what `use_locale` takes."""
    return _locale.get()


@cache
def _parsed(name: str) -> Locale:
    return Locale.parse(name)


@cache
def _catalogues() -> frozenset[str]:
    return frozenset(catalogue.stem for catalogue in TRANSLATIONS.glob("*.po"))


@cache
def _translations(name: str) -> NullTranslations:
    language = name.partition("_")[0]
    if language not in _catalogues():
        return NullTranslations()
    compiled = io.BytesIO()
    with (TRANSLATIONS / f"{language}.po").open("rb") as catalogue:
        write_mo(compiled, read_po(catalogue, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, /, **values: object) -> str:
    """Returns `message` in the current language, with `%(name)s` filled in."""
    text = _translations(_locale.get()).ugettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    return plural_form(singular, plural, num) % {"num": num, **values}


def plural_form(singular: str, plural: str, num: int, /) -> str:
    """Returns the form for `num`, with nothing filled in yet: templates escape what they fill in."""
    return _translations(_locale.get()).ungettext(singular, plural, num)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """Returns what `gettext` does, for a word that means different things in different places."""
    text = _translations(_locale.get()).upgettext(context, message)
    return text % values if values else text


def lazy_gettext(message: str, /, **values: object) -> str:
    """Returns a `gettext` that is asked again each time it is shown: for labels made at import.

    It is typed as the text it stands for, as WTForms' labels and Flask's messages expect.
    """
    return cast("str", LazyProxy(gettext, message, enable_cache=False, **values))


def format_date(date: dt.date, pattern: str = "EEEE d MMMM y") -> str:
    """Returns `date` by a CLDR pattern. The default is "Sunday 14 February 2027"."""
    return _formatted(date, pattern, _locale.get())


@lru_cache(maxsize=DATES_KEPT)
def _formatted(date: dt.date, pattern: str, locale: str) -> str:
    for ours, theirs in _DATE_PATTERNS.get(locale, ()):
        pattern = pattern.replace(ours, theirs)
    return babel_format_date(date, pattern, locale=_parsed(locale))


_DATE_PATTERNS = {
    "de": (("EEEE d", "EEEE, d"), ("d MMM", "d. MMM")),
    "es": (("EEEE d", "EEEE, d"), ("d MMMM", "d 'de' MMMM"), ("MMMM y", "MMMM 'de' y"), ("LLLL y", "LLLL 'de' y")),
    "pt": (("EEEE d", "EEEE, d"), ("d MMMM", "d 'de' MMMM"), ("MMMM y", "MMMM 'de' y"), ("LLLL y", "LLLL 'de' y")),
    "zh": (
        *(("EEEE d MMMM y", "y年M月d日EEEE"), ("d MMMM y", "y年M月d日"), ("EEEE d MMMM", "M月d日EEEE")),
        *(("d MMMM", "M月d日"), ("d MMM", "M月d日"), ("MMMM y", "y年M月"), ("LLLL y", "y年M月")),
    ),
}
"""By language, what stands in the place of parts of a pattern as English has it."""


def format_day_of_month(date: dt.date) -> str:
    """Returns `date` without its year and weekday: "14 February"."""
    return format_skeleton("MMMMd", date, locale=current_locale())


def format_list(items: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
    """Returns `items` joined in natural words: "A, B and C", or "A, B or C"."""
    return _listed(tuple(items), style, _locale.get())


@lru_cache(maxsize=DATES_KEPT)
def _listed(items: tuple[str, ...], style: Literal["standard", "or"], locale: str) -> str:
    return babel_format_list(items, style=style, locale=_parsed(locale))


def comma() -> str:
    """Returns what stands between two things on one line."""
    return _COMMAS.get(current_locale().language, ", ")


_COMMAS = {"ar": "، ", "zh": "，"}


def list_separators(count: int) -> list[str]:
    """Returns what stands after each of `count` items of a list in natural words: [", ", " and ", ""] for three."""
    if count == 0:
        return []
    return [*format_list(["\0"] * count).split("\0")[1:-1], ""]
