"""The views of files. Importing them fills the blueprint."""

from webinars.site.media.views import manage, serving
from webinars.site.media.views.blueprint import bp

__all__ = ["bp", "manage", "serving"]
