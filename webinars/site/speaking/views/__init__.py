"""A speaker's own page, and the desk's page of a webinar's speakers."""

from webinars.site.speaking.views import changes, desk, desk_presses, page, portrait, questions, slides
from webinars.site.speaking.views.blueprint import at_desk, bp

__all__ = ["at_desk", "bp", "changes", "desk", "desk_presses", "page", "portrait", "questions", "slides"]
