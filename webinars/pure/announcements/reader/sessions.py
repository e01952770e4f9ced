"""Texts that announce several sessions, each with a start of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from webinars.pure.announcements.model import Found
from webinars.pure.announcements.reader.lines import LineKind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.timed import timed_lines
from webinars.pure.announcements.reader.title_trims import without_date_front
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.announcements.reader.when import Hints, line_group, read_group
from webinars.pure.times import StartReading, find_mentions

_SESSION = re.compile(
    r"\b(?:session|sitting|part|webinar|seminar|lecture|talk|event|evening|week|workshop|panel|charla|taller|"
    r"encuentro|encontro|vortrag|abend|termin|day|slot|option|module|teil|sitzung|sesi[óo]n|s[ée]ance|sess[ãa]o|"
    r"group|"
    r"edition)\s*(?:#|no\.?\s*)?(?P<number>\d{1,2}|[IVX]{1,4}|[A-D]|one|two|three|four|five)\b(?!\s*(?:hours?|"
    r"minutes?|weeks?|of))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Session:
    """One of several sittings: its parts, its start, and a title if it has one of its own."""

    parts: tuple[Part, ...]
    start: Found[StartReading]
    title: str | None


def read_sessions(parts: Sequence[Part], hints: Hints) -> list[Session]:
    """The sessions of a text that has several with different starts; else nothing."""
    marks = [
        position
        for position, part in enumerate(parts)
        if (found := _SESSION.search(part.line.text[:160])) and _marks_session(part, found)
    ]
    if not 2 <= len(marks) <= 40:
        return []
    above = timed_lines(parts[: marks[0]])
    before = [line for line in above if line.has_date]
    # “All sessions start at 18:00 CEST”, where each session has only its date.
    hours = [line for line in above if line.has_time and line.has_zone and not line.has_date]
    sessions: list[Session] = []
    for mark, end in zip(marks, [*marks[1:], len(parts)], strict=True):
        slice_ = tuple(parts[mark:end])
        own = timed_lines(slice_)
        if not any(line.has_time for line in own) and not (own and hours):
            continue
        group = line_group(own)
        if not any(line.has_time for line in group):
            group = [*group, hours[-1]]
        if not any(line.has_date for line in group) and before:
            group = [max(before, key=lambda line: line.score), *group]
        reading = read_group(group, group, hints)
        if reading.starts_at is None:
            continue
        lines = tuple(sorted({number for line in group for number in line.part.line.numbers}))
        sessions.append(Session(slice_, Found(reading, lines, is_uncertain=True), _session_title(slice_[0])))
    starts = {session.start.value.starts_at for session in sessions}
    return sessions if len(starts) > 1 and len(starts) == len(sessions) else []


def _marks_session(part: Part, found: re.Match[str]) -> bool:
    """At the start of a line, or on a line that is about an hour ("13:00 UTC | Register for Session I")."""
    if part.section in {Section.LINEUP, Section.QUESTIONS, Section.OTHER}:
        return False
    if found.start() <= 3:
        return len(part.line.text) < 250
    return any(mention.kind == "time" for mention in find_mentions(part.line.text[: found.start()]))


def _session_title(part: Part) -> str | None:
    found = _SESSION.match(part.line.text)
    if found is None or (part.line.kind is LineKind.ITEM and len(part.line.text) > 200):
        return None
    rest = re.sub(r"^\s*(?:\([^()]*\))?\s*[:–—.,|-]\s*", "", part.line.text[found.end() :])
    rest = without_date_front(rest)
    is_title = (
        rest != part.line.text[found.end() :]
        and 3 < len(rest) < 120
        and not rest.endswith(".")
        and not find_mentions(rest)
    )
    return rest.strip('“”" ') if is_title else None
