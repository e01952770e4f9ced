"""Paste-in: texts and calendars that become drafts."""

from webinars.imports.views import calendars, texts
from webinars.imports.views.blueprint import bp

__all__ = ["bp", "calendars", "texts"]
