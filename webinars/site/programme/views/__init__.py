"""The public pages of the programme."""

from webinars.site.programme.views import files, home, join, preview, reader_feeds, subjects, template_words, webinars
from webinars.site.programme.views.blueprint import bp

__all__ = ["bp", "files", "home", "join", "preview", "reader_feeds", "subjects", "template_words", "webinars"]
