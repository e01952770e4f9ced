"""A secret that has to be read again, as it lies in the database and in its backups: encrypted with the site's key."""

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

_PURPOSE = b"a stored setting of the site"


def seal(secret_key: str, text: str) -> str:
    """Returns `text` encrypted."""
    return _cipher(secret_key).encrypt(text.encode()).decode()


def unseal(secret_keys: Iterable[str], sealed: str) -> str | None:
    """Returns what was sealed with one of `secret_keys`, or None if it was with none of them."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 - see `_cipher`

    for key in secret_keys:
        try:
            return _cipher(key).decrypt(sealed.encode()).decode()
        except InvalidToken:
            continue
    return None


def _cipher(secret_key: str) -> "Fernet":
    # Loaded when it is needed: most sites store no password, and each process would keep it in memory.
    from cryptography.fernet import Fernet  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))
