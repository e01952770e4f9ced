"""The views of transcripts; importing them fills the blueprint."""

from webinars.transcripts.views import files, manage
from webinars.transcripts.views.blueprint import bp

__all__ = ["bp", "files", "manage"]
