"""Where people register, what they see of their registration, and the list of all of theirs."""

from webinars.site.registration.views import attendee, changes, own_list, questions, register
from webinars.site.registration.views.blueprint import bp

__all__ = ["attendee", "bp", "changes", "own_list", "questions", "register"]
