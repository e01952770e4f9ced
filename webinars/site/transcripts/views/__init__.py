"""The views of transcripts. Importing them fills the blueprint."""

from webinars.site.transcripts.views import files, manage
from webinars.site.transcripts.views.blueprint import bp

__all__ = ["bp", "files", "manage"]
