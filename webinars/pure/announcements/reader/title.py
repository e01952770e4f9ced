"""The title of a webinar and the series it belongs to."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.names import name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.series import SERIES_HEAD, series_only
from webinars.pure.announcements.reader.title_candidates import is_kicker, is_masthead, may_be_title
from webinars.pure.announcements.reader.title_trims import (
    SHORTEST,
    is_only_date,
    without_date_front,
    without_front,
    without_kind,
    without_tail,
)
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.announcements.reader.words import one_of


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its line, and what the words around it say about a series."""

    text: str
    lines: tuple[int, ...]
    series: str | None = None
    is_uncertain: bool = False


_GREETING: Final = re.compile(
    rf"(?:{one_of('letters.friends')}),?$|(?:{one_of('letters.dear')})\b.{{0,60}}[,!:]?$", re.IGNORECASE
)


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
        if is_masthead(part, ordered[position + 1 :]) or is_kicker(part, ordered[position + 1 :]):
            continue
        is_followed = position + 1 < len(ordered) and re.match(r"#\s?\d", ordered[position + 1].line.text)
        if is_followed or (_NAMES_SERIES.search(part.line.text) and position + 1 < len(ordered)):
            series = series or found.text
            continue
        return _in_full(found, parts)
    if bold := _bold_in_sentence(parts):
        return bold
    if page_title and (found := _made(re.split(r"\s+[|–—-]\s+", page_title)[0], (), None)):
        return Title(found.text, (), None, is_uncertain=True)
    return _quoted_title(parts)


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
    """A title that a label, a line of quotation marks or the quotation of a letter says to be one."""
    # The subject of a mail is the next best after a title.
    for part in sorted(
        parts[:60],
        key=lambda part: bool(re.match(rf"\W*(?:{one_of('mail.subject')})\b", part.line.text, re.IGNORECASE)),
    ):
        is_named = part.section is Section.TITLE and part.is_labelled and len(part.text) > 3 and not part.is_item
        if is_named and (labelled := _made(part.text, part.line.numbers, None)):
            return labelled
    for part, below in itertools.pairwise(parts[:12]):
        is_awaited = _NEXT_ONE.fullmatch(part.line.text.strip()) and may_be_title(below)
        if is_awaited and (awaited := _made(below.line.text, below.line.numbers, None)):
            return awaited
    if alone := _quoted_alone(parts):
        return alone
    # What a letter invites to stands in its sentences.
    is_letter = any(_GREETING.match(part.line.text) for part in [part for part in parts if not part.line.is_meta][:4])
    return _quoted_title(parts) if is_letter else None


_NEXT_ONE = re.compile(rf"(?:our |the )?(?:{one_of('titles.next')})\s(?:{EVENT_WORDS})\s?:?", re.IGNORECASE)
"""“Upcoming webinar:” above what it is called."""
_QUOTED_LINE = re.compile(
    rf"[“\"„«‚‘]\s?([^“”\"„«»]{{8,160}}?)\s?[”\"»“’‘][.!]?(?:\s*\((?:{one_of('titles.how')}"
    r")\))?"
)


def _quoted_alone(parts: Sequence[Part]) -> Title | None:
    """The one line near the top that is nothing but a quotation, where no heading of the page stands above it."""
    if not parts or (parts[0].line.kind is LineKind.HEADING and parts[0].line.level == 1):
        return None
    quoted = [
        (part, found[1])
        for part in parts[:16]
        if part.section in {None, Section.LINEUP, Section.DESCRIPTION, Section.TITLE}
        and part.line.kind is not LineKind.ITEM
        and (found := _QUOTED_LINE.fullmatch(part.line.text.strip()))
    ]
    return Title(quoted[0][1], quoted[0][0].line.numbers) if len(quoted) == 1 else None


def _bold_in_sentence(parts: Sequence[Part]) -> Title | None:
    """“Thank you to all who joined **Whose Data? Whose City?** on 8 February”."""
    for part in parts[:2]:
        for text in part.line.bold:
            is_all = len(part.line.text) < 2 * len(text)
            if len(text.split()) > 1 and len(text) > SHORTEST and not is_all and not is_only_date(text):
                return Title(text.strip(" .,:"), part.line.numbers, is_uncertain=True)
    return None


_NAMES_SERIES = re.compile(rf"\b(?:{one_of('titles.of_series')})s? series(?: on\b| about\b|$)", re.IGNORECASE)


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
    if is_only_date(title) or is_only_date(re.sub(rf"^(?:{EVENT_WORDS})\b", "", title, flags=re.IGNORECASE)):
        return None
    if not title or len(title) < 3 or not re.search(r"[^\W\d_]", title):
        return None
    # “Ada Example: ‘On Engines’” names the speaker as well.
    return Title(title, lines, series, is_uncertain=speaker is not None)


def _in_full(title: Title, parts: Sequence[Part]) -> Title:
    """The title with its second half, where it stands so below: “Comets” above, “Comets: a history” under it."""
    for part in parts[:4]:
        if part.line.number in title.lines:
            continue
        text = part.line.text.strip()
        is_alone = part.line.kind is not LineKind.ITEM and len(text) >= len(title.text) // 3 and len(text.split()) > 1
        if is_alone and text.casefold() in title.text.casefold() and _only_says_how(title.text, text):
            return replace(title, text=text, lines=(*title.lines, *part.line.numbers))
        is_longer = text.casefold().startswith(title.text.casefold()) and len(text) < MAX_TITLE
        if is_alone and is_longer and re.match(r"\s?[:–—-]\s", text[len(title.text) :]):
            full = _made(text, (*title.lines, *part.line.numbers), title.series)
            return full or title
    return title


def _only_says_how(title: str, text: str) -> bool:
    """“Public meeting Comets and Us in person and online”, where “Comets and Us” stands below."""
    at = title.casefold().index(text.casefold())
    around = f"{title[:at]} {title[at + len(text) :]}"
    return bool(_HOW.fullmatch(around)) and len(around.strip()) > 1


_HOW = re.compile(rf"(?:\b(?:{EVENT_WORDS}|&|{one_of('titles.manner')})\b|[\s:–—|-])++", re.IGNORECASE)
MAX_TITLE = 160


def _quoted_title(parts: Sequence[Part]) -> Title | None:
    """“… a webinar on ‘Comets and their Tails’”: for texts without a line of their own for the title."""
    for part in parts[:20]:
        if series_only(part.line.text) is not None:
            continue
        named = re.search(
            f"(?:{EVENT_WORDS}|{one_of('small.on')}|{one_of('titles.quoted_after')}"
            r")\b[,:]?\s*[“\"„«‘]([^”“\"»’]{6,160})[”“\"»’]",
            part.line.text,
            re.IGNORECASE,
        )
        if named:
            return Title(named[1].strip(), part.line.numbers, None, is_uncertain=True)
    for part in parts[:3]:
        quoted = re.search(r"[“\"„«»]([^”“\"«»]{8,160})[”\"»«“]", part.line.text[:400])
        if quoted and series_only(part.line.text) is None:
            return Title(quoted[1].strip(), part.line.numbers, None, is_uncertain=True)
    return None
