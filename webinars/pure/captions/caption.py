"""A cue outside the database: as a file has it, and as a page shows it."""

import hashlib
import re

from msgspec import Struct

LONGEST_CUE = 2000
LONGEST_VOICE = 200
LONGEST_SILENT_MS = 10_000
"""How long a cue lasts of which only the beginning is known: where the next is far away, its words have ended long
before that."""
_STRETCH = re.compile(r"([0-9]{1,4})-([0-9]{1,4})", re.ASCII)
_BLANKS = re.compile(r"[^\S\n]+")


class Caption(Struct, frozen=True):
    """A few words with when they are said, in milliseconds of whichever clock the caller counts by."""

    starts_ms: int
    ends_ms: int
    text: str
    """Plain text. Lines are parted by newlines."""
    voice: str = ""
    unsure: str = ""
    """Where in `text` a machine was unsure, as stretches from letter to letter: "3-9 41-48"."""


def stretches_of(unsure: str) -> list[tuple[int, int]]:
    """Returns the stretches that a caption's `unsure` writes down."""
    return [(int(first), int(last)) for first, last in _STRETCH.findall(unsure)]


def settled_text(text: str) -> str:
    """Returns `text` as cues keep it: no blanks at the ends of lines, and no empty lines, which would end a cue."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def mark_of(starts_ms: int, voice: str, text: str) -> str:
    """Returns what stands for a cue in a form, to see whether it is still the one that the form showed."""
    return hashlib.sha256(f"{starts_ms}\n{voice}\n{text}".encode()).hexdigest()[:16]
