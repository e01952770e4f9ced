"""The public pages of the programme."""

from webinars.site.programme.views import (
    described,
    files,
    home,
    join,
    preview,
    reader_feeds,
    subjects,
    template_words,
    webinars,
)
from webinars.site.programme.views.blueprint import bp

__all__ = [
    "bp",
    "described",
    "files",
    "home",
    "join",
    "preview",
    "reader_feeds",
    "subjects",
    "template_words",
    "webinars",
]
