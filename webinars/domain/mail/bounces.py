"""What mail servers say of a mail that they did not deliver: by its code, never by its words (RFC 3463, RFC 3464)."""

import re
from collections.abc import Iterator
from email.message import Message

from msgspec import Struct

from webinars.lib.text_cleaning import one_line
from webinars.models import Bounce

NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
WORDS_LENGTH = 300
_CODES = re.compile(r"[245]\d\d(?:[ -][245]\.\d{1,3}\.\d{1,3})?(?= |$)|[245]\.\d{1,3}\.\d{1,3}(?= |$)")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"':;,=]+@[^\s<>()\[\]\"':;,=]+")
_SHORTEST_NAME = 3
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")


class Returned(Struct, frozen=True):
    """What a delivery report says of one recipient."""

    bounce: Bounce
    words: str
    """The code and the server's own words, on one line."""


def bounce_of(words: str) -> Bounce | None:
    """Returns what an answer or a status means: "550 5.1.1 No such mailbox", "5.2.2".

    Returns None where the mail was delivered, or is under way. The enhanced code decides. A refusal without one may
    mean anything, so it is no reason to give an address up.
    """
    found = _STATUS.search(words)
    if found is None:
        return Bounce.SOFT
    status = found[0]
    if status.startswith("2."):
        return None
    if status in NO_SUCH_ADDRESS:
        return Bounce.HARD
    return Bounce.OURS if status.startswith("5.7.") else Bounce.SOFT


def without_addresses(words: str, recipient: str) -> str:
    """Returns what a mail server said, as it may be kept: servers quote the address, which is to be forgotten some day.

    The codes stay as they are. "…" stands for every address, and for the name of the recipient's mailbox.
    """
    codes = _CODES.match(words)
    head = codes[0] if codes else ""
    said = _ADDRESS.sub("…", words[len(head) :])
    mailbox = recipient.partition("@")[0]
    if len(mailbox) >= _SHORTEST_NAME:
        said = re.sub(rf"(?<!\w){re.escape(mailbox)}(?!\w)", "…", said, flags=re.IGNORECASE)
    return head + said


def returned_in(message: Message) -> Iterator[Returned]:
    """Yields what a delivery report (multipart/report, RFC 3464) says of each recipient that was given up."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in _blocks(part):
                if isinstance(block, Message) and str(block.get("Action", "")).strip().lower() == "failed":
                    status = str(block.get("Status", "")).strip()
                    said = str(block.get("Diagnostic-Code", "")).partition(";")[2].strip()
                    bounce = bounce_of(status or said)
                    if bounce is not None:
                        words = said if status and status in said else f"{status} {said}"
                        yield Returned(bounce, one_line(words, at_most=WORDS_LENGTH))


def is_complaint(message: Message) -> bool:
    """Returns True if it tells that a reader has called a mail of ours spam (RFC 5965)."""
    return any(
        isinstance(block, Message) and str(block.get("Feedback-Type", "")).strip().lower() == "abuse"
        for part in message.walk()
        if part.get_content_type() == "message/feedback-report"
        for block in _blocks(part)
    )


def _blocks(part: Message) -> list[object]:
    # The parser reads each group of fields in a report as a message of its own.
    payload = part.get_payload()
    return list(payload) if isinstance(payload, list) else []
