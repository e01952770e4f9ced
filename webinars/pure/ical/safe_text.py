"""Text from anywhere made safe for a calendar: what is left survives the way through every client."""

import re
from collections.abc import Iterable

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_SPACE = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
_WIDE_GAP = re.compile(r"([^\S\n]{8})[^\S\n]+")
"""What could fill a folded line: many readers take one without letters for the end, or leave it out."""
_LOOKS_LIKE_A_BREAK = re.compile(r"\\(?=[nNrR])")
"""A backslash before n or r is a line break to readers that take escapes back twice, and icalendar writes one."""
_LOOKS_LIKE_A_FRAME = re.compile(r"(BEGIN|END):(?=V)")
"""The beginning or the end of an entry to readers that look for these words anywhere in a file."""
ELLIPSIS = " …"
LINE_OCTETS = 75
_LETTER_BITS, _LETTER_GOES_ON = 0b1100_0000, 0b1000_0000
"""How UTF-8 marks an octet that is not the first of its letter."""


def clean_text(text: str) -> str:
    """Returns `text` with plain line feeds, and without what breaks readers.

    Control characters and half surrogate pairs are left out. A backslash before n or r becomes a slash ("C:/new"),
    and words that frame an entry are taken apart ("END: VEVENT").
    """
    text = text.encode("utf-8", "ignore").decode("utf-8")
    text = _CONTROLS.sub("", _LINE_BREAKS.sub("\n", text))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = _WIDE_GAP.sub(r"\1", _BLANK_LINES.sub("\n\n", text).strip())
    return _LOOKS_LIKE_A_FRAME.sub(r"\1: ", _LOOKS_LIKE_A_BREAK.sub("/", text))


def clean_line(text: str) -> str:
    """Returns `clean_text` on one line, for titles and names."""
    return _SPACE.sub(" ", clean_text(text)).strip()


def shortened(text: str, length: int) -> str:
    """Returns `text` in at most `length` characters, cut between words."""
    if len(text) <= length:
        return text
    room = max(length - len(ELLIPSIS), 0)
    cut = text[:room]
    # Chinese and Japanese have no spaces to cut at; one far back would lose too much.
    at = max(cut.rfind(" "), cut.rfind("\n"))
    return (cut[:at] if at > room // 2 else cut).rstrip() + ELLIPSIS


def blotted(octets: bytes, secrets: Iterable[str], blot: str) -> bytes:
    """Returns a calendar with `blot` in the place of each of `secrets`, wherever its lines were folded."""
    # A line may have been folded within a letter (RFC 5545, 3.1).
    text = octets.replace(b"\r\n ", b"").decode()
    # One may be the beginning of another.
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, blot)
    return b"\r\n".join(_folded(line.encode()) for line in text.split("\r\n"))


def _folded(line: bytes) -> bytes:
    """Returns `line` in pieces of at most 75 octets with what begins them (RFC 5545, 3.1), none cut within a letter."""
    pieces, room = [], LINE_OCTETS
    while len(line) > room:
        end = room
        while line[end] & _LETTER_BITS == _LETTER_GOES_ON:
            end -= 1
        pieces.append(line[:end])
        line, room = line[end:], LINE_OCTETS - 1
    return b"\r\n ".join([*pieces, line])
