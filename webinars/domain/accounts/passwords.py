"""Passwords: how they are kept (Argon2id), and which are refused because anyone would try them first."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webinars.domain.accounts.errors import WeakPassword
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 256
FEWEST_CHARACTERS = 4
"""Different ones: `aaaaaaaa` and `12121212` are on no list, and no better for it."""
MOST_ADDED = 6
"""Figures and signs around a known word that make it no better: a year, `!`, `123456`."""
COMMON_PASSWORDS = Path(__file__).with_name("common_passwords.txt")

# OWASP's first choice for Argon2id with 19 MiB. Eight threads that all check a password take 150 MiB for a moment;
# the library's own default of 64 MiB would take 512.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class NewPassword:
    """A password that somebody wants. Its hash takes its time: ask for it before a transaction begins to write."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def hash(self) -> str:
        return hash_password(self.text)


def hash_password(password: str) -> str:
    return _HASHER.hash(_normalised(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Returns whether `password` made `password_hash`. Without a hash the answer is no, and takes as long."""
    try:
        _HASHER.verify(password_hash or _nobodys_hash(), _normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """Returns whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def refuse_weak(password: str, words: Iterable[str]) -> None:
    """Refuse a password that is short, common, or made of `words` (the site's name, the person's address).

    No rule about kinds of characters: they make passwords harder to remember, not to guess. Raises WeakPassword.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword(
            ngettext(
                "A password needs at least %(num)s character. Three or four unrelated words are easy to remember.",
                "A password needs at least %(num)s characters. Three or four unrelated words are easy to remember.",
                SHORTEST_PASSWORD,
            )
        )
    if len(password) > LONGEST_PASSWORD:
        raise WeakPassword(_("A password may have at most %(count)s characters.", count=LONGEST_PASSWORD))
    folded = _normalised(password).casefold()
    if folded in _common_passwords() or len(set(folded)) < FEWEST_CHARACTERS:
        raise WeakPassword(_("This password is one of the first that anyone would try. Choose a rarer one."))
    letters = _letters(folded)
    if letters in _known_words(words) and len(folded) - len(letters) <= MOST_ADDED:
        raise WeakPassword(
            _("This password is made of a name that everyone here knows. Choose one that has nothing to do with it.")
        )


def _normalised(password: str) -> str:
    # The same letters typed on another keyboard may arrive composed differently (NIST SP 800-63B, 3.1.1.2).
    return unicodedata.normalize("NFKC", password)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalpha())


def _known_words(words: Iterable[str]) -> set[str]:
    """Returns each of `words`, whole and in its parts, in letters only."""
    known = {"webinar", "webinars", "password"}
    for text in words:
        known |= {_letters(part) for part in (text.casefold(), *re.split(r"[\W_]+", text.casefold()))}
    return (known | {word * 2 for word in known}) - {""}


@cache
def _common_passwords() -> frozenset[str]:
    return frozenset(COMMON_PASSWORDS.read_text(encoding="utf-8").split())


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("what is compared when the address is unknown")
