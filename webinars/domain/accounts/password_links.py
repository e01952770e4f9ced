"""The links in mails that let a person set a password without the present one."""

import datetime as dt
import enum
import hashlib

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.errors import LinkSpent
from webinars.models import User


class Purpose(enum.StrEnum):
    RESET = "reset"
    INVITATION = "invitation"


LIFETIMES = {Purpose.RESET: dt.timedelta(hours=1), Purpose.INVITATION: dt.timedelta(days=7)}


def password_token(settings: Settings, user: User, purpose: Purpose, *, now: dt.datetime) -> str:
    """The path part that stands for `user`: until the lifetime of its purpose is over, or a password is set."""
    ends_at = now + LIFETIMES[purpose]
    return str(_serializer(settings).dumps([purpose.value, user.id, int(ends_at.timestamp()), _state_of(user)]))


def user_of_password_token(
    session: Session, settings: Settings, token: str, *, now: dt.datetime
) -> tuple[User, Purpose]:
    """Whose token it is and what for. Raises LinkSpent."""
    try:
        purpose, user_id, ends_at, state = _serializer(settings).loads(token)
    except BadSignature as error:
        raise LinkSpent from error
    user = session.get(User, user_id)
    if user is None or not user.is_active or ends_at < now.timestamp() or state != _state_of(user):
        raise LinkSpent
    return user, Purpose(purpose)


def _serializer(settings: Settings) -> URLSafeSerializer:
    # itsdangerous signs with the last key and accepts all of them.
    return URLSafeSerializer([*settings.secret_key_fallbacks, settings.secret_key], salt="password link")


def _state_of(user: User) -> str:
    """Changes with the password and the address, so that the link works once and goes where it was meant to go."""
    return hashlib.sha256(f"{user.password_hash or ''}\n{user.email}".encode()).hexdigest()[:16]
