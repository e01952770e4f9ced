"""The secret address of an invitation: only its digest is stored, and the nonce it is made of with the secret key."""

import secrets
from typing import TypedDict

from webinars.config import Settings
from webinars.lib.tokens import derived_token, digest_of
from webinars.models import Invitation


class LinkColumns(TypedDict):
    """What an invitation's address is known by."""

    nonce: str
    digest: str


def new_link(settings: Settings) -> LinkColumns:
    """Returns the columns of a new invitation that its address is known by."""
    nonce = secrets.token_urlsafe(32)
    return {"nonce": nonce, "digest": digest_of(_token(settings.secret_key, nonce))}


def token_of(settings: Settings, invitation: Invitation) -> str | None:
    """Returns what stands after /invitations/, or None if the key it was made with is gone."""
    tokens = (_token(key, invitation.nonce) for key in settings.secret_keys)
    return next((token for token in tokens if digest_of(token) == invitation.digest), None)


def _token(key: str, nonce: str) -> str:
    return derived_token(key, f"invitation {nonce}")
