"""Paste-in: texts and calendars that become drafts."""

from webinars.site.imports.views import calendars, model, texts
from webinars.site.imports.views.blueprint import bp

__all__ = ["bp", "calendars", "model", "texts"]
