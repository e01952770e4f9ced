from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.rules import can_keep_registrations
from webinars.models import Webinar


def can_see_insight(actor: Actor, webinar: Webinar) -> bool:
    """Returns True for the host's people, for whom it is counted, and for those who may keep its registrations.

    Needs `webinar.co_organisers` loaded.
    """
    return actor.is_admin or actor.is_member(webinar.host_id) or can_keep_registrations(actor, webinar)
