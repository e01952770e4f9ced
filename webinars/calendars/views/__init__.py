"""Feeds, calendar files, the page to follow, and the panels other pages show."""

from webinars.calendars.views import feeds, follow, panels
from webinars.calendars.views.blueprint import bp

__all__ = ["bp", "feeds", "follow", "panels"]
