"""A speaker's own page, and the desk's page of a webinar's speakers."""

from webinars.site.speaker_pages.views import changes, desk, desk_buttons, page, portrait, questions, slides
from webinars.site.speaker_pages.views.blueprint import at_desk, bp

__all__ = ["at_desk", "bp", "changes", "desk", "desk_buttons", "page", "portrait", "questions", "slides"]
