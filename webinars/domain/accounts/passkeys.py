"""Passkeys (WebAuthn, Level 3): a browser makes a key, we keep its public half, and later it signs what we make up.

Whoever has one has the device and its PIN, finger or face: a passkey is a whole sign-in. `fido2` is imported where it
is used, so that no page waits for it that asks for no passkey.
"""

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.db import length_of
from webinars.domain.accounts.errors import ProofRefused
from webinars.domain.accounts.proof_requests import Purpose, ask, take
from webinars.lib.text_cleaning import one_line
from webinars.lib.web_addresses import is_ip_address
from webinars.models import Passkey, User

if TYPE_CHECKING:
    from fido2.server import Fido2Server
    from fido2.webauthn import AttestedCredentialData

NAME_LENGTH = length_of(Passkey.name)
MOST_PASSKEYS = 20
"""Of one person."""
LONGEST_ANSWER = 20_000
"""What a browser sends has some thousand characters."""


def can_have_passkeys(settings: Settings) -> bool:
    """Returns whether browsers make passkeys for this site: it needs a name, and HTTPS unless it is this machine."""
    parts = urlsplit(settings.base_url)
    return parts.hostname == "localhost" or (parts.scheme == "https" and not is_ip_address(parts.hostname or ""))


def ask_for_new_passkey(
    session: Session, settings: Settings, user: User, *, now: dt.datetime
) -> tuple[dict[str, Any], str]:
    """Returns what a browser makes a passkey for `user` from, and the token of the request.

    The first is `PublicKeyCredentialCreationOptions` (WebAuthn, 5.4) as JSON.
    """
    from fido2.webauthn import (  # noqa: PLC0415 - see the module
        PublicKeyCredentialUserEntity,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options, state = _server(settings).register_begin(
        PublicKeyCredentialUserEntity(id=_handle(user.id), name=user.email, display_name=user.name or user.email),
        [_public_half(each) for each in passkeys_of(session, user.id)],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    _asked, token = ask(session, Purpose.NEW_PASSKEY, state, user_id=user.id, now=now)
    return dict(options)["publicKey"], token


def add_passkey(
    session: Session, settings: Settings, user: User, token: str | None, answer: str, *, browser: str, now: dt.datetime
) -> Passkey:
    """Keep the passkey that a browser has made. Raises ProofRefused, whatever is wrong with it."""
    asked = take(session, token, Purpose.NEW_PASSKEY, now=now)
    if asked.user_id != user.id or len(passkeys_of(session, user.id)) >= MOST_PASSKEYS:
        raise ProofRefused
    try:
        made = _server(settings).register_complete(asked.state, _read(answer))
    except Exception as error:  # whatever a stranger sends may be anything
        raise ProofRefused from error
    assert made.credential_data is not None, "the library has looked"
    added = Passkey(
        user_id=user.id,
        credential_id=_id_of(made.credential_data.credential_id),
        credential=bytes(made.credential_data),
        sign_count=made.counter,
        is_copied=made.is_backed_up(),
        name=browser,
        browser=browser,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(added)
    except (IntegrityError, DataError) as error:
        raise ProofRefused from error
    return added


def ask_for_passkey(session: Session, settings: Settings, *, now: dt.datetime) -> tuple[dict[str, Any], str]:
    """Returns what a browser signs with any passkey it has for this site, and the token of the request.

    The first is `PublicKeyCredentialRequestOptions` (WebAuthn, 5.5) as JSON.
    """
    from fido2.webauthn import UserVerificationRequirement  # noqa: PLC0415 - see the module

    options, state = _server(settings).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    _asked, token = ask(session, Purpose.PASSKEY, state, now=now)
    return dict(options)["publicKey"], token


def user_with_passkey(
    session: Session, settings: Settings, token: str | None, answer: str, *, now: dt.datetime
) -> User:
    """Returns the person whose passkey has signed. Raises ProofRefused, whatever is wrong with the answer.

    A counter that does not go on belongs to a copy of the key (WebAuthn, 6.1.1). Keys that do not count say 0.
    """
    asked = take(session, token, Purpose.PASSKEY, now=now)
    try:
        read = _read(answer)
        query = sa.select(Passkey).where(Passkey.credential_id == str(read["id"]))
        passkey = session.scalars(query.with_for_update()).one()
        count = _signed(settings, passkey, asked.state, read)
    except Exception as error:  # whatever a stranger sends may be anything
        raise ProofRefused from error
    user = session.get(User, passkey.user_id)
    if user is None or not user.is_active or ((count or passkey.sign_count) and count <= passkey.sign_count):
        raise ProofRefused
    passkey.sign_count, passkey.used_at = count, now
    return user


def rename_passkey(session: Session, user: User, passkey_id: int, *, name: str) -> Passkey | None:
    """Call a passkey by another name. Returns it, or None if there is none."""
    found = passkey_of(session, user.id, passkey_id)
    if found is not None:
        found.name = one_line(name, at_most=NAME_LENGTH) or found.browser
    return found


def passkeys_of(session: Session, user_id: int) -> list[Passkey]:
    """Returns the passkeys of a person, the oldest first."""
    return list(session.scalars(sa.select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)))


def passkey_of(session: Session, user_id: int, passkey_id: int) -> Passkey | None:
    """Returns one passkey of a person."""
    return session.scalar(sa.select(Passkey).where(Passkey.user_id == user_id, Passkey.id == passkey_id))


def _server(settings: Settings) -> "Fido2Server":
    from fido2.server import Fido2Server  # noqa: PLC0415 - see the module
    from fido2.webauthn import PublicKeyCredentialRpEntity  # noqa: PLC0415

    parts = urlsplit(settings.base_url)
    ours = f"{parts.scheme}://{parts.netloc}"
    site = PublicKeyCredentialRpEntity(id=parts.hostname, name=settings.site_name)
    return Fido2Server(site, verify_origin=lambda origin: origin == ours)


def _signed(settings: Settings, passkey: Passkey, state: dict[str, Any], read: dict[str, Any]) -> int:
    """Returns the counter of an answer that `passkey` has signed. Raises ValueError and others if it has not."""
    from fido2.webauthn import AuthenticationResponse  # noqa: PLC0415 - see the module

    answer = AuthenticationResponse.from_dict(read)
    _server(settings).authenticate_complete(state, [_public_half(passkey)], answer)
    if answer.response.user_handle not in {None, _handle(passkey.user_id)}:
        raise ValueError("a passkey of somebody else")
    count: int = answer.response.authenticator_data.counter
    return count


def _public_half(passkey: Passkey) -> "AttestedCredentialData":
    from fido2.webauthn import AttestedCredentialData  # noqa: PLC0415 - see the module

    return AttestedCredentialData(passkey.credential)


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise ValueError("no browser sends so much")
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise TypeError("not an object")
    return read


def _handle(user_id: int) -> bytes:
    """Returns the user handle (WebAuthn, 5.4.3): nothing that tells who it is."""
    return str(user_id).encode()


def _id_of(credential_id: bytes) -> str:
    from fido2.utils import websafe_encode  # noqa: PLC0415 - see the module

    encoded: str = websafe_encode(credential_id)
    return encoded
