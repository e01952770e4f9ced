"""The public pages of the programme."""

from webinars.site.programme.views import (
    files,
    home,
    join,
    preview,
    reader_feeds,
    structured_data,
    subjects,
    template_functions,
    webinars,
)
from webinars.site.programme.views.blueprint import bp

__all__ = [
    "bp",
    "files",
    "home",
    "join",
    "preview",
    "reader_feeds",
    "structured_data",
    "subjects",
    "template_functions",
    "webinars",
]
