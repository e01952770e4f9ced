"""The paragraphs that describe a webinar, and the lines nothing was made of."""

import re
from collections.abc import Sequence

from webinars.pure.announcements.model import SourceLine
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import one_of

_CALLS = re.compile(rf"^(?:{one_of('texts.asks_reader')})\b", re.IGNORECASE)
SHORTEST = 16
"""Characters from which a line can be a sentence of a description."""


def read_description(parts: Sequence[Part], used: set[int]) -> tuple[str, tuple[int, ...]] | None:
    """Returns the descriptive paragraphs as Markdown, with their lines, or None without any.

    Lines in `used` say something else.
    """
    blocks: list[tuple[str, bool]] = []
    lines: list[int] = []
    for part in parts:
        if not _describes(part, used):
            continue
        is_item = part.line.kind is LineKind.ITEM
        text = (part.line.markdown or part.line.text).strip()
        if part.is_labelled:
            text = part.text
        blocks.append((f"- {text}" if is_item else text, is_item))
        lines.extend(part.line.numbers)
    if not blocks:
        return None
    text = blocks[0][0]
    for (block, is_item), (_before, was_item) in zip(blocks[1:], blocks, strict=False):
        text += ("\n" if is_item and was_item else "\n\n") + block
    return text, tuple(lines)


def _describes(part: Part, used: set[int]) -> bool:
    line = part.line
    if line.number in used or line.is_meta or part.is_heading or not line.text:
        return False
    if part.section is SectionKind.DESCRIPTION:
        return len(part.text) > 10
    if part.section is not None or line.kind in {LineKind.HEADING, LineKind.ROW}:
        return False
    if line.kind is LineKind.ITEM:
        return False
    is_sentence = len(line.text) >= SHORTEST and re.search(r"[.!?…:”\"’)]$", line.text)
    return bool(is_sentence) and " " in line.text and not (_CALLS.match(line.text) and len(line.text) < 200)


def introduces(part: Part) -> bool:
    """“Our webinar addresses questions such as:”: said by the list that follows."""
    return part.line.kind is LineKind.TEXT and part.line.text.rstrip().endswith(":")


def left_over(parts: Sequence[Part], used: set[int]) -> tuple[SourceLine, ...]:
    """Returns lines that went into nothing."""
    return tuple(
        SourceLine(part.line.number, part.line.text)
        for part in parts
        if part.line.number not in used
        and part.line.text
        and not part.line.is_meta
        and not (part.is_heading and part.section is not None)
    )
