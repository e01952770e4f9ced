"""The views of recordings; importing them fills the blueprint."""

from webinars.recordings.views import archive, feeds, manage, page
from webinars.recordings.views.blueprint import bp

__all__ = ["archive", "bp", "feeds", "manage", "page"]
