"""Moments of a transcript as people and files write them, in milliseconds."""

import re

from webinars.pure.videos import LONGEST_S

SECOND_MS = 1000
LONGEST_MS = LONGEST_S * SECOND_MS
CLOCK = r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5]?[0-9])(?:[.,]([0-9]{1,3})[0-9]*)?"
"""Hours may be missing. The decimal sign is a point in WebVTT, a comma in SubRip, and both in what people make."""
_CLOCK = re.compile(CLOCK)
_SECONDS = re.compile(r"([0-9]{1,6})(?:[.,]([0-9]{1,3})[0-9]*)?")


def clock_ms(hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    """Returns the groups of `CLOCK` in milliseconds."""
    whole_s = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole_s * SECOND_MS + int((fraction or "").ljust(3, "0"))


def moment_ms(text: str) -> int | None:
    """Returns a moment as somebody typed it: "24:10", "1:02:03.5", "90". None if it is none, or after a week."""
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        found = clock_ms(*clock.groups())
    elif plain := _SECONDS.fullmatch(text):
        found = clock_ms(None, "0", plain[1], plain[2])
    else:
        return None
    return found if found <= LONGEST_MS else None


def clock_text(at_ms: int) -> str:
    """Returns a moment as it is typed: "24:10", "1:02:03.5". Nothing of it is lost."""
    seconds, rest_ms = divmod(at_ms, SECOND_MS)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{clock}.{rest_ms:03}".rstrip("0") if rest_ms else clock


def file_time(at_ms: int) -> str:
    """Returns a moment as WebVTT writes it: "00:24:10.000" (W3C WebVTT, section 3.2)."""
    seconds, rest_ms = divmod(at_ms, SECOND_MS)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{rest_ms:03}"
