"""What templates may call: formatting of values, never a decision."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from webinars.lib import i18n
from webinars.lib.languages import (
    NOT_LATIN,
    language_name,
    language_of_letters,
    own_language_name,
    primary,
    text_direction,
)
from webinars.lib.markdown import plain_text, render_markdown, render_message
from webinars.lib.name_order import main_part
from webinars.lib.player_times import playing_time
from webinars.lib.text_cleaning import capitalised, number_word, short_title
from webinars.pure.times import format_hour, place_name, wall
from webinars.web.site_context import absolute_url

TITLE_MID_LENGTH, TITLE_LONG_LENGTH = 36, 90
ARTICLE = re.compile(r"^al[-‐](?=\w\w)", re.IGNORECASE)
"""Before the main part of an Arabic name in Latin letters."""
KNOWN_BY_MAIN_PART = {"ar", "fa", "ur", "zh", "ja", "ko"}
"""Languages in whose letters two initials would be no sign of anybody."""
FIRST_WIDE = 0x2E80
"""From here on (CJK radicals) a letter is about two Latin letters wide."""

_DAY_AND_MONTH = re.compile(r"(?<=\d) (?=[^\W\d])")


def init_app(app: Flask) -> None:
    app.add_template_global(absolute_url)
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        i18n.gettext, i18n.plural_form, newstyle=True, pgettext=i18n.pgettext
    )
    environment.globals["_"] = _quickly(environment.globals["gettext"])
    environment.filters |= {
        "as_written": as_written,
        "capitalised": capitalised,
        "date": date,
        "together": together,
        "date_at": date_at,
        "hour": format_hour,
        "in_words": i18n.format_list,
        "instant": instant,
        "is_foreign": is_foreign,
        "language_name": language_name,
        "markdown": markdown,
        "message": message,
        "monogram": monogram,
        "number_word": number_word,
        "own_language_name": own_language_name,
        "place": place_name,
        "plain": plain_text,
        "playing_time": playing_time,
        "short_title": short_title,
        "text_direction": text_direction,
        "title_class": title_class,
    }


def _quickly(gettext: Any) -> Callable[..., str]:  # noqa: ANN401 - whatever the extension has put there
    """Returns Jinja's `gettext` without its formatting where there is nothing to fill in.

    A list has hundreds of such words.
    """

    @pass_context
    def words(context: Context, message: str, /, **values: object) -> str:
        if values or "%" in message:
            filled: str = gettext(context, message, **values)
            return filled
        text = i18n.gettext(message)
        return Markup(text) if context.eval_ctx.autoescape else text  # noqa: S704 - our own words, as Jinja takes them

    return words


def together(words: str) -> str:
    """Returns dates in `words` with a no-break space between day and month, for pages: mails and feeds need none."""
    return _DAY_AND_MONTH.sub("\N{NO-BREAK SPACE}", words)


def date(value: dt.date, pattern: str = "EEEE d MMMM y") -> str:
    """Returns a date by a CLDR pattern, day and month kept together."""
    return together(i18n.format_date(value, pattern))


def date_at(value: dt.datetime, timezone: str) -> str:
    """Returns the date of an instant as calendars in `timezone` show it: "14 February 2027"."""
    return date(wall(value, timezone).date(), "d MMMM y")


def instant(value: dt.datetime) -> str:
    """Returns the `datetime` attribute of a `<time>` element: UTC, to the second."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def markdown(text: str) -> Markup:
    """Returns Markdown as sanitised HTML."""
    return Markup(render_markdown(text))  # noqa: S704 - render_markdown ends in an allow-list sanitiser


def message(text: str) -> Markup:
    """Returns the Markdown of a message to attendees as sanitised HTML."""
    return Markup(render_message(text))  # noqa: S704 - render_message ends in an allow-list sanitiser


def monogram(name: str) -> str:
    """Returns letters that stand for a person without a picture: of the first and the last word of a name.

    One letter of the main part where two would say less: the family name, which Arabic names end with (its article does
    not count) and Chinese, Japanese and Korean ones begin with.
    """
    if primary(language_of_letters(name)) in KNOWN_BY_MAIN_PART:
        return main_part(name)[:1].upper()
    words = [ARTICLE.sub("", word) for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def title_class(title: str) -> str:
    """Returns the size of a heading by the length of its text."""
    width = width_of(title)
    if width > TITLE_LONG_LENGTH:
        return "title title-long"
    return "title title-mid" if width > TITLE_MID_LENGTH else "title"


def width_of(text: str) -> int:
    """Returns how wide a text is, in Latin letters."""
    return sum(2 if ord(letter) >= FIRST_WIDE else 1 for letter in text)


def is_foreign(tag: str) -> bool:
    """Returns whether a text in the language `tag` needs a `lang` of its own on this page."""
    return primary(tag) != i18n.current_locale().language


def as_written(text: str, language: str = "", *, is_prose: bool = False) -> Markup:
    """Returns `text` with the language and the direction of its letters, so that it is read and set as what it is.

    A name stands among words of another language, whose order must not turn round it. `language` is that of its
    webinar. A name in Latin letters may be of any language, prose (`is_prose`) is in that one.
    """
    tag = language_of_letters(text, language)
    if not tag and is_prose and language and is_foreign(language) and primary(language) not in NOT_LATIN:
        tag = language
    if not tag:
        # Latin letters among Arabic ones, with the signs that stand around them.
        is_among_others = i18n.current_locale().text_direction == "rtl"
        return Markup('<bdi dir="ltr">{}</bdi>').format(text) if is_among_others else escape(text)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, text_direction(tag), text)
