"""Which token a secret is of, and on whose behalf a program acts by it."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.accounts.actor import Actor
from webinars.domain.interfaces.api_tokens.secret_format import is_secret
from webinars.lib.tokens import digest_of
from webinars.models import ApiToken, Membership, Organisation, Role, Scope, User

KEPT_FOR = dt.timedelta(days=90)
"""After its end, so that whoever wonders why a program is refused can read it."""
_IS_OF_MAKER = sa.and_(Membership.organisation_id == ApiToken.organisation_id, Membership.user_id == ApiToken.user_id)


def is_open(now: dt.datetime) -> ColumnElement[bool]:
    """Returns whether a token has not ended, as `ApiToken.ended_at` says, for the database."""
    return sa.and_(ApiToken.revoked_at.is_(None), ApiToken.left_at.is_(None), ApiToken.ends_at > now)


def open_tokens(now: dt.datetime) -> sa.Select[ApiToken]:
    """Returns the query for those that have not ended, with their makers, who are still members and may sign in."""
    return (
        sa.select(ApiToken)
        .join(ApiToken.user)
        .join(Membership, _IS_OF_MAKER)
        .where(is_open(now), User.is_active)
        .options(orm.contains_eager(ApiToken.user))
    )


def token_with_secret(session: Session, secret: str, *, now: dt.datetime) -> ApiToken | None:
    """Returns the token that lets in whoever has `secret`, with its organisation, or None."""
    if not is_secret(secret):
        return None
    return session.scalar(
        open_tokens(now)
        .where(ApiToken.token_digest == digest_of(secret))
        .options(orm.joinedload(ApiToken.organisation))
    )


def actor_by_token(session: Session, token: ApiToken) -> Actor:
    """Returns on whose behalf a program acts by `token`, which has its maker loaded, as the rules see it.

    Its maker, in the token's organisation alone and never as administrator, with the role of today: at most editor,
    and viewer where every scope is for reading. To read registrations takes an editor (see
    `programme.permissions.can_keep_registrations`). Without any scope there is no role: what is public, and no more.
    """
    user, scopes = token.user, set(token.scopes)
    role = session.scalar(
        sa.select(Membership.role).where(
            Membership.organisation_id == token.organisation_id, Membership.user_id == token.user_id
        )
    )
    if role is not None and role is not Role.VIEWER:
        role = Role.EDITOR if scopes - {Scope.READ} else Role.VIEWER
    roles = {token.organisation_id: role} if role is not None and scopes else {}
    return Actor(user_id=user.id, name=user.name or user.email, timezone=user.timezone, roles=roles)


def tokens_of(session: Session, organisation: Organisation, *, now: dt.datetime) -> Sequence[tuple[ApiToken, bool]]:
    """Returns the tokens of an organisation with their makers, and whether those still are members. The newest first.

    Those that ended long ago are left out.
    """
    is_member = sa.exists().where(_IS_OF_MAKER, User.id == ApiToken.user_id, User.is_active).correlate(ApiToken)
    found = session.execute(
        sa.select(ApiToken, is_member)
        .where(ApiToken.organisation_id == organisation.id)
        .options(orm.joinedload(ApiToken.user))
        .order_by(ApiToken.id.desc())
    )
    return [(row[0], row[1]) for row in found if (row[0].ended_at(now) or now) > now - KEPT_FOR]


def token_with_id(session: Session, slug: str, number: int) -> ApiToken | None:
    """Returns a token of the organisation `slug`, with that."""
    return session.scalar(
        sa.select(ApiToken)
        .join(ApiToken.organisation)
        .where(ApiToken.id == number, Organisation.slug == slug)
        .options(orm.contains_eager(ApiToken.organisation))
    )
