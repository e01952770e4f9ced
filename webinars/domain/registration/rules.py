"""Who may see and manage registrations: the host's people alone, for the addresses were given to the host."""

from webinars.domain.accounts.actor import Actor
from webinars.models import Webinar


def can_see_registrations(actor: Actor, webinar: Webinar) -> bool:
    return actor.is_editor(webinar.host_id)


def can_manage_registrations(actor: Actor, webinar: Webinar) -> bool:
    return actor.is_editor(webinar.host_id)
