"""The views of recordings. Importing them fills the blueprint."""

from webinars.site.recordings.views import (
    archive,
    cards,
    chapters,
    citing,
    feeds,
    manage,
    moment_changes,
    moment_rows,
    moments,
    page,
    plays,
    podcasts,
    removal,
    video_copies,
)
from webinars.site.recordings.views.blueprint import bp

__all__ = [
    "archive",
    "bp",
    "cards",
    "chapters",
    "citing",
    "feeds",
    "manage",
    "moment_changes",
    "moment_rows",
    "moments",
    "page",
    "plays",
    "podcasts",
    "removal",
    "video_copies",
]
