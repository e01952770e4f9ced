import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import ANONYMOUS, Actor
from webinars.domain.accounts.sessions import IDLE_LIFETIME, STOPPED_WITHIN, token_digest
from webinars.models import AddressChange, Membership, Organisation, User, UserSession


def actor_of(session: Session, user_id: int) -> Actor:
    """Returns the person with their roles, or nobody if the account is gone or closed."""
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        return ANONYMOUS
    roles = session.execute(sa.select(Membership.organisation_id, Membership.role).where(Membership.user_id == user_id))
    return Actor(
        user_id=user.id,
        name=user.name or user.email,
        is_admin=user.is_admin,
        timezone=user.timezone,
        roles={row[0]: row[1] for row in roles},
    )


def is_open(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Returns the condition for sessions whose time is not over. Visits are noted by the worker, within minutes."""
    return (UserSession.expires_at > now) & (UserSession.seen_at > now - IDLE_LIFETIME)


def open_session(session: Session, token: str, *, now: dt.datetime) -> UserSession | None:
    """Returns the session that `token` stands for, with its user, unless it has ended or the account is closed."""
    return session.scalar(
        sa.select(UserSession)
        .join(UserSession.user)
        .where(UserSession.token_digest == token_digest(token), is_open(now), User.is_active)
        .options(orm.contains_eager(UserSession.user))
    )


def sessions_of(session: Session, user_id: int, *, now: dt.datetime) -> list[UserSession]:
    """Returns where somebody is signed in, the latest first."""
    return list(
        session.scalars(
            sa.select(UserSession)
            .where(UserSession.user_id == user_id, is_open(now))
            .order_by(UserSession.created_at.desc(), UserSession.id.desc())
        )
    )


def user_with_email(session: Session, email: str) -> User | None:
    """Returns the account of a normalised address."""
    return session.scalar(sa.select(User).where(User.email == email))


def is_reserved(session: Session, email: str, *, now: dt.datetime, besides: int | None = None) -> bool:
    """Returns whether another account has just moved away from an address, which may take it back."""
    last_at = sa.func.coalesce(AddressChange.confirmed_at, AddressChange.asked_at)
    moved = AddressChange.old_email == email, last_at > now - STOPPED_WITHIN
    return bool(session.scalar(sa.select(sa.exists().where(*moved, AddressChange.user_id != (besides or 0)))))


def has_accounts(session: Session) -> bool:
    return session.scalar(sa.select(sa.exists().where(User.id.is_not(None)))) or False


def memberships_of(session: Session, user_id: int) -> list[Membership]:
    """Returns the person's memberships with their organisations, by name."""
    return list(
        session.scalars(
            sa.select(Membership)
            .join(Membership.organisation)
            .where(Membership.user_id == user_id)
            .order_by(Organisation.name_key)
            .options(orm.contains_eager(Membership.organisation))
        )
    )
