"""Lines that a site prints around a post: the way to it, its menu, when it was put up, where to share it."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.reader.text.lines import Line, LineKind
from webinars.pure.announcements.reader.words import all_of, one_of
from webinars.pure.times import find_mentions

_SITE_WORDS: Final = one_of("furniture.menu")
_MENU_WORDS: Final = f"{_SITE_WORDS}|{one_of('furniture.menu_only')}"
_CRUMBS = re.compile(
    rf"(?:(?:{one_of('furniture.you_are_here')})\s*:?\s*.*|(?:{_SITE_WORDS})\s*[>»›→]\s.{{0,200}}|(?:{_SITE_WORDS}"
    rf")(?:\s+(?:/|::|\|)\s+(?:{_SITE_WORDS}|online))++(?:\s+(?:/|::|\|)\s+.{{0,120}})?)",
    re.IGNORECASE,
)
_MENU = re.compile(rf"(?:(?:{_MENU_WORDS})(?:\s*[|·•]\s*|\s+|$)){{2,}}+", re.IGNORECASE)
_KICKER = re.compile(rf"(?:(?:{_SITE_WORDS})\s*[:/]?)", re.IGNORECASE)
_KEPT: Final = all_of("furniture.no_menu")
"""Words that above a text say what kind of event it is, and to the reader of titles what a title begins with."""
_AROUND = re.compile(
    f"(?:back to (?:{one_of('furniture.back_to')}).{{0,20}}|retour(?: [àa] .{{3,30}})?|"
    rf"(?:{one_of('furniture.share')})(?: (?:{one_of('furniture.share_on')}))?\s*:.{{0,80}}|(?:(?:x|"
    rf"{one_of('furniture.networks')})(?:\s*[|·•,]\s*|\s+|$)){{2,}}+|(?:(?:{one_of('furniture.tags')})\s*:|"
    rf"{one_of('furniture.posted')}).{{0,160}}|(?:{one_of('furniture.reading_time')}).{{0,20}}|\d{{1,3}} "
    rf"min(?:ute)?s?(?: (?:{one_of('furniture.of_reading')}))|\d{{1,4}} (?:{one_of('furniture.counted')})|"
    rf"{one_of('furniture.around')}|(?:-{{5,}})?[^-]{{3,60}}-{{5,}})",
    re.IGNORECASE,
)
"""The last is a rule that ends words: “---------- Forwarded message ---------”."""
_PUT_UP = re.compile(
    r"(?:[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} \d\d:\d\d:\d\d [A-Z]{2,5} \d{4}|[\w.’'-]+(?: [\w.’'-]+){0,4} \S+ at "
    r"[\w.-]+\.[a-z]{2,6})"
)
"""The head of a letter in the archive of a mailing list."""
_COUNTED = re.compile(
    rf"\s*(?:[•·|,–—-]\s*)?(?:\d{{1,3}}\s?min(?:ute)?s?(?: (?:{one_of('furniture.of_reading')}))?|"
    r"\d{1,7}(?: views?)?)\s*"
)
_MAX_LENGTH: Final = 220
_HEAD: Final = 4
"""Lines at the top among which a menu, or the name of a part of a site, may stand."""


def boilerplate_lines(lines: Sequence[Line]) -> set[int]:
    """Returns the numbers of the lines that are not of the text itself."""
    found: set[int] = set()
    above = 0
    for position, line in enumerate(lines):
        text = line.text.strip()
        is_head = position - above < _HEAD and len(lines) > position + 1
        if len(text) > _MAX_LENGTH or not text:
            continue
        if _AROUND.fullmatch(text) or (is_head and _is_above(text, line, is_first=position == above)):
            found.add(line.number)
            above += position == above
    return found


def front_matter(text: str) -> set[int]:
    """Returns the numbers of the lines, between rules at the top of a page in Markdown, but for title and day."""
    rows = text[:_MAX_FRONT].splitlines()
    if not rows or rows[0].strip() != "---" or "---" not in (row.strip() for row in rows[1:]):
        return set()
    end = next(number for number, row in enumerate(rows[1:], start=2) if row.strip() == "---")
    return {
        number
        for number, row in enumerate(rows[:end], start=1)
        if (key := re.match(r"\s*(\w+)\s?:", row)) and key[1].casefold() not in {"title", "date", "speakers"}
    }


_MAX_FRONT: Final = 4_000


def _is_above(text: str, line: Line, *, is_first: bool) -> bool:
    """Returns whether a line near the top is part of the site's head."""
    if _CRUMBS.fullmatch(text) or _MENU.fullmatch(text) or _PUT_UP.fullmatch(text) or _is_counted(text):
        return True
    is_kicker = _KICKER.fullmatch(text) is not None and text.casefold().strip(" :/") not in _KEPT
    return is_first and is_kicker and line.kind is not LineKind.ITEM


def _is_counted(text: str) -> bool:
    """“Podcast 2019-03-04 1834”, “4 March 2019 • 55 min”: a day, and then how long or how often read."""
    days = [mention for mention in find_mentions(text[:200]) if mention.kind == "date"]
    return len(days) == 1 and _COUNTED.fullmatch(text, days[0].end) is not None
