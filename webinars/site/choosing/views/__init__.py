"""Finding a time: a speaker's page of the starts that are proposed, and the desk's."""

from webinars.site.choosing.views import answering, desk, own, proposing
from webinars.site.choosing.views.blueprint import at_desk, bp

__all__ = ["answering", "at_desk", "bp", "desk", "own", "proposing"]
