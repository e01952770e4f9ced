"""An account moves to another address: the new one confirms it, and the old one can stop it for seven days."""

import datetime as dt
import enum

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actions import end_all_sessions, promise_reset, record
from webinars.domain.accounts.errors import EmailTaken, LinkSpent
from webinars.domain.accounts.queries import is_reserved, user_with_email
from webinars.domain.accounts.recovery_codes import forget_recovery_codes
from webinars.domain.accounts.sessions import STOPPED_WITHIN
from webinars.domain.mail.actions import add_mail
from webinars.lib.email_addresses import normalised_email
from webinars.models import AddressChange, ApiToken, Passkey, Priority, User


class Side(enum.StrEnum):
    """Of whom a link is."""

    NEW = "new"
    OLD = "old"


def ask_for_address(session: Session, user: User, *, email: str, now: dt.datetime) -> AddressChange:
    """Promise a mail to the new address, to be confirmed, and one to the old one, which can stop it.

    One that was asked for before is given up, unless its old address can still stop it. Whether another account has
    the address is said in the mail to it, and so to nobody else.

    Raises InvalidEmail, EmailTaken where it is the account's own, LinkSpent.
    """
    address = normalised_email(email)
    if address == user.email:
        raise EmailTaken(address)
    before = change_of(session, user)
    if before is not None and before.confirmed_at is not None and before.confirmed_at > now - STOPPED_WITHIN:
        raise LinkSpent
    session.execute(sa.delete(AddressChange).where(AddressChange.user_id == user.id))
    asked = AddressChange(user_id=user.id, old_email=user.email, new_email=address, asked_at=now)
    session.add(asked)
    session.flush()
    for kind, recipient in (("accounts.new_address", address), ("accounts.old_address", user.email)):
        add_mail(
            session,
            kind=kind,
            priority=Priority.SECURITY,
            recipient=recipient,
            context={"change_id": asked.id},
            dedupe_key=f"{kind}:{asked.id}",
            now=now,
        )
    return asked


def confirm_address(session: Session, settings: Settings, token: str, *, now: dt.datetime) -> User:
    """Move the account to the new address. Raises LinkSpent, EmailTaken."""
    change = change_of_token(session, settings, token, Side.NEW, now=now)
    if is_taken(session, change, now=now):
        raise EmailTaken(change.new_email)
    user = change.user
    user.email, change.confirmed_at = change.new_email, now
    record(session, "user:change_address", user, by=user.id, now=now)
    return user


def stop_address(session: Session, settings: Settings, token: str, *, now: dt.datetime) -> User:
    """Give the account back to the old address, as somebody else may have changed it. Raises LinkSpent.

    Everybody is signed out, what was added since can open nothing any more, and the password has to be set anew.
    """
    change = change_of_token(session, settings, token, Side.OLD, now=now)
    # Whoever took the account may have made them first.
    user, since = change.user, change.asked_at - STOPPED_WITHIN
    user.email, user.password_hash, user.browsers_forgotten_at = change.old_email, None, now
    session.execute(sa.delete(Passkey).where(Passkey.user_id == user.id, Passkey.created_at >= since))
    if user.recovery_codes_made_at is not None and user.recovery_codes_made_at >= since:
        forget_recovery_codes(session, user)
    theirs = ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None), ApiToken.created_at >= since
    session.execute(sa.update(ApiToken).where(*theirs).values(revoked_at=now))
    end_all_sessions(session, user)
    session.delete(change)
    record(session, "user:stop_address", user, by=user.id, now=now)
    promise_reset(session, user, now=now)
    return user


def is_taken(session: Session, change: AddressChange, *, now: dt.datetime) -> bool:
    """Returns whether another account has the new address, or may take it back."""
    other = user_with_email(session, change.new_email)
    has_other = other is not None and other.id != change.user_id
    return has_other or is_reserved(session, change.new_email, now=now, besides=change.user_id)


def change_of(session: Session, user: User) -> AddressChange | None:
    """Returns what was asked for last, if it is not forgotten."""
    return session.scalar(sa.select(AddressChange).where(AddressChange.user_id == user.id))


def change_of_token(session: Session, settings: Settings, token: str, side: Side, *, now: dt.datetime) -> AddressChange:
    """Returns the change that a link is about, with its person. Raises LinkSpent."""
    try:
        said, change_id = _serializer(settings).loads(token)
    except (BadSignature, ValueError) as error:
        raise LinkSpent from error
    query = sa.select(AddressChange).where(AddressChange.id == change_id).options(orm.joinedload(AddressChange.user))
    found = session.scalar(query)
    if found is None or said != side.value or not found.user.is_active:
        raise LinkSpent
    if (found.confirmed_at or found.asked_at) <= now - STOPPED_WITHIN or (side is Side.NEW and found.confirmed_at):
        raise LinkSpent
    return found


def address_token(settings: Settings, change: AddressChange, side: Side) -> str:
    """Returns the path part of the link in a mail."""
    return str(_serializer(settings).dumps([side.value, change.id]))


def forget_old_changes(session: Session, *, now: dt.datetime) -> None:
    """Delete what can be neither confirmed nor stopped any more: with it goes the old address."""
    last_at = sa.func.coalesce(AddressChange.confirmed_at, AddressChange.asked_at)
    session.execute(sa.delete(AddressChange).where(last_at <= now - STOPPED_WITHIN))


def _serializer(settings: Settings) -> URLSafeSerializer:
    return URLSafeSerializer([*settings.secret_key_fallbacks, settings.secret_key], salt="change of an address")
