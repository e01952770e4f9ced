"""The secret addresses of a registration.

Only digests are stored, and the nonce that the addresses are made of together with the secret key: a mail that is
written later can name them again, and a stolen database opens nothing.
"""

import secrets
from typing import TypedDict

from webinars.config import Settings
from webinars.lib.tokens import derived_token, digest_of
from webinars.models import Registration

JOIN_CODE_LENGTH = 22
"""132 bits."""


class LinkColumns(TypedDict):
    """What a registration's addresses are known by."""

    nonce: str
    link_digest: str
    join_digest: str


def new_links(settings: Settings) -> LinkColumns:
    """Returns the columns of a new registration that its addresses are known by."""
    nonce = secrets.token_urlsafe(32)
    return {
        "nonce": nonce,
        "link_digest": digest_of(_page_token(settings.secret_key, nonce)),
        "join_digest": digest_of(_join_code(settings.secret_key, nonce)),
    }


def page_token(settings: Settings, registration: Registration) -> str | None:
    """Returns what stands after /registrations/, or None once it is erased, or if the key it was made with is gone."""
    tokens = (_page_token(key, registration.nonce) for key in settings.secret_keys if registration.nonce)
    return next((token for token in tokens if digest_of(token) == registration.link_digest), None)


def join_code(settings: Settings, registration: Registration) -> str | None:
    """Returns what stands after /join/ for this person alone, or None as `page_token`."""
    codes = (_join_code(key, registration.nonce) for key in settings.secret_keys if registration.nonce)
    return next((code for code in codes if digest_of(code) == registration.join_digest), None)


def _page_token(key: str, nonce: str) -> str:
    return derived_token(key, f"registration {nonce}")


def _join_code(key: str, nonce: str) -> str:
    return derived_token(key, f"join {nonce}")[:JOIN_CODE_LENGTH]
