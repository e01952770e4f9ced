"""Everything that is registered under one address, behind a link that its reader alone has, for a day.

The link names the mail that brought it and is signed, so nothing is stored for it; whose it is stands in its row.
"""

import datetime as dt
import hmac
import re
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.registration.attendee_actions import is_written_to_enough, set_timezone
from webinars.domain.registration.erasure import erase
from webinars.domain.registration.mail_triggers import LINKS, promise_links
from webinars.lib.tokens import derived_token
from webinars.models import OutboundEmail, Registration

LIVES = dt.timedelta(hours=24)
_MAC_LENGTH = 32
"""Hex digits."""
_TOKEN = re.compile(r"(m(\d{1,18}))\.([0-9a-f]{32})")


def send_links(session: Session, email: str, *, now: dt.datetime) -> None:
    """Promise the mail with the link, if anything is registered under `email` (as addresses are compared)."""
    newest = session.execute(
        sa.select(Registration.timezone)
        .where(Registration.email_normal == email)
        .order_by(Registration.id.desc())
        .limit(1)
    ).first()
    is_enough = is_written_to_enough(session, email, now=now)
    timezone = newest.timezone if newest is not None else None
    promise_links(session, email, timezone, is_wanted=newest is not None and not is_enough, now=now)


def list_token(settings: Settings, mail_id: int) -> str:
    """Returns what stands after /registrations/mine/ in that mail."""
    named = f"m{mail_id}"
    return f"{named}.{_mac(settings.secret_key, named)}"


def address_of(session: Session, settings: Settings, token: str, *, now: dt.datetime) -> str | None:
    """Returns the address whose list `token` opens, or None if it is none of ours, or older than a day."""
    found = _TOKEN.fullmatch(token)
    if found is None or not any(hmac.compare_digest(mac, found[3]) for mac in _macs(settings, found[1])):
        return None
    return session.scalar(
        sa.select(OutboundEmail.recipient).where(
            OutboundEmail.id == int(found[2]), OutboundEmail.kind == LINKS, OutboundEmail.created_at > now - LIVES
        )
    )


def set_timezone_of_all(session: Session, email: str, timezone: str) -> None:
    """Show and write the hours of all that is registered under `email` in `timezone`. What is none changes nothing."""
    for registration in session.scalars(sa.select(Registration).where(Registration.email_normal == email)):
        set_timezone(session, registration, timezone)


def erase_all(session: Session, email: str, *, now: dt.datetime) -> None:
    """Erase everything that is registered under `email`. A last mail says so for each."""
    ids = session.scalars(
        sa.select(Registration.id)
        .where(Registration.email_normal == email)
        # One desk is locked after the other: in an order, so that no two wait for each other.
        .order_by(Registration.webinar_id, Registration.id)
    ).all()
    for registration_id in ids:
        erase(session, registration_id, now=now)


def _macs(settings: Settings, named: str) -> Iterator[str]:
    for key in settings.secret_keys:
        yield _mac(key, named)


def _mac(key: str, named: str) -> str:
    secret = derived_token(key, "list of registrations").encode()
    return hmac.new(secret, named.encode(), "sha256").hexdigest()[:_MAC_LENGTH]
