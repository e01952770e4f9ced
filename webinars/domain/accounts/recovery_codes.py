"""Recovery codes: ten on paper, each of which signs somebody in once when all else is lost."""

import datetime as dt
import hmac
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.errors import ProofRefused
from webinars.domain.accounts.queries import user_with_email
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.models import RecoveryCode, User

COUNT = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for one another."""
_HALF = 4


def make_recovery_codes(session: Session, settings: Settings, user: User, *, now: dt.datetime) -> list[str]:
    """Returns ten new codes, like "4tzp-9lwq". Those of before end."""
    forget_recovery_codes(session, user)
    codes = [
        "-".join("".join(secrets.choice(_SIGNS) for _sign in range(_HALF)) for _half in "ab") for _ in range(COUNT)
    ]
    session.add_all(RecoveryCode(user_id=user.id, digest=_digest(settings.secret_key, user.id, code)) for code in codes)
    user.recovery_codes_made_at = now
    session.flush()
    return codes


def user_with_recovery_code(session: Session, settings: Settings, *, email: str, code: str) -> User:
    """Returns the person with this address, and uses up the code.

    Raises ProofRefused: of two who enter the same code at once, for one of them.
    """
    try:
        user = user_with_email(session, normalised_email(email))
    except InvalidEmail:
        user = None
    if user is None or not user.is_active:
        raise ProofRefused
    digests = [_digest(key, user.id, code) for key in settings.secret_keys]
    used = session.execute(
        sa.delete(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.digest.in_(digests))
        .returning(RecoveryCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not used:
        raise ProofRefused
    return user


def recovery_code_count(session: Session, user_id: int) -> int:
    """Returns how many codes are left."""
    count = sa.select(sa.func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return session.scalar(count) or 0


def forget_recovery_codes(session: Session, user: User) -> None:
    """Have the codes on paper open nothing any more."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    user.recovery_codes_made_at = None


def _digest(key: str, user_id: int, code: str) -> str:
    typed = "".join(sign for sign in code.casefold() if sign.isalnum())
    return hmac.digest(key.encode(), f"recovery code {user_id} {typed}".encode(), "sha256").hex()
