"""Words and dates in the reader's language, without Flask.

English is the source language. The edge sets the language of the current context with `use_locale`; everything below
it, times, mails and announcements too, asks here, so that one message never mixes two languages.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import cast

from babel import Locale
from babel.dates import format_date as babel_format_date
from babel.lists import format_list as babel_format_list
from babel.support import LazyProxy, NullTranslations, Translations

DEFAULT_LOCALE = "en_GB"
TRANSLATIONS = Path(__file__).parent.parent / "translations"

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
    """Which locale a text in `language` (a BCP 47 tag) is written in: one that has words here, else the source's."""
    wanted = language.replace("-", "_").partition("_")[0]
    spoken = sorted(
        folder.name for folder in TRANSLATIONS.glob("*") if (folder / "LC_MESSAGES" / "messages.mo").exists()
    )
    return next((name for name in spoken if name.partition("_")[0] == wanted), DEFAULT_LOCALE)


def current_locale() -> Locale:
    return Locale.parse(_locale.get())


@cache
def _translations(name: str) -> NullTranslations:
    return Translations.load(TRANSLATIONS, [name])


def gettext(message: str, /, **values: object) -> str:
    """`message` in the current language, with `%(name)s` filled in."""
    text = _translations(_locale.get()).ugettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    return plural_form(singular, plural, num) % {"num": num, **values}


def plural_form(singular: str, plural: str, num: int, /) -> str:
    """The form for `num`, with nothing filled in yet: templates escape what they fill in."""
    return _translations(_locale.get()).ungettext(singular, plural, num)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """`gettext` for a word that means different things in different places."""
    text = _translations(_locale.get()).upgettext(context, message)
    return text % values if values else text


def lazy_gettext(message: str, /, **values: object) -> str:
    """`gettext` that is asked again each time it is shown: for labels made at import.

    It is typed as the text it stands for, as WTForms' labels and Flask's messages expect.
    """
    return cast("str", LazyProxy(gettext, message, enable_cache=False, **values))


def format_date(date: dt.date, pattern: str = "EEEE d MMMM y") -> str:
    """`date` by a CLDR pattern; the default is "Sunday 14 February 2027"."""
    return babel_format_date(date, pattern, locale=current_locale())


def format_list(items: Sequence[str]) -> str:
    """Join in natural words: "A, B and C"."""
    return babel_format_list(items, locale=current_locale())


def list_separators(count: int) -> list[str]:
    """What stands after each of `count` items of a list in natural words: [", ", " and ", ""] for three."""
    if count == 0:
        return []
    return [*format_list(["\0"] * count).split("\0")[1:-1], ""]
