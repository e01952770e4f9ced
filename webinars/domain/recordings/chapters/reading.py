"""Chapters out of whatever was pasted: a video's description, a list somebody typed."""

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

from webinars.db import length_of
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import Chapter
from webinars.pure.videos import LONGEST_S

TITLE_LENGTH = length_of(Chapter.title)
LONGEST_LINE = 400
"""Nobody writes a chapter longer than that, and looking through such a line takes long."""

_TIME = r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,3}):(?P<s>[0-5]\d)(?:[.,]\d{1,3})?(?!\d|:\d)"
_RANGE = r"(?:\s*[-–—~→]+\s*(?:\d{1,3}:)?\d{1,3}:[0-5]\d(?!\d|:\d))?"
_FIRST = re.compile(rf"(?:\W|_)*(?:\d{{1,3}}[.):]?\s+(?:\W|_)*)?(?<!\d){_TIME}{_RANGE}(?P<title>.*)")
"""Bullets, a number and brackets may stand before the time."""
_LAST = re.compile(rf"(?P<title>.*?\S)(?:\s+|[(\[])(?:\W|_)*(?<!\d){_TIME}{_RANGE}[\s)\]}}]*")
_BEFORE_TITLE = re.compile(r"[\s)\]}>|:;.,~→–—-]+")
_AFTER_TITLE = re.compile(r"[\s(\[{<|:;,~→–—-]+$")
_LINK = re.compile(r"^\(https?://[^)\s]*\)")
"""What follows the time when it was a link in Markdown."""


class ChapterLine(Struct, frozen=True):
    """One chapter as it was written."""

    shown_s: int
    """The second that the list names."""
    title: str


def read_chapters(text: str) -> tuple[ChapterLine, ...]:
    """Returns the chapters that `text` lists, in order of time.

    Lines without one are left out, and so is a second one's twin. A time stands first in its line, after a bullet, a
    number or a bracket at most. Where it does so nowhere, it may stand last.
    """
    lines = [unicodedata.normalize("NFKC", line[:LONGEST_LINE]) for line in many_lines(text).split("\n")]
    found = list(_read(lines, _FIRST)) or list(_read(lines, _LAST))
    by_second: dict[int, ChapterLine] = {}
    for chapter in found:
        by_second.setdefault(chapter.shown_s, chapter)
    return tuple(by_second[second] for second in sorted(by_second))


def _read(lines: list[str], form: re.Pattern[str]) -> Iterator[ChapterLine]:
    for place, line in enumerate(lines):
        found = form.fullmatch(line.strip())
        shown_s = None if found is None else _seconds(found)
        if found is None or shown_s is None:
            continue
        title = _title(found["title"])
        following = lines[place + 1] if place + 1 < len(lines) else ""
        if not title and not form.fullmatch(following.strip()):
            # The title has a line of its own.
            title = _title(following)
        if title:
            yield ChapterLine(shown_s, title)


def _seconds(found: re.Match[str]) -> int | None:
    if found["h"] and int(found["m"]) > 59:  # noqa: PLR2004 - minutes of an hour
        return None
    total = int(found["h"] or 0) * 3600 + int(found["m"]) * 60 + int(found["s"])
    return total if total <= LONGEST_S else None


def _title(text: str) -> str:
    text = _LINK.sub("", one_line(text).lstrip(")]} "))
    begins = _BEFORE_TITLE.match(text)
    return one_line(_AFTER_TITLE.sub("", text[begins.end() if begins else 0 :]), at_most=TITLE_LENGTH)
