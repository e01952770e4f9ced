"""Files whose cues begin with a line that holds a start and an end: WebVTT, SubRip, SBV."""

import re
from collections.abc import Container, Sequence

from webinars.pure.captions.caption import Caption
from webinars.pure.captions.timestamps import CLOCK, clock_ms

_ARROW = re.compile(rf"\s*{CLOCK}\s*-{{1,2}}>\s*{CLOCK}(?:\s.*)?")
"""WebVTT and SubRip. What may follow in WebVTT are the places of letters on the picture."""
_COMMA = re.compile(rf"\s*{CLOCK}\s*,\s*{CLOCK}\s*")
"""SBV."""


def timed_blocks(lines: Sequence[str]) -> list[Caption]:
    """Returns the cues of a file with its tags still in them, none if it is no such file.

    A cue's words are the lines up to the next empty one. What stands before a line of times (a number, a name of the
    cue, the file's head, notes and styles) is of no meaning to readers and left out.
    """
    timings = {index: timing for index, line in enumerate(lines) if (timing := _timing(line)) is not None}
    return [
        Caption(starts_ms, ends_ms, "\n".join(_words(lines, index + 1, timings)))
        for index, (starts_ms, ends_ms) in timings.items()
    ]


def _timing(line: str) -> tuple[int, int] | None:
    if ":" not in line:
        return None
    match = _ARROW.fullmatch(line) or _COMMA.fullmatch(line)
    if match is None:
        return None
    groups = match.groups()
    return clock_ms(*groups[:4]), clock_ms(*groups[4:])


def _words(lines: Sequence[str], index: int, timings: Container[int]) -> list[str]:
    words: list[str] = []
    while index < len(lines) and lines[index].strip():
        if index in timings:
            # No empty line before the next cue: its number, if it has one, was taken for words.
            if words and words[-1].strip().isdecimal():
                words.pop()
            break
        words.append(lines[index])
        index += 1
    return words
