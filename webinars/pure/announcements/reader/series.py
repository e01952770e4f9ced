"""The series a webinar belongs to."""

import re
from collections.abc import Sequence

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

_OWN_LINE = re.compile(
    rf"(?:\S+ ){{1,6}}(?:{one_of('headings.series')})|"
    rf"(?:{one_of('series.words')}) (?!(?:{one_of('series.inside')})\b)(?=.*(?-i:[A-ZÄÖÜÉ]))\w[^:–—]{{3,60}}(?<![.?!])",
    re.IGNORECASE,
)
"""“Harbour Speaker Series”, “Kolloquium Bürgerforschung”: above a title, or under it."""
_ANY = re.compile(
    rf"(?:(?:{one_of('series.how')}|{one_of('series.of_what')}|{one_of('small.our_the')}|{one_of('acts.next')}) )*"
    rf"(?:{one_of('headings.series')}|{one_of('series.of_what')})s?",
    re.IGNORECASE,
)
"""“Our online webinar series”, “Public lecture”: names none."""
_TOP = 6
"""Lines among which the name of a series may stand alone."""


SERIES_HEAD = re.compile(
    rf"^(?P<series>(?:[\w&.’'-]+ ){{0,6}}?(?:{one_of('series.heads')}))(?:\s*(?:#|{one_of('series.number')}"
    r")?\s*\d{1,3})?\s*(?:[:|•]|\s[–—-](?=\s))\s*(?=\S)|^(?P<sessioned>[^\W\d].{2,60}?)\s?[–—,:|"
    rf"-]\s(?:{one_of('series.sessions')})\s(?:#|no\.?\s)?\d{{1,2}}\s?[:–—]\s*(?=\S)|^(?P<numbered>[^\W\d][\w&.,’' "
    rf"-]{{2,60}}?)\s(?:#|(?:{one_of('series.episode')}) )\d{{1,3}}\s*(?:[:|•]|\s[–—-](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)


def read_series(parts: Sequence[Part], title_lines: tuple[int, ...]) -> tuple[str, tuple[int, ...]] | None:
    """Returns the series a text names, with its lines, or None if it names none.

    A label tells it, or what stands before the title, or a line of its own near the top.
    """
    for part in parts:
        # A site prints “Webinar Series” above the title.
        is_said = part.section is SectionKind.SERIES and (part.is_labelled or part.heading is not parts[0].line)
        if is_said and part.text and not part.is_heading and len(part.text) < 120:
            return part.text.strip(' .“”"'), part.line.numbers
    if (head := _series_before_title(title_lines, parts)) and not _ANY.fullmatch(head):
        return head, title_lines
    return next(((name, part.line.numbers) for part in parts[:_TOP] if (name := _own_line(part))), None)


def _series_before_title(lines: Sequence[int], parts: Sequence[Part]) -> str | None:
    """“Community call” of “Community call: On Engines”."""
    heads = (SERIES_HEAD.match(part.line.text) for part in parts if part.line.number in lines)
    return next((head["series"] or head["sessioned"] or head["numbered"] for head in heads if head), None)


def _own_line(part: Part) -> str | None:
    text = part.line.text.strip()
    if part.line.is_meta or len(text) > _LONGEST:
        return None
    is_timed = any(mention.kind in {"date", "time"} for mention in find_mentions(text))
    return text if _OWN_LINE.fullmatch(text) and not is_timed and not _ANY.fullmatch(text) else None


_LONGEST = 90
