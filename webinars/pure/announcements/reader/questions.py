"""The agenda questions of a text, or the topics it lists instead."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.lineup.talk_rows import talk_and_person
from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import one_of

Question = tuple[str, tuple[int, ...]]

_CLOCK: Final = re.compile(
    rf"^\W{{0,3}}\d{{1,2}}(?:[:.h]\d{{2}})?\s?(?:h\b|[-–—]\s?\d|{one_of('times.half_days')})|"
    r"^\W{0,3}\d{1,2}[:.]\d{2}\b",
    re.IGNORECASE,
)
LONGEST_QUESTION: Final = 250
LONGEST_TOPIC: Final = 160


def read_questions(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """Returns the agenda, in order: what stands in a list of questions or topics. Lines in `taken` say something else.

    What is asked in sentences is left to the tagger, since much of it is rhetorical.
    """
    found = _questions_in_lists(parts, taken) or list(_unheaded_lists(parts, taken))
    first = {text.casefold(): lines for text, lines in reversed(found) if text}
    return [(text, lines) for text, lines in found if text and first.pop(text.casefold(), None) is not None]


def _questions_in_lists(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """Returns what stands under headings and sentences that announce questions, topics or an agenda."""
    lists: dict[int, list[Part]] = {}
    for part in parts:
        if _is_listed(part, taken) and _is_worth(part.text):
            lists.setdefault(part.heading.number if part.heading else 0, []).append(part)
    return [
        (_tidy(text), part.line.numbers)
        for entries in lists.values()
        if _is_agenda(entries)
        for part in entries
        for text in (_pieces(part.text) if part.is_labelled else [part.text])
    ]


def _is_agenda(entries: Sequence[Part]) -> bool:
    """Returns whether most of a list is neither addresses nor talks.

    Under “Programme” it goes on with the sentence above.
    """
    others = [part for part in entries if "?" not in part.text and _tells_other(part)]
    goes_on = all(part.section is SectionKind.QUESTIONS or part.text[:1].islower() for part in entries)
    return len(others) * 2 < len(entries) and goes_on


def _tells_other(part: Part) -> bool:
    told = _TELLS_WHO.match(part.text)
    is_person = told is not None and name_in(told[1], is_strict=True) is not None
    return bool(part.line.links) or "://" in part.text or is_person or talk_and_person(part.text) is not None


_TELLS_WHO = re.compile(rf"(.{{3,40}}?) (?:{one_of('links.is')}) ", re.IGNORECASE)
"""“Ada Example is a sailor.”"""


def _is_listed(part: Part, taken: set[int]) -> bool:
    if part.is_heading or part.line.number in taken:
        return False
    if part.section is SectionKind.AGENDA:
        return part.is_item
    if part.section is SectionKind.QUESTIONS:
        return (
            part.is_item
            or part.text.rstrip().endswith("?")
            or (part.is_labelled and ("?" in part.text or len(_pieces(part.text)) > 1))
            or (
                part.line.kind is LineKind.TEXT
                and len(part.text) < LONGEST_TOPIC
                and not part.text.endswith(".")
                and not part.is_labelled
            )
        )
    return False


def _pieces(text: str) -> list[str]:
    """Returns what stands after "Topics include:" on one line: questions, or topics between semicolons or commas."""
    if "?" in text:
        return sentences(text)
    for mark in (r"\s*;\s*", r"\s*[|•·]\s*", r",\s+"):
        pieces = re.split(mark, text.strip(" ."))
        if len(pieces) > 2 and all(len(piece.split()) <= 12 for piece in pieces):
            return pieces
    return [text]


def _is_worth(text: str) -> bool:
    return len(text) > 3 and not _CLOCK.match(text) and not re.match(r"https?://", text)


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:Q\d{0,2}[.:)]|Question \d+[:.])\s*", "", text.strip())
    return text.rstrip(" ;,").strip() if not text.endswith("?") else text.strip()


def _unheaded_lists(parts: Sequence[Part], taken: set[int]) -> Iterator[Question]:
    """Yields the entries of lists without a heading of which half or more are questions."""
    # Above the first sentence stand titles.
    told = next((at for at, part in enumerate(parts) if _is_told(part)), len(parts))
    numbered = enumerate(parts)
    for kind, group in itertools.groupby(numbered, lambda one: _entry_kind(one[1], taken, is_told=one[0] > told)):
        run = [part for _at, part in group]
        asking = sum(part.text.rstrip(' ”"’)').endswith("?") for part in run)
        if kind and asking * 2 >= len(run) and (asking > 1 or (asking and kind == "item")):
            yield from ((_tidy(part.text), part.line.numbers) for part in run)


def _is_told(part: Part) -> bool:
    return part.is_heading or len(part.text) > LONGEST_TOPIC or part.text.endswith((":", "."))


def _entry_kind(part: Part, taken: set[int], *, is_told: bool) -> str:
    """Returns whether a line may be an entry of a list without a heading: "item", "line", or an empty text if not."""
    sections = {None, SectionKind.DESCRIPTION, SectionKind.AGENDA}
    if part.line.number in taken or part.is_heading or part.section not in sections:
        return ""
    if part.is_item:
        return "item"
    is_question = part.line.kind is LineKind.TEXT and part.text.rstrip().endswith("?")
    is_one = len(part.text) < LONGEST_QUESTION and len(sentences(part.text)) == 1
    return "line" if is_question and is_one and is_told else ""
