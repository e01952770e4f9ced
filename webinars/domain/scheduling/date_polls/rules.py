"""Who answers for a co-organiser which starts suit it. The rest is said by the rules of the programme."""

from webinars.domain.accounts.actor import Actor
from webinars.models import CoOrganiser


def can_answer_for(actor: Actor, co_organiser: CoOrganiser) -> bool:
    """Returns whether the actor answers for it: its owners once invited, its editors too once it has accepted."""
    if co_organiser.accepted_at is None:
        return actor.is_owner(co_organiser.organisation_id)
    return actor.is_editor(co_organiser.organisation_id)
