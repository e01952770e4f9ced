"""What may be the title of a webinar, and what is seen at once about each candidate.

Every line near the top, whatever stands between its marks, every quotation, and what a second voice takes for a title.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.names import folded_name, has_title, name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.series import SERIES_HEAD, series_only
from webinars.pure.announcements.reader.title_pieces import Piece, is_only_date, pieces_of, said_by
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

Heard = Mapping[tuple[int, str], float]
"""What a second voice takes for titles: by line and words, how likely."""

MOST_LINES, MOST_HEADINGS, MOST_OF_TEXT, FARTHEST = 20, 60, 200, 3
LONGEST, LONGEST_LINE = 200, 240
MOST_WORDS: Final = 12
"""Of a line that is cut at its marks only; within a sentence a title may begin and end anywhere."""
SHORTEST: Final = 8
"""Characters of a title that no mark sets apart."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be the title, with what is seen about it, and the series that stands before it."""

    text: str
    lines: tuple[int, ...]
    seen: frozenset[str]
    series: str | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """The text around a candidate: its lines, which of them are dated, and their words."""

    parts: Sequence[Part]
    dated: Sequence[int]
    page_title: str
    folded: Sequence[str]


_QUOTED: Final = re.compile(r"(?:[“\"„«‘]|(?<!\w)')\s?(?P<said>[^“”\"„«»]{6,160}?)\s?[”\"»“’'](?!\w)")
_BEFORE_QUOTE: Final = re.compile(
    rf"\b(?:{EVENT_WORDS}|{one_of('small.on')}|{one_of('titles.quoted_after')})\b[,:]?\s*$", re.IGNORECASE
)
_SERIES_WORD: Final = re.compile(r"\b(?:series|community call)\b", re.IGNORECASE)


def candidates(parts: Sequence[Part], page_title: str, heard: Heard | None = None) -> list[Candidate]:
    """Whatever may be the title, in the order of the text."""
    own = [part for part in parts if not part.line.is_meta and part.line.text]
    around = _Around(
        own,
        [number for number, part in enumerate(own[: MOST_HEADINGS + FARTHEST]) if _is_dated(part)],
        folded_name(page_title),
        [f" {folded_name(part.line.text)} " for part in own[:MOST_OF_TEXT]],
    )
    found: list[Candidate] = []
    is_letter = False
    for number, part in enumerate(own[:MOST_HEADINGS]):
        is_letter = is_letter or "greeting" in said_by(part.line.text)
        about = frozenset(_about_line(number, around, is_letter=is_letter))
        if number < MOST_LINES or part.line.kind is LineKind.HEADING or part.section is Section.TITLE:
            found += [
                Candidate(text, part.line.numbers, about | more | _about_text(text, around), series)
                for text, more, series in _texts_of(part)
            ]
        if len(part.line.text.split()) > MOST_WORDS:
            known = {one.text for one in found if one.lines == part.line.numbers}
            for text in (text for line, text in heard or () if line == part.line.number and text not in known):
                found.append(Candidate(text, part.line.numbers, about | {"within"} | _about_text(text, around)))
    found += [
        Candidate(piece.text, (), piece.seen | {"of page"} | _about_text(piece.text, around))
        for piece in pieces_of(page_title)
    ]
    found = [one for one in found if not _is_none(one)]
    if heard is None:
        return found
    return [replace(one, seen=one.seen | {_heard(one, heard)}) for one in found]


_SENTENCES: Final = {"size long", "size prose"}
_NEVER: Final = {"greeting", "sign-off", "next", "prose"}


def _is_none(candidate: Candidate) -> bool:
    """Whether it is a date, a greeting or the like, or the rest of a sentence."""
    is_quoted = any(one.startswith("quoted") for one in candidate.seen)
    is_rest = candidate.text[:1].islower() and not is_quoted and bool(candidate.seen & _SENTENCES)
    return is_rest or is_only_date(candidate.text) or bool(said_by(candidate.text) & _NEVER)


def _heard(candidate: Candidate, heard: Heard) -> str:
    chance = max((heard.get((line, candidate.text), 0.0) for line in candidate.lines), default=0.0)
    return f"heard {next(most for most in _CHANCES if chance <= most)}"


_CHANCES: Final = (0.02, 0.1, 0.3, 0.6, 0.8, 0.95, 1.01)


def _is_dated(part: Part) -> bool:
    text = part.line.text[:300]
    return any(char.isdigit() for char in text) and any(one.kind != "zone" for one in find_mentions(text))


def _texts_of(part: Part) -> Iterator[tuple[str, frozenset[str], str | None]]:
    """What the line may call the webinar: all of it, what stands between its marks, what it quotes."""
    line = part.line.text
    is_title = part.section is Section.TITLE and part.is_labelled
    text = part.text if is_title else line
    if len(text) <= LONGEST_LINE:
        for piece in pieces_of(text):
            yield piece.text, piece.seen, _series_of(piece)
    for quoted in _QUOTED.finditer(line[:600]):
        said = quoted["said"].strip(" .,")
        is_all = len(line) - len(quoted[0]) < 3
        before = "led" if _BEFORE_QUOTE.search(line[: quoted.start()]) else "bare"
        yield said, frozenset({"quoted alone" if is_all else f"quoted {before}"}), None
    for bold in part.line.bold:
        said = bold.strip(" .,:")
        if 8 < len(said) < LONGEST and len(line) > 2 * len(said):
            yield said, frozenset({"bold within"}), None


def _series_of(piece: Piece) -> str | None:
    head = SERIES_HEAD.match(f"{piece.before}: x") if piece.before else None
    if head:
        return (head["series"] or head["sessioned"] or head["numbered"]).strip()
    return piece.before if piece.before and _SERIES_WORD.search(piece.before) else None


def _about_line(number: int, around: _Around, *, is_letter: bool) -> set[str]:
    part = around.parts[number]
    line = part.line
    level = f" {min(line.level, 3)}" if line.kind is LineKind.HEADING else ""
    seen = {
        f"line {number if number < 4 else 'few' if number < 8 else 'some' if number < 16 else 'far'}",
        f"{line.kind}{level}",
        f"section {part.section}{' labelled' if part.is_labelled else ''}{' heading' if part.is_heading else ''}",
        f"size {_size(line.text)}",
        f"ends {line.text[-1] if line.text[-1] in '.:?!,…' else 'open'}",
        f"date {_nearest(number, around.dated)}",
    }
    if (
        line.kind is LineKind.HEADING
        and sum(one.line.kind is LineKind.HEADING and one.line.level <= line.level for one in around.parts[:30]) == 1
    ):
        seen.add("only heading")
    if line.is_bold:
        seen.add("bold")
    if line.links and line.links[0].text == line.text:
        seen.add("link")
    if is_letter:
        seen.add(f"letter {line.kind}")
    if number + 1 < len(around.parts):
        below = around.parts[number + 1]
        seen.add(f"below {'dated' if number + 1 in around.dated else _size(below.line.text)}")
        if below.line.kind is LineKind.HEADING:
            seen.add("heading below")
    seen |= {f"line is {one}" for one in said_by(line.text)}
    return seen


def _size(text: str) -> str:
    words = len(text.split())
    return next(
        name
        for most, name in ((1, "word"), (3, "few"), (7, "row"), (14, "line"), (28, "long"), (10_000, "prose"))
        if words <= most
    )


def _nearest(number: int, dated: Sequence[int]) -> str:
    near = min((other - number for other in dated), key=abs, default=99)
    return str(near) if -2 <= near <= FARTHEST else "far" if near > 0 else "behind"


def _about_text(text: str, around: _Around) -> frozenset[str]:
    seen = {f"words {_size(text)}"}
    folded = folded_name(text)
    often = sum(f" {folded} " in other for other in around.folded) if folded else 0
    seen.add(f"seen {min(often, 3)}")
    if around.page_title and folded:
        seen.add(
            "is page"
            if folded == around.page_title
            else "begins page"
            if around.page_title.startswith(folded)
            else "in page"
            if folded in around.page_title
            else "not page"
        )
    if text[:1].islower():
        seen.add("small")
    if text.isupper():
        seen.add("capitals")
    if name_in(text, is_strict=True) or (has_title(text) and len(text.split()) < 6):
        seen.add("name")
    seen |= {f"is {one}" for one in said_by(text)}
    if series_only(text) is not None:
        seen.add("is series")
    if text[-1:] in "?!":
        seen.add(f"closes {text[-1]}")
    return frozenset(seen)
