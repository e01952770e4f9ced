"""Feeds, calendar files, the page to follow, the panels other pages show, and how feeds are doing."""

from webinars.site.calendars.views import feeds, follow, health, panels
from webinars.site.calendars.views.blueprint import bp

__all__ = ["bp", "feeds", "follow", "health", "panels"]
