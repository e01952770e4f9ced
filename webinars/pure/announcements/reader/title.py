"""The title of a webinar and the series it belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from webinars.pure.announcements.reader.kinds import EVENT_WORDS
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.names import name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.series import SERIES_HEAD, series_only
from webinars.pure.announcements.reader.title_candidates import may_be_title
from webinars.pure.announcements.reader.title_trims import (
    is_only_date,
    without_date_front,
    without_front,
    without_kind,
    without_tail,
)
from webinars.pure.announcements.reader.vocabulary import Section


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its line, and what the words around it say about a series."""

    text: str
    lines: tuple[int, ...]
    series: str | None = None
    is_uncertain: bool = False


def read_title(parts: Sequence[Part], page_title: str) -> Title | None:
    """The best candidate near the top of the text."""
    series: str | None = None
    if marked := _marked_title(parts):
        return marked
    lists = [position for position, part in enumerate(parts) if part.section in {Section.LINEUP, Section.QUESTIONS}]
    candidates = [part for part in parts[: min([14, *lists[:1]])] if may_be_title(part)]
    headings = [part for part in candidates if part.line.kind is LineKind.HEADING and part.line.level <= 2]
    ordered = (
        headings + [part for part in candidates if part not in headings]
        if (headings and headings[0].line.level == 1) or (headings and parts.index(headings[0]) < 3)
        else candidates
    )
    for position, part in enumerate(ordered):
        found = _made(part.line.text, part.line.numbers, series)
        if found is None:
            series = series or series_only(part.line.text)
            continue
        is_followed = position + 1 < len(ordered) and re.match(r"#\s?\d", ordered[position + 1].line.text)
        if is_followed or (_NAMES_SERIES.search(part.line.text) and position + 1 < len(ordered)):
            series = series or found.text
            continue
        if position and len(part.line.text) > 160:
            break
        return found
    if page_title and (found := _made(re.split(r"\s+[|–—-]\s+", page_title)[0], (), None)):
        return Title(found.text, (), None, is_uncertain=True)
    return None


def possible_titles(parts: Sequence[Part]) -> Iterator[Title]:
    """Whatever else may be the title: lines near the top that stand as titles do, and what is quoted."""
    for part in parts[:MOST_LOOKED_AT]:
        if may_be_title(part) and (found := _made(part.line.text, part.line.numbers, None)):
            yield replace(found, is_uncertain=True)
        for quoted in _QUOTED.finditer(part.line.text):
            yield Title(quoted[1].strip(" .,"), part.line.numbers, is_uncertain=True)


MOST_LOOKED_AT = 30
_QUOTED = re.compile(r"[“\"„«]\s?([^“”\"„«»]{8,160}?)\s?[”\"»“]")


def _marked_title(parts: Sequence[Part]) -> Title | None:
    """A title that a label says to be one."""
    # The subject of a mail is the next best after a title.
    for part in sorted(
        parts[:60],
        key=lambda part: bool(
            re.match(r"\W*(?:subject|betreff|objet|asunto|assunto)\b", part.line.text, re.IGNORECASE)
        ),
    ):
        is_named = part.section is Section.TITLE and part.is_labelled and len(part.text) > 3 and not part.is_item
        if is_named and (labelled := _made(part.text, part.line.numbers, None)):
            return labelled
    return None


_NAMES_SERIES = re.compile(
    r"\b(?:webinar|lecture|seminar|talk|event|discussion|conversation|workshop)s? series(?: on\b| about\b|$)",
    re.IGNORECASE,
)


def _made(text: str, lines: tuple[int, ...], series: str | None) -> Title | None:
    """A title without its prefixes and tails; None when nothing but a date or a series is left."""
    title = re.sub(r"^[^\w“\"‘'„«¿¡(\[#@]+|^#\d{1,3}\s*[:–—-]?\s+", "", text).strip()
    if title[:1] == title[-1:] == '"' and title.count('"') == len('""'):
        title = title[1:-1]
    if is_only_date(title) or series_only(title) is not None:
        return None
    title = without_date_front(title)
    title, series = without_front(title, series)
    title = without_kind(title)
    head = SERIES_HEAD.match(title)
    if head and len(title) - head.end() > 8:
        series = series or (head["series"] or head["sessioned"] or head["numbered"]).strip()
        title = title[head.end() :]
    title = without_tail(without_date_front(title))
    speaker = None
    if quoted := re.match(r"^([^“\"„«:]{3,70}):\s+[“\"„«]([^“”\"„«»]{4,160})[”\"»“]$", title):
        speaker, title = name_in(quoted[1], is_strict=True), quoted[2]
    if re.match(
        r"(?:today|tomorrow|tonight|yesterday|last night|(?:this|last) (?:week|month|\w+day))\b(?:['’]s)?.*\bwebinar",
        title,
        re.IGNORECASE,
    ):
        return None
    if is_only_date(title) or is_only_date(re.sub(rf"^(?:{EVENT_WORDS})\b", "", title, flags=re.IGNORECASE)):
        return None
    if not title or len(title) < 3 or not re.search(r"[^\W\d_]", title):
        return None
    # “Ada Example: ‘On Engines’” names the speaker as well.
    return Title(title, lines, series, is_uncertain=speaker is not None)
