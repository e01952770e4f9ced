"""The views of recordings; importing them fills the blueprint."""

from webinars.recordings.views import archive, chapters, citing, feeds, manage, moment_changes, moments, page
from webinars.recordings.views.blueprint import bp

__all__ = ["archive", "bp", "chapters", "citing", "feeds", "manage", "moment_changes", "moments", "page"]
