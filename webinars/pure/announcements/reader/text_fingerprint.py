"""Whether a text is the same text again."""

import hashlib
import re
import unicodedata


def fingerprint(text: str) -> str:
    """Returns the SHA-256 of the words of `text`, lower-cased and composed.

    Layout, markup marks and line breaks do not count.
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    return hashlib.sha256(" ".join(words).encode()).hexdigest()
