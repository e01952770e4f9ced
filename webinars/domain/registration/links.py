"""The secret addresses of a registration.

Only digests are stored, and the nonce that the addresses are made of together with the secret key: a mail that is
written later can name them again, and a stolen database opens nothing.
"""

import secrets
from typing import TypedDict

from webinars.config import Settings
from webinars.lib.tokens import derived_token, digest_of
from webinars.models import RecordingWish, Registration, RegistrationGroup

JOIN_CODE_LENGTH = 22
"""132 bits."""


class LinkColumns(TypedDict):
    """What a registration's addresses are known by."""

    nonce: str
    link_digest: str
    join_digest: str


class GroupLinkColumns(TypedDict):
    """What the address of a group's page is known by."""

    nonce: str
    link_digest: str


def new_links(settings: Settings) -> LinkColumns:
    """Returns the columns of a new registration that its addresses are known by."""
    nonce = secrets.token_urlsafe(32)
    return {
        "nonce": nonce,
        "link_digest": digest_of(_page_token(settings.secret_key, nonce)),
        "join_digest": digest_of(_join_code(settings.secret_key, nonce)),
    }


def new_group_link(settings: Settings) -> GroupLinkColumns:
    """Returns the columns of a new group that the address of its page is known by."""
    nonce = secrets.token_urlsafe(32)
    return {"nonce": nonce, "link_digest": digest_of(_group_token(settings.secret_key, nonce))}


def group_token(settings: Settings, group: RegistrationGroup) -> str | None:
    """Returns what stands after /registrations/together/, or None if the key it was made with is gone."""
    tokens = (_group_token(key, group.nonce) for key in settings.secret_keys)
    return next((token for token in tokens if digest_of(token) == group.link_digest), None)


def page_token(settings: Settings, registration: Registration) -> str | None:
    """Returns what stands after /registrations/, or None once it is erased, or if the key it was made with is gone."""
    tokens = (_page_token(key, registration.nonce) for key in settings.secret_keys if registration.nonce)
    return next((token for token in tokens if digest_of(token) == registration.link_digest), None)


def join_code(settings: Settings, registration: Registration) -> str | None:
    """Returns what stands after /join/ for this person alone, or None as `page_token`."""
    codes = (_join_code(key, registration.nonce) for key in settings.secret_keys if registration.nonce)
    return next((code for code in codes if digest_of(code) == registration.join_digest), None)


def wish_digest(settings: Settings, nonce: str) -> str:
    """Returns what the address of a wish for a recording is known by."""
    return digest_of(_wish_token(settings.secret_key, nonce))


def wish_token(settings: Settings, wish: RecordingWish) -> str | None:
    """Returns what stands after /recording/tell-me/, or None if the key it was made with is gone."""
    tokens = (_wish_token(key, wish.nonce) for key in settings.secret_keys)
    return next((token for token in tokens if digest_of(token) == wish.link_digest), None)


def _wish_token(key: str, nonce: str) -> str:
    return derived_token(key, f"recording wish {nonce}")


def _page_token(key: str, nonce: str) -> str:
    return derived_token(key, f"registration {nonce}")


def _group_token(key: str, nonce: str) -> str:
    return derived_token(key, f"registrations {nonce}")


def _join_code(key: str, nonce: str) -> str:
    return derived_token(key, f"join {nonce}")[:JOIN_CODE_LENGTH]
