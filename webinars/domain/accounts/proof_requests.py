"""What a browser is asked to show: each request can be answered once, by that browser, within some minutes."""

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.errors import ProofRefused
from webinars.lib.tokens import digest_of, new_token
from webinars.models import ProofRequest


class Purpose(enum.StrEnum):
    NEW_PASSKEY = "new passkey"
    PASSKEY = "passkey"
    """To sign in, or to show that it is still the same person."""
    MAILED_CODE = "mailed code"


LIFETIMES = {
    Purpose.NEW_PASSKEY: dt.timedelta(minutes=5),
    Purpose.PASSKEY: dt.timedelta(minutes=5),
    Purpose.MAILED_CODE: dt.timedelta(minutes=10),
}


def ask(
    session: Session, purpose: Purpose, state: dict[str, Any], *, user_id: int | None = None, now: dt.datetime
) -> tuple[ProofRequest, str]:
    """Returns a new request, and the token by which the browser that answers it is known."""
    token = new_token()
    asked = ProofRequest(
        token_digest=digest_of(token),
        purpose=purpose.value,
        user_id=user_id,
        state=state,
        ends_at=now + LIFETIMES[purpose],
    )
    session.add(asked)
    session.flush()
    return asked, token


def open_request(session: Session, token: str | None, purpose: Purpose, *, now: dt.datetime) -> ProofRequest:
    """Returns the request of this browser, which stays open. Raises ProofRefused."""
    found = session.scalar(_open(token, purpose, now)) if token else None
    if found is None:
        raise ProofRefused
    return found


def take(session: Session, token: str | None, purpose: Purpose, *, now: dt.datetime) -> ProofRequest:
    """Returns the request of this browser, and ends it: of two that answer at once, one is refused.

    Raises ProofRefused. That it has ended is to be stored whether or not the answer is right.
    """
    found = open_request(session, token, purpose, now=now)
    ended = session.execute(
        sa.delete(ProofRequest)
        .where(ProofRequest.id == found.id)
        .returning(ProofRequest.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not ended:
        raise ProofRefused
    session.expunge(found)
    return found


def forget_ended_requests(session: Session, *, now: dt.datetime) -> None:
    """Delete the requests that nobody has answered in time."""
    session.execute(sa.delete(ProofRequest).where(ProofRequest.ends_at <= now))


def _open(token: str | None, purpose: Purpose, now: dt.datetime) -> sa.Select[ProofRequest]:
    # Locked, so that tries that come at once are counted one by one. (SQLite has one writer.)
    return (
        sa.select(ProofRequest)
        .where(
            ProofRequest.token_digest == digest_of(token or ""),
            ProofRequest.purpose == purpose.value,
            ProofRequest.ends_at > now,
        )
        .with_for_update()
    )
