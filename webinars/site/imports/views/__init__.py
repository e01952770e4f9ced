"""Paste-in: texts and calendars that become drafts."""

from webinars.site.imports.views import calendars, texts
from webinars.site.imports.views.blueprint import bp

__all__ = ["bp", "calendars", "texts"]
