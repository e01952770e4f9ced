"""Moderating the questions of the audience: at the desk, and by links of people without an account."""

from webinars.site.questions.moderation.views import by_link, desk, links
from webinars.site.questions.moderation.views.blueprint import at_desk, bp

__all__ = ["at_desk", "bp", "by_link", "desk", "links"]
