"""The secret address of a speaker's page: stored are its digest, and the nonce it is made of with the secret key."""

import datetime as dt
import secrets

from webinars.config import Settings
from webinars.lib.tokens import derived_token, digest_of
from webinars.models import Appearance, SpeakingLink, Status, Webinar

KEPT_DAYS = 30
"""A link lives for so long after the webinar, or after it was made if that is later."""


def new_link(
    settings: Settings,
    appearance: Appearance,
    *,
    email: str | None,
    made_by_id: int | None,
    speaks_for_record: bool,
    now: dt.datetime,
) -> SpeakingLink:
    """Returns a link that is not stored yet."""
    nonce = secrets.token_urlsafe(32)
    return SpeakingLink(
        appearance=appearance,
        webinar_id=appearance.webinar_id,
        nonce=nonce,
        digest=digest_of(_token(settings.secret_key, nonce)),
        email=email,
        made_by_id=made_by_id,
        made_at=now,
        speaks_for_record=speaks_for_record,
    )


def token_of(settings: Settings, link: SpeakingLink) -> str | None:
    """Returns what stands after /speaking/, or None if the key that it was made with is gone."""
    tokens = (_token(key, link.nonce) for key in settings.secret_keys)
    return next((token for token in tokens if digest_of(token) == link.digest), None)


def ends_at(link: SpeakingLink, webinar: Webinar) -> dt.datetime | None:
    """Returns until when the page is there, or None while nobody knows when the webinar is over."""
    over = over_at(webinar)
    return None if over is None else max(over, link.made_at) + dt.timedelta(days=KEPT_DAYS)


def over_at(webinar: Webinar) -> dt.datetime | None:
    """Returns when the webinar is over, as far as that is known: of a cancelled one, when it would have been."""
    if webinar.status == Status.POSTPONED:
        return None
    if webinar.ends_at is not None:
        return webinar.ends_at
    if webinar.starts_on is not None:
        return dt.datetime.combine(webinar.starts_on, dt.time(), dt.UTC) + dt.timedelta(days=1)
    return webinar.cancelled_at if webinar.status == Status.CANCELLED else None


def _token(key: str, nonce: str) -> str:
    return derived_token(key, f"speaking {nonce}")
