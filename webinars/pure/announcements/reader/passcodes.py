"""The passcode of a meeting room, where it stands beside the room's address."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.model import Found
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import one_of

NEAR: Final = 4
"""Lines between an address and its passcode, at most."""
LONGEST: Final = 40
_PASSCODE: Final = re.compile(
    rf"\b(?:{one_of('links.passcode')})(?:\s(?:[ée]|è|{one_of('links.is')}))?\s*[:=：]?\s*(?P<code>[^\s,;()]+)",
    re.IGNORECASE,
)


def passcode_of(room: Part, parts: Sequence[Part]) -> Found[str] | None:
    """The passcode that stands nearest to the line with the room's address, behind it before in front of it."""
    first, last = min(room.line.numbers), max(room.line.numbers)
    found = [
        (max(part.line.number - last, first - part.line.number, 0), part.line.number < first, part, code)
        for part in parts
        if first - NEAR <= part.line.number <= last + NEAR and (code := _code(part.line.text))
    ]
    if not found:
        return None
    _far, _is_before, part, code = min(found, key=lambda one: one[:2])
    return Found(code, part.line.numbers)


def _code(text: str) -> str:
    """The passcode on a line; empty if there is none. One has a figure in it, or stands behind a colon."""
    for match in _PASSCODE.finditer(text):
        code = match["code"].rstrip(".")
        is_said = any(char.isdigit() for char in code) or re.search(r"[:=：]\s*$", text[: match.start("code")])
        if is_said and len(code) <= LONGEST and "/" not in code:
            return code
    return ""
