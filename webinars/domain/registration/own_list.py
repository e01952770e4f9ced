"""Everything that is registered under one address, behind a link that its reader alone has, for a day."""

import hmac

from webinars.config import Settings
from webinars.lib.tokens import derived_token

LINKS = "registration.links"
_MAC_LENGTH = 32


def list_token(settings: Settings, mail_id: int) -> str:
    """Returns what stands after /registrations/mine/ in that mail."""
    named = f"m{mail_id}"
    return f"{named}.{_mac(settings.secret_key, named)}"


def _mac(key: str, named: str) -> str:
    secret = derived_token(key, "list of registrations").encode()
    return hmac.new(secret, named.encode(), "sha256").hexdigest()[:_MAC_LENGTH]
