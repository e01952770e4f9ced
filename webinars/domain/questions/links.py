"""The secret addresses of those who ask and moderate, and the digests by which voters and presses are known."""

import datetime as dt
import hashlib
import hmac
import secrets
from typing import TypedDict

from webinars.config import Settings
from webinars.domain.programme.phases import end_of
from webinars.lib.tokens import derived_token, digest_of
from webinars.models import AudienceQuestion, Registration, Webinar

MODERATING_DAYS = 7
"""A moderator's link lives for so long after the webinar."""


class LinkColumns(TypedDict):
    """What an asker's address is known by."""

    nonce: str
    link_digest: str


def new_link(settings: Settings) -> LinkColumns:
    """Returns the columns of a new question that its asker's address is known by."""
    nonce = secrets.token_urlsafe(32)
    return {"nonce": nonce, "link_digest": digest_of(_token(settings.secret_key, nonce))}


def token_of(settings: Settings, question: AudienceQuestion) -> str | None:
    """Returns what stands after /questions/, or None once it is erased, or if the key it was made with is gone."""
    tokens = (_token(key, question.nonce) for key in settings.secret_keys if question.nonce)
    return next((token for token in tokens if digest_of(token) == question.link_digest), None)


def voter_of_cookie(settings: Settings, webinar_id: int, cookie: str) -> str:
    """Returns how the holder of a cookie is known at one webinar. Two webinars cannot be brought together by it."""
    return _digest(settings, "voter", str(webinar_id), cookie)


def voter_of_registration(settings: Settings, registration: Registration) -> str:
    """Returns how somebody who is registered is known at that webinar."""
    return _digest(settings, "registered voter", str(registration.webinar_id), str(registration.id))


def press_of(settings: Settings, webinar_id: int, whence: str, *typed: str) -> str:
    """Returns how a second press of the same form is known: by all that was typed, and the network it came from."""
    return _digest(settings, "press", str(webinar_id), whence, *typed)


def moderating_ends_at(webinar: Webinar) -> dt.datetime | None:
    """Returns until when a moderator's link works, or None while nobody knows when the webinar ends."""
    if webinar.starts_at is not None:
        return end_of(webinar, webinar.starts_at) + dt.timedelta(days=MODERATING_DAYS)
    if webinar.starts_on is not None:
        return dt.datetime.combine(webinar.starts_on, dt.time(), dt.UTC) + dt.timedelta(days=MODERATING_DAYS + 1)
    return None


def _digest(settings: Settings, *parts: str) -> str:
    said = "\n".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new(settings.secret_key.encode(), said.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _token(key: str, nonce: str) -> str:
    return derived_token(key, f"question {nonce}")
