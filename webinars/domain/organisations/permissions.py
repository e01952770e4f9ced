"""Who may do what with an organisation. The whole table: `webinars.app.policy`.

Who creates an organisation becomes its owner. One that an import or the name of
a co-organiser has made has no members: an administrator hands it over by adding the first, who becomes its owner, or by
confirming whoever has claimed it by the link of a host.
"""

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation


def can_create(actor: Actor, *, open_organisations: bool) -> bool:
    return actor.is_admin or (open_organisations and actor.user_id is not None)


def can_view(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_admin or actor.is_member(organisation.id)


def can_update(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_owner(organisation.id)


def can_manage_members(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_owner(organisation.id)


def can_leave(actor: Actor, organisation: Organisation) -> bool:
    """Returns whether there is a membership to end. That an owner remains is seen to by the action."""
    return actor.is_member(organisation.id)
