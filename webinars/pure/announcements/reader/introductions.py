"""Sentences and open lines that introduce a list: of people, of questions, of organisations."""

import re
from typing import Final

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import MAX_HEADING_LENGTH, Section
from webinars.pure.announcements.reader.people.person_entry import person_in
from webinars.pure.announcements.reader.roles import role_of
from webinars.pure.announcements.reader.text.lines import Line, LineKind
from webinars.pure.announcements.reader.words import one_of

_INTRODUCES: Final = [
    (
        Section.ORGANISERS,
        re.compile(
            rf"\b(?:{one_of('organisers.introduced')})\s+(?:jointly\s+)?(?:{one_of('small.by')})\b|\borgani[sz]ers? "
            f"(?:{one_of('small.are')})|partner organi[sz]ations",
            re.IGNORECASE,
        ),
    ),
    (Section.CO_SPONSORS, re.compile(rf"\b(?:{one_of('organisers.supported')})\s+by\b", re.IGNORECASE)),
    (Section.LINEUP, re.compile(rf"\b(?:{one_of('introductions.people')})\b", re.IGNORECASE)),
    (Section.QUESTIONS, re.compile(rf"\b(?:{one_of('introductions.questions')})\b", re.IGNORECASE)),
]
_WITH = re.compile(
    rf"\b(?:{one_of('small.with')}|{one_of('small.by')}|{one_of('introductions.opens')})\s*[:：]$", re.IGNORECASE
)


_OPEN_WITH = re.compile(rf"\w\s(?:{one_of('small.with')}|{one_of('introductions.opens_list')})$", re.IGNORECASE)


def introduces_list(line: Line, text: str, following: Line | None) -> bool:
    if following is None or (line.kind is LineKind.ITEM and following.level <= line.level):
        return False
    if text.rstrip().endswith((":", "…", "such as", "like", "include", "：")) or _OPEN_WITH.search(text):
        return True
    # "We want to talk about" and a list right below needs no colon.
    is_open = line.kind is LineKind.TEXT and following.kind is LineKind.ITEM and len(text) < MAX_HEADING_LENGTH
    return is_open and _INTRODUCES[-1][1].search(text[-18:]) is not None and not text.rstrip().endswith((".", "!", "?"))


def lists_people(following: Line | None) -> bool:
    """Whether the first line of a list is a name with a bracket: “Ada Example (Example Party)”."""
    return (
        following is not None
        and re.search(r"\w \([^()]{2,80}\)$", following.text) is not None
        and (person := person_in(following.text, is_strict=True)) is not None
        and person.talk_title is None
    )


def role_announced(text: str) -> Role | None:
    """“Our panellists:”, “The panel then heard from”."""
    panel = Role.PANELLIST if _OPEN_WITH.search(text) and re.search(r"\bpanel\b", text, re.IGNORECASE) else None
    return role_of(text.rstrip(" :").rsplit(" ", 1)[-1]) or panel


def introduced_section(text: str) -> Section | None:
    """What the list after a sentence is: decided by the end of the sentence, then by all of it."""
    if _OPEN_WITH.search(text):
        return Section.LINEUP
    if _WITH.search(text) and not _INTRODUCES[0][1].search(text[-60:]) and not _INTRODUCES[1][1].search(text[-60:]):
        return Section.LINEUP
    tail = re.split(r"(?<=[.!?])\s", text)[-1][-160:]
    best: tuple[int, Section] | None = None
    for section, pattern in _INTRODUCES:
        starts = [found.start() for found in pattern.finditer(tail)]
        if starts and (best is None or starts[-1] > best[0]):
            best = (starts[-1], section)
    return best[1] if best else None
