"""What may be the title of a webinar, and what is seen at once about each candidate.

Every line near the top, whatever stands between its marks, every quotation, and the page's own name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.entries import row_of
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS
from webinars.pure.announcements.reader.people.names import folded_name, has_title, name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.table_columns import columns
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.title.pieces import is_no_title, pieces_of, said_by
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

MOST_LINES, MOST_HEADINGS, MOST_OF_TEXT, FARTHEST = 20, 60, 200, 3
LONGEST, LONGEST_LINE = 200, 240
LONG_WORD: Final = 5
"""Letters of a word that comes back in the text below where it is what the webinar is about."""
SHORTEST: Final = 8
"""Characters of a title that no mark sets apart."""


class TitleCandidate(Struct, frozen=True):
    """What may be the title, with what is seen about it."""

    text: str
    lines: tuple[int, ...]
    seen: frozenset[str]


class Titles(Struct, frozen=True):
    """What may be the title of a text by its lines alone, in their order, and the text around it."""

    parts: Sequence[Part]
    page_title: str
    folded: Sequence[str]
    """The words of the lines, for what comes back."""
    about: Sequence[frozenset[str]]
    """What is seen about each line near the top."""
    found: list[TitleCandidate] = field(default_factory=list)


_QUOTED: Final = re.compile(r"(?:[“\"„«‘{]|(?<!\w)')\s?(?P<said>[^“”\"„«»{}]{6,160}?)\s?[”\"»“’'}](?!\w)")
_BEFORE_QUOTE: Final = re.compile(
    rf"\b(?:{EVENT_WORDS}|{one_of('small.on')}|{one_of('titles.quoted_after')})\b[,:]?\s*$", re.IGNORECASE
)


def candidates(parts: Sequence[Part], page_title: str) -> Titles:
    """Returns whatever may be the title: of each line near the top what may be one, and the page's own name."""
    own = [part for part in parts if part.line.text and not (part.line.is_meta or _is_of_table(part))]
    titles = Titles(
        own,
        page_title,
        [f" {folded_name(part.line.text)} " for part in own[:MOST_OF_TEXT]],
        list(_about_lines(own)),
    )
    for number, part in enumerate(own[:MOST_HEADINGS]):
        if number < MOST_LINES or part.line.kind is LineKind.HEADING or part.section is SectionKind.TITLE:
            for text, seen in _texts_of(part, titles):
                _add(titles, TitleCandidate(text, part.line.numbers, titles.about[number] | seen))
    for piece in pieces_of(page_title):
        _add(titles, TitleCandidate(piece.text, (), piece.seen | {"of page"}))
    return titles


def _is_of_table(part: Part) -> bool:
    """Returns whether it is the first row of a table of people, or one below it."""
    return bool(columns(part.line.text)) or row_of(part) is not None


def _add(titles: Titles, one: TitleCandidate) -> None:
    known = replace(one, seen=one.seen | _about_text(one.text, titles))
    if not _is_none(known):
        titles.found.append(known)


_SENTENCES: Final = {"size long", "size prose"}
_NEVER: Final = {"is greeting", "is sign-off", "is next", "is prose", "is none"}


def _is_none(candidate: TitleCandidate) -> bool:
    """Returns whether it is a date, a greeting or the like, or the rest of a sentence."""
    is_quoted = any(one.startswith("quoted") for one in candidate.seen)
    is_rest = candidate.text[:1].islower() and not is_quoted and bool(candidate.seen & _SENTENCES)
    return is_rest or bool(candidate.seen & _NEVER) or (not is_quoted and is_no_title(candidate.text))


def _is_dated(part: Part) -> bool:
    text = part.line.text[:300]
    return any(char.isdigit() for char in text) and any(one.kind != "zone" for one in find_mentions(text))


def _texts_of(part: Part, titles: Titles) -> Iterator[tuple[str, frozenset[str]]]:
    """Yields what the line may call the webinar: all of it, what stands between its marks, what it quotes."""
    line = part.line.text
    is_title = part.section is SectionKind.TITLE and part.is_labelled
    text = part.text if is_title else line
    if len(text) <= LONGEST_LINE:
        for piece in pieces_of(text):
            often = {f"before {min(_often(folded_name(piece.before), titles), 3)}"} if piece.before else set()
            yield piece.text, piece.seen | often
    for quoted in _QUOTED.finditer(line[:600]):
        said = quoted["said"].strip(" .,")
        is_all = len(line) - len(quoted[0]) < 3
        before = "led" if _BEFORE_QUOTE.search(line[: quoted.start()]) else "bare"
        yield said, frozenset({"quoted alone" if is_all else f"quoted {before}"})
    for words, how in (
        *((bold, "bold") for bold in part.line.bold),
        *((link.text, "link") for link in part.line.links),
    ):
        said = words.strip(" .,:")
        if SHORTEST < len(said) < LONGEST and len(line) > 2 * len(said) and "/" not in said:
            yield said, frozenset({f"{how} within"})


def _about_lines(parts: Sequence[Part]) -> Iterator[frozenset[str]]:
    dated = [number for number, part in enumerate(parts[: MOST_HEADINGS + FARTHEST]) if _is_dated(part)]
    is_letter = False
    for number, part in enumerate(parts[:MOST_HEADINGS]):
        said = said_by(part.line.text)
        is_letter = is_letter or "greeting" in said
        about = _about_line(number, parts, dated, is_letter=is_letter)
        yield frozenset(about | {f"line is {one}" for one in said})


def _about_line(number: int, parts: Sequence[Part], dated: Sequence[int], *, is_letter: bool) -> set[str]:
    part = parts[number]
    line = part.line
    level = f" {min(line.level, 3)}" if line.kind is LineKind.HEADING else ""
    seen = {
        f"line {number if number < 4 else 'few' if number < 8 else 'some' if number < 16 else 'far'}",
        f"{line.kind}{level}",
        f"section {part.section}{' labelled' if part.is_labelled else ''}{' heading' if part.is_heading else ''}",
        f"size {_size(line.text)}",
        f"ends {line.text[-1] if line.text[-1] in '.:?!,…' else 'open'}",
        f"date {_nearest(number, dated)}",
    }
    if (
        line.kind is LineKind.HEADING
        and sum(one.line.kind is LineKind.HEADING and one.line.level <= line.level for one in parts[:30]) == 1
    ):
        seen.add("only heading")
    if line.is_bold:
        seen.add("bold")
    if line.links and line.links[0].text == line.text:
        seen.add("link")
    if is_letter:
        seen.add(f"letter {line.kind}")
    if number + 1 < len(parts):
        below = parts[number + 1]
        seen.add(f"below {'dated' if number + 1 in dated else _size(below.line.text)}")
        if below.line.kind is LineKind.HEADING:
            seen.add("heading below")
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


def _often(folded: str, titles: Titles) -> int:
    """Returns in how many lines these words stand."""
    return sum(f" {folded} " in other for other in titles.folded) if folded else 0


def _about_text(text: str, titles: Titles) -> frozenset[str]:
    seen = {f"words {_size(text)}"}
    folded = folded_name(text)
    often = _often(folded, titles)
    seen.add(f"seen {min(often, 3)}")
    words = {word for word in folded.split() if len(word) >= LONG_WORD}
    again = sum(sum(f" {word} " in other for other in titles.folded) > often for word in words)
    seen.add(f"again {round(4 * again / len(words)) if words else 'none'}")
    page = folded_name(titles.page_title)
    if page and folded:
        is_all, is_front, is_in = folded == page, page.startswith(folded), folded in page
        seen.add("is page" if is_all else "begins page" if is_front else "in page" if is_in else "not page")
    if text[:1].islower():
        seen.add("small")
    if text.isupper():
        seen.add("capitals")
    if name_in(text, is_strict=True) or (has_title(text) and len(text.split()) < 6):
        seen.add("name")
    seen |= {f"is {one}" for one in said_by(text)}
    if text[-1:] in "?!":
        seen.add(f"closes {text[-1]}")
    return frozenset(seen)
