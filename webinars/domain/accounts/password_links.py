"""The links in mails that let a person set a password without the present one."""

import datetime as dt
import enum
import hashlib

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.errors import LinkSpent
from webinars.domain.accounts.ways_in import is_password_off
from webinars.models import Membership, User


class Purpose(enum.StrEnum):
    RESET = "reset"
    INVITATION = "invitation"


LIFETIMES = {Purpose.RESET: dt.timedelta(hours=1), Purpose.INVITATION: dt.timedelta(days=7)}


def reset_token(settings: Settings, user: User, *, now: dt.datetime) -> str:
    """Returns the path part that stands for `user`: for an hour, or until a password is set."""
    return _token(settings, Purpose.RESET, user, None, now=now)


def invitation_token(settings: Settings, membership: Membership, *, now: dt.datetime) -> str:
    """Returns the path part for a new member: for a week, until a password is set, or the membership ends."""
    return _token(settings, Purpose.INVITATION, membership.user, membership.id, now=now)


def user_of_password_token(
    session: Session, settings: Settings, token: str, *, now: dt.datetime
) -> tuple[User, Purpose]:
    """Returns whose token it is and what for. Raises LinkSpent."""
    try:
        said_purpose, user_id, ends_at, state, membership_id = _serializer(settings).loads(token)
    except (BadSignature, ValueError) as error:
        raise LinkSpent from error
    user, purpose = session.get(User, user_id), Purpose(said_purpose)
    if user is None or not user.is_active or ends_at < now.timestamp() or state != _state_of(user):
        raise LinkSpent
    if purpose is Purpose.INVITATION and (
        is_password_off(session, user) or not _is_member(session, user, membership_id)
    ):
        raise LinkSpent
    return user, purpose


def _token(settings: Settings, purpose: Purpose, user: User, membership_id: int | None, *, now: dt.datetime) -> str:
    ends_at = now + LIFETIMES[purpose]
    content = [purpose.value, user.id, int(ends_at.timestamp()), _state_of(user), membership_id]
    return str(_serializer(settings).dumps(content))


def _is_member(session: Session, user: User, membership_id: int) -> bool:
    membership = sa.select(Membership.id).where(Membership.id == membership_id, Membership.user_id == user.id)
    return session.scalar(membership) is not None


def _serializer(settings: Settings) -> URLSafeSerializer:
    # itsdangerous signs with the last key and accepts all of them.
    return URLSafeSerializer([*settings.secret_key_fallbacks, settings.secret_key], salt="password link")


def _state_of(user: User) -> str:
    """Returns what changes with password and address, so that the link works once and goes where it was meant to go."""
    return hashlib.sha256(f"{user.password_hash or ''}\n{user.email}".encode()).hexdigest()[:16]
