"""The token in the cookie of a signed-in browser. The database holds its digest only."""

import datetime as dt
import hashlib
import secrets

IDLE_LIFETIME = dt.timedelta(days=7)
"""Without a visit for this long, one signs in again."""
ABSOLUTE_LIFETIME = dt.timedelta(days=30)
"""However much one visits, one signs in again after this."""
PROOF_LIFETIME = dt.timedelta(minutes=10)
"""For this long after somebody has shown who they are, they may change what opens their account."""
STOPPED_WITHIN = dt.timedelta(days=7)
"""For this long an account can be taken back by the address from which it moved."""


def new_token() -> str:
    """Returns 256 random bits."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    # No slow hash is needed: unlike a password, the token cannot be guessed.
    return hashlib.sha256(token.encode()).hexdigest()
