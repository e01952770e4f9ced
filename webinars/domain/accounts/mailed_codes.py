"""Six figures by mail, which a password needs from a browser that has not signed in before.

They are worked out from the request and the key of the site, here and where the mail is written: nowhere are they kept.
"""

import datetime as dt
import hmac

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actions import RightPassword
from webinars.domain.accounts.errors import ProofRefused
from webinars.domain.accounts.proof_requests import LIFETIMES, Purpose, ask, open_request, take
from webinars.domain.mail.actions import add_mail
from webinars.models import Priority, ProofRequest, User

FIGURES = 6
MOST_FAILURES = 5


def ask_for_code(session: Session, right: RightPassword, *, now: dt.datetime) -> str:
    """Promise a mail with a code. Returns the token of the request. Raises ProofRefused if the account has changed."""
    user = session.get(User, right.user_id)
    if user is None or not right.is_of(user) or not user.is_active:
        raise ProofRefused
    state = {"password_hash": right.password_hash, "better_hash": right.better_hash}
    asked, token = ask(session, Purpose.MAILED_CODE, state, user_id=user.id, now=now)
    promise_code(session, asked, user, now=now)
    return token


def promise_code(session: Session, asked: ProofRequest, user: User, *, now: dt.datetime) -> None:
    """Promise the mail with the code of a request, once in a minute. It holds as long as that of a new one."""
    asked.ends_at = now + LIFETIMES[Purpose.MAILED_CODE]
    add_mail(
        session,
        kind="accounts.code",
        priority=Priority.SECURITY,
        recipient=user.email,
        context={"user_id": user.id, "request_id": asked.id},
        dedupe_key=f"accounts.code:{asked.id}:{int(now.timestamp()) // 60}",
        now=now,
    )


def password_with_code(
    session: Session, settings: Settings, token: str | None, code: str, *, now: dt.datetime
) -> RightPassword:
    """Returns the password that was right before the code was asked for.

    Raises ProofRefused. That the code was wrong is to be stored: after `MOST_FAILURES` the request ends.
    """
    asked = open_request(session, token, Purpose.MAILED_CODE, now=now)
    typed = "".join(str(int(sign)) for sign in code if sign.isdecimal())
    if not any(hmac.compare_digest(typed, code_of(key, asked)) for key in settings.secret_keys):
        _note_failure(session, asked)
        raise ProofRefused
    asked = take(session, token, Purpose.MAILED_CODE, now=now)
    assert asked.user_id is not None, "a code is of somebody"
    return RightPassword(asked.user_id, asked.state["password_hash"], asked.state["better_hash"])


def code_of(key: str, asked: ProofRequest) -> str:
    """Returns the figures that belong to a request."""
    octets = hmac.digest(key.encode(), f"mailed code {asked.id} {asked.token_digest}".encode(), "sha256")
    return f"{int.from_bytes(octets) % 10**FIGURES:0{FIGURES}}"


def _note_failure(session: Session, asked: ProofRequest) -> None:
    counted = (
        sa.update(ProofRequest)
        .where(ProofRequest.id == asked.id)
        .values(failures=ProofRequest.failures + 1)
        .returning(ProofRequest.failures)
        .execution_options(synchronize_session=False)
    )
    failures = session.execute(counted).scalar()
    if failures is None or failures >= MOST_FAILURES:
        session.execute(sa.delete(ProofRequest).where(ProofRequest.id == asked.id))
