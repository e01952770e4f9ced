"""The public pages of the programme."""

from webinars.programme.views import files, home, join, preview, subjects, template_words, webinars
from webinars.programme.views.blueprint import bp

__all__ = ["bp", "files", "home", "join", "preview", "subjects", "template_words", "webinars"]
