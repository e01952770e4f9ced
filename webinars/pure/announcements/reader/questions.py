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
        for text in (sentences(part.text) if part.is_labelled else [part.text])
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
            or (
                part.line.kind is LineKind.TEXT
                and len(part.text) < LONGEST_TOPIC
                and not part.text.endswith(".")
                and not part.is_labelled
            )
        )
    return False


def _is_worth(text: str) -> bool:
    return len(text) > 3 and not _CLOCK.match(text) and not re.match(r"https?://", text)


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:Q\d{0,2}[.:)]|Question \d+[:.])\s*", "", text.strip())
    return text.rstrip(" ;,").strip() if not text.endswith("?") else text.strip()


def _unheaded_lists(parts: Sequence[Part], taken: set[int]) -> Iterator[Question]:
    """Yields the entries of lists without a heading of which half or more are questions."""
    for is_list, group in itertools.groupby(parts, lambda part: _is_unheaded(part, taken)):
        run = list(group)
        if is_list and sum(part.text.rstrip(' ”"’)').endswith("?") for part in run) * 2 >= len(run):
            yield from ((_tidy(part.text), part.line.numbers) for part in run)


def _is_unheaded(part: Part, taken: set[int]) -> bool:
    sections = {None, SectionKind.DESCRIPTION, SectionKind.AGENDA}
    return part.is_item and part.line.number not in taken and not part.is_heading and part.section in sections
