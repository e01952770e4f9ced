"""Making tokens, and ending them. Verbs flush and never commit."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.interfaces.api_tokens.errors import NotItsLastDays, TokenInvalid
from webinars.domain.interfaces.api_tokens.permissions import can_keep_token, can_make_tokens
from webinars.domain.interfaces.api_tokens.queries import is_open
from webinars.domain.interfaces.api_tokens.secret_format import START_LENGTH, new_secret
from webinars.lib.errors import NotAllowed, require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import one_line
from webinars.lib.tokens import digest_of
from webinars.models import ApiToken, AuditEvent, Organisation, Scope

MOST_TOKENS = 50
NAME_LENGTH = length_of(ApiToken.name)
LIFETIMES = (30, 365, 3 * 365)
"""Days. None is without end."""
YEAR = dt.timedelta(days=365)
EXTENDED_WITHIN = dt.timedelta(days=30)


def create_token(
    session: Session,
    actor: Actor,
    organisation: Organisation,
    *,
    name: str,
    scopes: Collection[Scope],
    days: int,
    now: dt.datetime,
    maker: Actor | None = None,
) -> tuple[ApiToken, str]:
    """Returns a new token, and its secret, which is stored nowhere. The operator makes one for a `maker`.

    Raises NotAllowed, TokenInvalid.
    """
    maker = maker or actor
    if maker.user_id is None or not can_make_tokens(maker, organisation) or (maker != actor and not actor.is_admin):
        raise NotAllowed
    called = one_line(name)
    if not called:
        raise TokenInvalid("name", _("Say what will use it."))
    if len(called) > NAME_LENGTH:
        raise TokenInvalid("name", _("At most %(num)s characters.", num=NAME_LENGTH))
    if days not in LIFETIMES:
        raise TokenInvalid("days", _("A token ends after 30 days, one year or three years."))
    of_it = sa.select(ApiToken.name).where(ApiToken.organisation_id == organisation.id, is_open(now))
    present = session.scalars(of_it).all()
    # The history could not tell which of two has done something. And whoever reloads the page with a new secret sends
    # its form once more.
    if called in present:
        raise TokenInvalid("name", _("There is a token of this name already. Choose another, or end that one first."))
    if len(present) >= MOST_TOKENS:
        raise TokenInvalid("name", _("There are %(num)s tokens already. End one first.", num=MOST_TOKENS))
    secret = new_secret()
    token = ApiToken(
        organisation_id=organisation.id,
        user_id=maker.user_id,
        name=called,
        start=secret[:START_LENGTH],
        token_digest=digest_of(secret),
        scopes=[each.value for each in Scope if each in scopes],
        created_at=now,
        ends_at=now + dt.timedelta(days=days),
    )
    session.add(token)
    _record(session, actor, token, "organisation:make_token", now=now)
    return token, secret


def revoke_token(session: Session, actor: Actor, token: ApiToken, *, now: dt.datetime) -> None:
    """Let a token open nothing from now on. One that has ended stays as it is. Raises NotAllowed."""
    require_right(can_keep_token(actor, token))
    if token.ended_at(now) is None:
        token.revoked_at = now
        _record(session, actor, token, "organisation:end_token", now=now)


def extend_token(session: Session, actor: Actor, token: ApiToken, *, now: dt.datetime) -> None:
    """Let a token that is about to end do so a year later. Raises NotAllowed, NotItsLastDays."""
    require_right(can_keep_token(actor, token))
    if token.ended_at(now) is not None or token.ends_at > now + EXTENDED_WITHIN:
        raise NotItsLastDays(token.name)
    token.ends_at += YEAR
    _record(session, actor, token, "organisation:extend_token", now=now)


def _record(session: Session, actor: Actor, token: ApiToken, action: str, *, now: dt.datetime) -> None:
    event = AuditEvent(at=now, action=action, actor_id=actor.user_id, organisation_id=token.organisation_id)
    event.detail = {"token": token.name}
    session.add(event)
    session.flush()
