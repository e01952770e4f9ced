"""Where people register, what they see of their registration, and the list of all of theirs."""

from webinars.site.registration.views import (
    address_list,
    attendee,
    changes,
    groups,
    questions,
    recording_wishes,
    register,
    series,
)
from webinars.site.registration.views.blueprint import bp

__all__ = ["address_list", "attendee", "bp", "changes", "groups", "questions", "recording_wishes", "register", "series"]
