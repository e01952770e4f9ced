"""The agenda questions of a text, or the topics it lists instead."""

import itertools
import re
from collections.abc import Sequence

from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.prose import sentences
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.vocabulary import Section
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


def read_questions(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """Listed questions and topic bullets, in order; else the questions a paragraph introduces."""
    listed = [
        (_tidy(text), part.line.numbers)
        for part in parts
        if _is_listed(part, taken) and _is_worth(part.text)
        for text in (_pieces(part.text) if part.is_labelled else [part.text])
    ]
    if listed:
        return _once(listed)
    listed = _unheaded(parts, taken)
    if listed:
        return _once(listed)
    return _once(_inline(parts, taken) or _asked(parts, taken))


def _is_listed(part: Part, taken: set[int]) -> bool:
    if part.is_heading or part.line.number in taken:
        return False
    if part.section is Section.QUESTIONS:
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
    """What stands after "Topics include:" on one line: questions, or topics between semicolons or commas."""
    if "?" in text:
        return sentences(text)
    for mark in (r"\s*;\s*", r"\s*[|•·]\s*", r",\s+"):
        pieces = re.split(mark, text.strip(" ."))
        if len(pieces) > 2 and all(len(piece.split()) <= 12 for piece in pieces):
            last = re.sub(rf"^(?:&|{one_of('small.and')})\s+", "", pieces[-1])
            return [*pieces[:-1], last]
    return [text]


def _is_worth(text: str) -> bool:
    return len(text) > 3 and not _CLOCK.match(text) and not re.match(r"https?://", text)


def _tidy(text: str) -> str:
    text = re.sub(r"^(?:Q\d{0,2}[.:)]|Question \d+[:.])\s*", "", text.strip())
    return text.rstrip(" ;,").strip() if not text.endswith("?") else text.strip()


def _unheaded(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """A list without a heading most of which are questions."""
    found: list[Question] = []
    run: list[Part] = []

    def close() -> None:
        asking = [part for part in run if part.text.rstrip(' ”"’)').endswith("?")]
        if asking and len(asking) * 2 >= len(run) and (len(asking) > 1 or run[0].is_item):
            found.extend((_tidy(part.text), part.line.numbers) for part in run)

    for part in parts:
        is_candidate = (
            part.line.number not in taken
            and not part.is_heading
            and part.section in {None, Section.DESCRIPTION, Section.AGENDA}
        )
        is_question = (
            part.line.kind is LineKind.TEXT
            and part.text.rstrip().endswith("?")
            and len(part.text) < 250
            and len(sentences(part.text)) == 1
        )
        if is_candidate and (part.is_item or is_question) and (not run or run[-1].is_item == part.is_item):
            run.append(part)
            continue
        close()
        run = [part] if is_candidate and (part.is_item or is_question) else []
    close()
    return found


def _inline(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """“The webinar asks: Is …? Can …?” in running text."""
    found: list[Question] = []
    for part in parts:
        if (
            (part.line.number in taken and len(part.text) < 160)
            or part.section not in {None, Section.DESCRIPTION, Section.QUESTIONS}
            or "?" not in part.text
            or part.is_heading
        ):
            continue
        pieces = sentences(part.text)
        opens = False
        asked: list[str] = []
        for piece in pieces:
            if _CLOSES.match(piece):
                found.extend((question, part.line.numbers) for question in asked)
            asked = [*asked, piece] if piece.endswith("?") else []
            lead, colon, rest = piece.rpartition(": ")
            if piece.endswith("?") and colon and _ASKS.search(lead):
                found.append((rest, part.line.numbers))
                opens = True
            elif piece.endswith("?") and opens:
                found.append((piece, part.line.numbers))
            else:
                opens = bool(_ASKS.search(piece.rstrip(".: ")[-140:])) and piece.rstrip().endswith(":")
    return found


def _asked(parts: Sequence[Part], taken: set[int]) -> list[Question]:
    """What the description asks, where nothing says which questions the webinar is about."""
    found: list[Question] = []
    elsewhere = [_words(part.line.text) for part in parts if part.line.number in taken]
    for part in parts:
        is_told = (
            part.section in {None, Section.DESCRIPTION} and part.line.kind is LineKind.TEXT and not part.is_heading
        )
        if not is_told or "?" not in part.text or (part.line.number in taken and len(part.text) < MAX_DATE_LINE):
            continue
        said = sentences(part.text)
        asked = list(itertools.takewhile(lambda sentence: sentence.endswith("?"), reversed(said)))[::-1]
        # Questions that open a paragraph are rhetorical: the rest of it answers them.
        is_alone = len(asked) > 1 and not any(_words(part.text) in text for text in elsewhere)
        if asked and (len(asked) < len(said) or is_alone):
            found.extend(
                (text, part.line.numbers) for text in asked if len(text.split()) > 2 and not _TO_READER.search(text)
            )
    return found


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


MAX_DATE_LINE = 160
_TO_READER = re.compile(rf"\b(?:{one_of('questions.to_reader')})\b", re.IGNORECASE)


def _once(found: list[Question]) -> list[Question]:
    seen: set[str] = set()
    return [pair for pair in found if pair[0] and not (pair[0].casefold() in seen or seen.add(pair[0].casefold()))]  # type: ignore[func-returns-value]
