"""Answers of calendar programs to our invitations (iTIP REPLY, RFC 5546, 3.2.3, by mail: RFC 6047).

They are believed only as far as our own mail server vouches for who sent them (RFC 8601); all others are nothing.
"""

import datetime as dt
import re
from collections.abc import Callable
from email.message import Message
from email.utils import getaddresses

from icalendar import Calendar
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.lib.email_addresses import InvalidEmail, normalised_email

MOST_OCTETS = 1_000_000
"""Of the whole message."""
MOST_CALENDAR_OCTETS = 100_000
MOST_PARTS = 50
LONGEST_UID = 64
_SIGNER = re.compile(r"\bheader\s*\.\s*d\s*=\s*([^\s;]+)", re.IGNORECASE)
_RESULT = re.compile(r"\s*dkim(?:\s*/\s*1)?\s*=\s*pass(?=\s|$)", re.IGNORECASE)


class Reply(Struct, frozen=True):
    """Somebody's calendar says that they do not come."""

    uid: str
    sequence: int
    attendee: str
    """The address, as addresses are compared. It is theirs who sent it."""


TakeReply = Callable[[Session, Reply, dt.datetime], bool]
"""Does what a reply asks for and returns True if it was for anything. Does not commit."""


def is_for_replies(settings: Settings, recipient: str) -> bool:
    """Returns True if replies to `recipient` are read: it is who invites, and there is a server to vouch for them."""
    return bool(settings.mail_authserv_id) and recipient.strip().lower() == settings.mail_from.lower()


def declined_in(settings: Settings, message: Message) -> Reply | None:
    """Returns the “no” that `message` is, or None if it says anything else, or if nobody vouches for its sender."""
    if not _is_by_a_person(message):
        return None
    sender = _only_address(message.get_all("From", []))
    calendar = _calendar_in(message)
    if sender is None or calendar is None or not _is_vouched_for(settings, message, sender.rpartition("@")[2]):
        return None
    reply = _read(calendar)
    # Whoever writes from another address than was invited may be anybody else of that domain.
    return reply if reply is not None and reply.attendee == sender else None


def _is_by_a_person(message: Message) -> bool:
    """Returns whether no program sent it that might go on for ever (RFC 3834)."""
    automatic = str(message.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    is_for_many = str(message.get("Precedence", "")).strip().lower() in {"bulk", "junk", "list"}
    return automatic == "no" and not is_for_many and str(message.get("Return-Path", "")).strip() != "<>"


def _only_address(values: list[str]) -> str | None:
    found = [address for _name, address in getaddresses([str(value) for value in values])]
    return _normalised(found[0]) if len(found) == 1 and len(values) == 1 else None


def _normalised(address: str) -> str | None:
    try:
        return normalised_email(address)
    except InvalidEmail:
        return None


def _is_vouched_for(settings: Settings, message: Message, domain: str) -> bool:
    """Returns whether our own server found a good signature of `domain`, or of one above it.

    It writes its header above all that came with the message, so only the first counts.
    """
    values = message.get_all("Authentication-Results", [])
    if not values:
        return False
    server, *results = _bare(str(values[0])).split(";")
    if server.lower().split()[:1] != [settings.mail_authserv_id.lower()]:
        return False
    return any(_is_signed_by(result, domain) for result in results)


def _is_signed_by(result: str, domain: str) -> bool:
    if not _RESULT.match(result):
        return False
    signers = [each.lower().rstrip(".") for each in _SIGNER.findall(result)]
    if len(signers) != 1 or "." not in signers[0]:
        return False
    return f".{_ascii(domain)}".endswith(f".{signers[0]}")


def _ascii(domain: str) -> str:
    """Returns the name of a domain in another script as signatures write it."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _bare(value: str) -> str:
    """Returns `value` without comments and quoted texts, which may hold anything, a good result too (RFC 5322, 3.2.2).

    Empty if one of them has no end: nothing of it can be trusted then.
    """
    kept, depth, is_quoted, is_escaped = [], 0, False, False
    for letter in value:
        is_plain = depth == 0 and not is_quoted
        if is_escaped:
            is_escaped = False
        elif letter == "\\":
            is_escaped = True
        elif letter == '"' and depth == 0:
            is_quoted = not is_quoted
        elif letter in "()" and not is_quoted:
            depth += 1 if letter == "(" else -1
            if depth < 0:
                return ""
        elif is_plain:
            kept.append(letter)
    return "" if depth or is_quoted else "".join(kept)


def _calendar_in(message: Message) -> bytes | None:
    """Returns the first part that is a reply of a calendar."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return None
        if part.get_content_type() == "text/calendar" and str(part.get_param("method", "")).upper() == "REPLY":
            octets = part.get_payload(decode=True)
            return octets if isinstance(octets, bytes) and len(octets) <= MOST_CALENDAR_OCTETS else None
    return None


def _read(octets: bytes) -> Reply | None:
    """Returns what the calendar says, if it is one person's “no” to one entry."""
    try:
        calendar = Calendar.from_ical(octets)
        events = calendar.walk("VEVENT")
        if len(events) != 1 or str(calendar.get("METHOD", "")).upper() != "REPLY":
            return None
        attendee = events[0].get("ATTENDEE")
        if isinstance(attendee, list) or str(attendee.params.get("PARTSTAT", "")).upper() != "DECLINED":
            return None
        uid, sequence = str(events[0]["UID"]), int(events[0].get("SEQUENCE", 0))
        scheme, _colon, address = str(attendee).partition(":")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    email = _normalised(address) if scheme.lower() == "mailto" else None
    return Reply(uid, sequence, email) if email is not None and 0 < len(uid) <= LONGEST_UID else None
