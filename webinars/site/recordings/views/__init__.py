"""The views of recordings. Importing them fills the blueprint."""

from webinars.site.recordings.views import (
    archive,
    cards,
    chapters,
    citing,
    copies,
    feeds,
    manage,
    moment_changes,
    moment_rows,
    moments,
    page,
    plays,
    podcasts,
    removal,
)
from webinars.site.recordings.views.blueprint import bp

__all__ = [
    "archive",
    "bp",
    "cards",
    "chapters",
    "citing",
    "copies",
    "feeds",
    "manage",
    "moment_changes",
    "moment_rows",
    "moments",
    "page",
    "plays",
    "podcasts",
    "removal",
]
