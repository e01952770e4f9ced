"""What the cookie of somebody who votes without being registered holds: nothing that is known of them, signed by us.

Without the signature anybody could make up as many voters as they like, and none of them would count as new.
"""

import hashlib
import hmac
import secrets

from msgspec import Struct

from webinars.config import Settings
from webinars.domain.questions.links import voter_of_cookie
from webinars.domain.questions.voter_actions import Voter

_PLAIN, _CROWDED = "v", "c"


class VoterCookie(Struct, frozen=True):
    """A cookie of one webinar."""

    text: str
    is_crowded: bool
    """It was made when too many others came from the same network: every vote by it waits for a moderator."""

    def voter(self, settings: Settings, webinar_id: int) -> Voter:
        return Voter(voter_of_cookie(settings, webinar_id, self.text))


def new_voter_cookie(settings: Settings, webinar_id: int, *, is_crowded: bool) -> VoterCookie:
    """Returns the cookie of a new voter."""
    said = f"{_CROWDED if is_crowded else _PLAIN}.{secrets.token_urlsafe(16)}"
    return VoterCookie(f"{said}.{_signature(settings.secret_key, webinar_id, said)}", is_crowded)


def read_voter_cookie(settings: Settings, webinar_id: int, text: str) -> VoterCookie | None:
    """Returns the cookie that a browser has brought, or None for one that was not made here, or for another webinar."""
    said, _, signature = text.rpartition(".")
    if not said or not text.isascii():
        return None
    keys = settings.secret_keys
    if not any(hmac.compare_digest(signature, _signature(key, webinar_id, said)) for key in keys):
        return None
    return VoterCookie(text, said.startswith(_CROWDED))


def _signature(key: str, webinar_id: int, said: str) -> str:
    return hmac.new(key.encode(), f"voter cookie {webinar_id} {said}".encode(), hashlib.sha256).hexdigest()[:32]
