"""What templates may call: formatting of values, never a decision."""

import datetime as dt

from flask import Flask
from markupsafe import Markup

from webinars.lib import i18n
from webinars.lib.markdown import plain_text, render_markdown
from webinars.lib.playing_times import playing_time
from webinars.pure.times import format_hour, wall
from webinars.site.web.site import absolute_url

TITLE_MID_LENGTH, TITLE_LONG_LENGTH = 36, 90
FIRST_WIDE = 0x2E80
"""From here on (CJK radicals) a letter is about two Latin letters wide."""


def init_app(app: Flask) -> None:
    app.add_template_global(absolute_url)
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        i18n.gettext, i18n.plural_form, newstyle=True, pgettext=i18n.pgettext
    )
    environment.filters |= {
        "date": i18n.format_date,
        "date_at": date_at,
        "hour": format_hour,
        "in_words": i18n.format_list,
        "instant": instant,
        "markdown": markdown,
        "monogram": monogram,
        "plain": plain_text,
        "playing_time": playing_time,
        "title_class": title_class,
    }


def date_at(value: dt.datetime, timezone: str) -> str:
    """The date of an instant as calendars in `timezone` show it: "14 February 2027"."""
    return i18n.format_date(wall(value, timezone).date(), "d MMMM y")


def instant(value: dt.datetime) -> str:
    """The `datetime` attribute of a `<time>` element: UTC, to the second."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ")


def markdown(text: str) -> Markup:
    """Markdown as sanitised HTML."""
    return Markup(render_markdown(text))  # noqa: S704 - render_markdown ends in an allow-list sanitiser


def monogram(name: str) -> str:
    """Two letters that stand for a person without a picture."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def title_class(title: str) -> str:
    """The size of a heading by the length of its text."""
    width = sum(2 if ord(letter) >= FIRST_WIDE else 1 for letter in title)
    if width > TITLE_LONG_LENGTH:
        return "title title-long"
    return "title title-mid" if width > TITLE_MID_LENGTH else "title"
