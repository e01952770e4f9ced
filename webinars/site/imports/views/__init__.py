"""Paste-in: texts and calendars that become drafts."""

from webinars.site.imports.views import calendars, examples, model, texts
from webinars.site.imports.views.blueprint import bp

__all__ = ["bp", "calendars", "examples", "model", "texts"]
