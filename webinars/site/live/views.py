"""Every public address of the hour itself."""

from webinars.site.live import following, presence
from webinars.site.live.blueprint import bp

__all__ = ["bp", "following", "presence"]
