"""Who may have an organisation's programs called."""

from webinars.domain.accounts.actor import Actor
from webinars.models import Organisation


def can_keep_webhooks(actor: Actor, organisation: Organisation) -> bool:
    """Returns whether they may know of webhooks and change them: an address of that kind is a secret."""
    return actor.is_owner(organisation.id)


def can_change_webhooks(actor: Actor, organisation_id: int) -> bool:
    """Returns whether they may change webhooks by what they have come with: a token is an editor at most."""
    return actor.is_editor(organisation_id)
