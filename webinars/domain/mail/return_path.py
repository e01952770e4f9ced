"""Addresses that nobody else can write: where a mail comes back to, and where its reader ends more of its kind.

They name a mail and are signed, so nothing is stored for them and nobody can suppress the address of another.
"""

import datetime as dt
import hmac
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from webinars.config import Settings
from webinars.lib.tokens import derived_token

DAY_0 = dt.date(2020, 1, 1)
VALID = dt.timedelta(days=30)
"""How long a mail may take to come back. Servers give up after five days."""
MAC_LENGTH = 16
"""Hex digits: in a local part there is room for 64 octets (RFC 5321, 4.5.3.1.1)."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Mail servers may change the case of a local part, though they should not.
_RETURNED = re.compile(r"(m(\d{1,18})\.([0-9a-z]{1,5}))\.([0-9a-f]{16})", re.IGNORECASE)
_OUR_MESSAGE = re.compile(r"^Message-ID:\s*<(m(\d{1,18}))\.([0-9a-f]{16})@", re.IGNORECASE | re.MULTILINE)
_UNSUBSCRIBED = re.compile(r"(m(\d{1,18}))\.([0-9a-f]{16})", re.IGNORECASE)


def return_address(settings: Settings, mail_id: int, *, now: dt.datetime) -> str:
    """Returns the envelope's sender for that mail: its own, where the operator has set a place for it."""
    if not settings.mail_return:
        return settings.mail_from
    named = f"m{mail_id}.{_base36((now.date() - DAY_0).days)}"
    return settings.mail_return.replace("%s", f"{named}.{_mac(settings.secret_key, 'return path', named)}")


def returned_mail(settings: Settings, address: str, *, now: dt.datetime) -> int | None:
    """Returns the id of the mail whose return address this is, or None if we never wrote it, or long ago."""
    found = _part_of(settings, address, _RETURNED)
    if found is None or not _is_ours(settings, "return path", found[1].lower(), found[4]):
        return None
    written_on = DAY_0 + dt.timedelta(days=int(found[3], 36))
    return int(found[2]) if dt.timedelta(days=-1) <= now.date() - written_on <= VALID else None


def unsubscribe_token(settings: Settings, mail_id: int) -> str:
    """Returns what stands in the addresses with which the reader of that mail ends more of its kind.

    It is valid for ever.
    """
    named = f"m{mail_id}"
    return f"{named}.{_mac(settings.secret_key, 'unsubscribe', named)}"


def unsubscribed_mail(settings: Settings, token: str) -> int | None:
    """Returns the id of the mail that `unsubscribe_token` was written for, or None if it never was."""
    found = _UNSUBSCRIBED.fullmatch(token)
    if found is None or not _is_ours(settings, "unsubscribe", found[1].lower(), found[3]):
        return None
    return int(found[2])


def unsubscribe_address(settings: Settings, mail_id: int) -> str | None:
    """Returns the same as an address for mails, or None where no mail comes back to us."""
    _before, _at, host = settings.mail_return.rpartition("@")
    return f"unsubscribe+{unsubscribe_token(settings, mail_id)}@{host}" if host else None


def unsubscribed_by_mail(settings: Settings, address: str) -> int | None:
    """Returns the id of the mail that was answered with `unsubscribe_address`, or None if it is none of ours."""
    local, _at, host = address.rpartition("@")
    ours = settings.mail_return.rpartition("@")[2]
    if not ours or host.lower() != ours.lower() or not local.lower().startswith("unsubscribe+"):
        return None
    return unsubscribed_mail(settings, local.partition("+")[2])


def message_id(settings: Settings, mail_id: int) -> str:
    """Returns the Message-ID of a mail.

    It is the same for each try, so that programs show a mail once which a crash has sent twice (RFC 5322, 3.6.4).
    """
    named = f"m{mail_id}"
    return f"<{named}.{_mac(settings.secret_key, 'message', named)}@{urlsplit(settings.base_url).hostname}>"


def mail_of_message(settings: Settings, octets: bytes) -> int | None:
    """Returns the id of the mail whose own head stands in `octets`, as reports bring it back, or None if not ours."""
    for found in _OUR_MESSAGE.finditer(octets.decode("ascii", "replace")):
        if _is_ours(settings, "message", found[1].lower(), found[3]):
            return int(found[2])
    return None


def _part_of(settings: Settings, address: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    before, _sign, after = (part.lower() for part in settings.mail_return.partition("%s"))
    lowered = address.lower()
    if not before or not lowered.startswith(before) or not lowered.endswith(after):
        return None
    return pattern.fullmatch(address[len(before) : len(address) - len(after)])


def _is_ours(settings: Settings, purpose: str, named: str, mac: str) -> bool:
    return any(hmac.compare_digest(expected, mac.lower()) for expected in _macs(settings, purpose, named))


def _macs(settings: Settings, purpose: str, named: str) -> Iterator[str]:
    for key in settings.secret_keys:
        yield _mac(key, purpose, named)


def _mac(key: str, purpose: str, named: str) -> str:
    return hmac.new(derived_token(key, purpose).encode(), named.encode(), "sha256").hexdigest()[:MAC_LENGTH]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
