"""The views of files; importing them fills the blueprint."""

from webinars.media.views import manage, serving
from webinars.media.views.blueprint import bp

__all__ = ["bp", "manage", "serving"]
