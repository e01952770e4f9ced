"""Secrets that stand in addresses: shown once, and kept as a digest only."""

import base64
import hashlib
import hmac
import secrets


def new_token() -> str:
    """Returns 256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """Returns what is stored of a token. A token is random and long: no salt or slow hash could add to that."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def derived_token(token: str, purpose: str) -> str:
    """Returns another token that only the holder of `token` can work out, and from which `token` cannot be."""
    octets = hmac.digest(token.encode(), purpose.encode(), "sha256")
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
