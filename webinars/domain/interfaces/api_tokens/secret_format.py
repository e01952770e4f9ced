"""What the secret of a token looks like: a prefix and a checksum, by which scanners find one that was published."""

import re
import secrets
import string
import zlib

PREFIX = "wbn_"
START_LENGTH = 8
"""So many characters of it are shown later. The rest cannot be guessed from them."""
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM_LENGTH, _CHECK_LENGTH = 43, 6
"""What 256 and 32 bits take in base 62."""
_FORM = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM_LENGTH + _CHECK_LENGTH}}}")


def new_secret() -> str:
    """Returns a secret with 256 random bits."""
    unchecked = PREFIX + _base62(secrets.randbits(256), _RANDOM_LENGTH)
    return unchecked + _checksum(unchecked)


def is_secret(text: str) -> bool:
    """Returns whether `text` is one that we may have made."""
    return bool(_FORM.fullmatch(text)) and _checksum(text[:-_CHECK_LENGTH]) == text[-_CHECK_LENGTH:]


def _checksum(unchecked: str) -> str:
    return _base62(zlib.crc32(unchecked.encode()), _CHECK_LENGTH)


def _base62(number: int, length: int) -> str:
    return _base62(number // 62, length - 1) + _DIGITS[number % 62] if length else ""
