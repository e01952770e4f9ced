"""Who may see and manage registrations: whoever may keep them, by the rules of the programme.

Needs `webinar.co_organisers` loaded.
"""

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.rules import can_keep_registrations
from webinars.models import Webinar


def can_see_registrations(actor: Actor, webinar: Webinar) -> bool:
    return can_keep_registrations(actor, webinar)


def can_manage_registrations(actor: Actor, webinar: Webinar) -> bool:
    return can_keep_registrations(actor, webinar)
