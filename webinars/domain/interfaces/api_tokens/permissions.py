"""Who may make and end the tokens of an organisation. What a token may do is what its maker may: see `queries`."""

from webinars.domain.accounts.actor import Actor
from webinars.models import ApiToken, Organisation, Role


def can_see_tokens(actor: Actor, organisation: Organisation) -> bool:
    return actor.is_editor(organisation.id)


def can_make_tokens(actor: Actor, organisation: Organisation) -> bool:
    """Returns whether they are members: a token of an administrator of the site would end before it was used."""
    return actor.roles.get(organisation.id) in {Role.OWNER, Role.EDITOR}


def can_keep_token(actor: Actor, token: ApiToken) -> bool:
    """Returns whether they may end it, and give it one year more: owners may with all, editors with their own."""
    is_own = actor.user_id == token.user_id and actor.is_editor(token.organisation_id)
    return is_own or actor.is_owner(token.organisation_id)
