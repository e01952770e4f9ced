"""The secret addresses of who follows by mail, made anew from a nonce and the secret key: only digests are stored."""

import secrets

from webinars.config import Settings
from webinars.lib.tokens import derived_token, digest_of
from webinars.models import MailFollow, PersonalFeed


def new_nonce() -> str:
    return secrets.token_urlsafe(32)


def link_digest(settings: Settings, nonce: str) -> str:
    return digest_of(derived_token(settings.secret_key, _link(nonce)))


def feed_digest(settings: Settings, nonce: str) -> str:
    return digest_of(derived_token(settings.secret_key, _feed(nonce)))


def mail_token(settings: Settings, follow: MailFollow) -> str | None:
    """Returns what stands after /follow/mail/, or None if the key that it was made with is gone."""
    return _found(settings, _link(follow.nonce), follow.link_digest)


def page_token_of(settings: Settings, follow: MailFollow, feed: PersonalFeed) -> str | None:
    """Returns the token of the page of the feed that belongs to `follow`, or None as `mail_token`."""
    return _found(settings, _feed(follow.nonce), feed.page_digest)


def registrations_page_token(settings: Settings, feed: PersonalFeed) -> str | None:
    """Returns the token of the page of a feed that was made for the registrations of one address, or None as above."""
    return _found(settings, _registrations(feed), feed.page_digest)


def registrations_page_digest(settings: Settings, feed: PersonalFeed) -> str:
    return digest_of(derived_token(settings.secret_key, _registrations(feed)))


def _found(settings: Settings, purpose: str, digest: str) -> str | None:
    keys = settings.secret_keys
    return next((token for key in keys if digest_of(token := derived_token(key, purpose)) == digest), None)


def _link(nonce: str) -> str:
    return f"follow by mail {nonce}"


def _feed(nonce: str) -> str:
    return f"feed of a follow by mail {nonce}"


def _registrations(feed: PersonalFeed) -> str:
    # An id is given anew after the last row is deleted, and addresses of the former one answer 410 for ever.
    return f"calendar of registrations {feed.id} {feed.created_at.isoformat()} {feed.email_normal}"
