"""The desk's view of those who registered. Importing it fills the blueprint."""

from webinars.site.registration.attendees import attendance, views
from webinars.site.registration.attendees.views import bp

__all__ = ["attendance", "bp", "views"]
