"""The agenda questions of a text, or the topics it lists instead."""

import itertools
import re
from collections.abc import Sequence

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.lineup.talk_rows import talk_and_person
from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import one_of

Question = tuple[str, tuple[int, ...]]

_ASKS = re.compile(rf"\b(?:{one_of('questions.asks')})\b[^.?!:]{{0,120}}[:–—]?\s*$", re.IGNORECASE)
_CLOSES = re.compile(one_of("questions.closes"), re.IGNORECASE)
"""What follows questions that were not only rhetorical: “These are some of the questions …”."""

_CLOCK = re.compile(
    rf"^\W{{0,3}}\d{{1,2}}(?:[:.h]\d{{2}})?\s?(?:h\b|[-–—]\s?\d|{one_of('times.half_days')})|"
    r"^\W{0,3}\d{1,2}[:.]\d{2}\b",
    re.IGNORECASE,
)


def read_questions(parts: Sequence[Part], taken: set[int]) -> tuple[list[Question], list[Question]]:
    """Returns the agenda, in order, and what the text asks besides.

    The agenda is what is listed, or else what a paragraph introduces.
    """
    found = _deduplicated(
        _questions_in_lists(parts, taken) or _unheaded_list(parts, taken) or _questions_in_paragraph(parts, taken)
    )
    known = {_words(text) for text, _lines in found}
    return found, [asked for asked in _deduplicated(_questions_in_prose(parts, taken)) if _words(asked[0]) not in known]


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
                and len(part.text) < 160
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


def _unheaded_list(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """Returns a list without a heading most of which are questions."""
    found: list[Question] = []
    run: list[Part] = []
    is_told = False

    def close() -> None:
        asking = [part for part in run if part.text.rstrip(' ”"’)').endswith("?")]
        if asking and len(asking) * 2 >= len(run) and (len(asking) > 1 or run[0].is_item):
            found.extend((_tidy(part.text), part.line.numbers) for part in run)

    for part in parts:
        is_candidate = (
            part.line.number not in taken
            and not part.is_heading
            and part.section in {None, SectionKind.DESCRIPTION, SectionKind.AGENDA}
        )
        is_question = (
            part.line.kind is LineKind.TEXT
            and part.text.rstrip().endswith("?")
            and len(part.text) < 250
            and len(sentences(part.text)) == 1
            and is_told
        )
        # Above the first sentence stand titles.
        is_told = is_told or part.is_heading or len(part.text) > MAX_DATE_LINE or part.text.endswith((":", "."))
        if is_candidate and (part.is_item or is_question) and (not run or run[-1].is_item == part.is_item):
            run.append(part)
            continue
        close()
        run = [part] if is_candidate and (part.is_item or is_question) else []
    close()
    return found


def _questions_in_paragraph(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """“The webinar asks: Is …? Can …?” in running text, or “Is …? Can …? These questions …”."""
    found: list[Question] = []
    asked: list[Question] = []
    for part in parts:
        if not _is_running(part, taken):
            asked = []
            continue
        pieces = sentences(part.text)
        for position, piece in enumerate(pieces):
            if not piece.endswith("?"):
                found.extend(asked if _CLOSES.search(piece.partition(";")[0]) else ())
                asked = []
                continue
            lead, colon, rest = piece.rpartition(": ")
            before = lead if colon else pieces[position - 1].removesuffix(":") if position else ""
            is_introduced = _ASKS.search(before[-140:]) and (colon or pieces[position - 1].endswith(":"))
            asked.append((rest if is_introduced and colon else piece, part.line.numbers))
            if is_introduced:
                found.extend((text, part.line.numbers) for text in [asked[-1][0], *_row(pieces[position + 1 :])])
    return found


def _is_running(part: Part, taken: set[int]) -> bool:
    return (
        part.section in {None, SectionKind.DESCRIPTION, SectionKind.QUESTIONS}
        and not part.is_heading
        and not (part.line.number in taken and len(part.text) < MAX_DATE_LINE)
    )


def _row(pieces: Sequence[str]) -> Sequence[str]:
    """Returns what follows the first question of a row: more of them, or all of the paragraph if it is short topics."""
    asking = list(itertools.takewhile(lambda piece: piece.endswith("?"), pieces))
    several = sum(piece.endswith("?") for piece in pieces) > len(asking)
    is_topics = several and all(len(piece.split()) <= MAX_TOPIC for piece in pieces)
    return pieces if is_topics else asking


def _questions_in_prose(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """Returns whatever else is asked in running text, much of it rhetorical: for whoever pastes to choose from."""
    return [
        (piece, part.line.numbers)
        for part in parts
        if part.line.kind is LineKind.TEXT and "?" in part.text and _is_running(part, taken)
        for piece in sentences(part.text)
        if piece.endswith("?") and len(piece.split()) > 2 and not _TO_READER.search(piece)
    ]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


MAX_DATE_LINE = 160
MAX_TOPIC = 16
"""Words of the longest sentence that is a topic."""
_TO_READER = re.compile(rf"\b(?:{one_of('questions.to_reader')})\b", re.IGNORECASE)


def _deduplicated(found: list[Question]) -> list[Question]:
    seen: set[str] = set()
    return [pair for pair in found if pair[0] and not (pair[0].casefold() in seen or seen.add(pair[0].casefold()))]  # type: ignore[func-returns-value]
