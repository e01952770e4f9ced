"""The desk's view of those who registered; importing it fills the blueprint."""

from webinars.site.attendees import attendance, views
from webinars.site.attendees.views import bp

__all__ = ["attendance", "bp", "views"]
