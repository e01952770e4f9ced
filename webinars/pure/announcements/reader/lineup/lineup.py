"""The line-up of a text: lists under a heading, labelled lines, runs of entries without a heading, and prose."""

import re
from collections.abc import Sequence

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import Section
from webinars.pure.announcements.reader.lineup.collection import LineupReader
from webinars.pure.announcements.reader.lineup.listed_people import read_listed
from webinars.pure.announcements.reader.lineup.people_in_prose import people_in_prose
from webinars.pure.announcements.reader.lineup.unheaded_lists import read_biographies, read_runs
from webinars.pure.announcements.reader.people.enumerations import people_or_person
from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.people.person_entry import Person
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions


def read_lineup(parts: Sequence[Part], taken: set[int]) -> LineupReader:
    """Everybody who takes part. Lines in `taken` say something else: a date, a recording, an organiser."""
    reader = LineupReader()
    read_listed(parts, reader, taken)
    for source in (read_runs, read_biographies):
        for part, person in source(parts, taken | reader.used):
            reader.add(person, part.line.numbers, is_uncertain=True)
            reader.used.update(part.line.numbers)
    _from_prose(parts, reader)
    _author_in_title(parts, reader)
    if not reader.entries:
        for part in parts[:30]:
            _add_named_alone(part, reader)
    return reader


def _from_prose(parts: Sequence[Part], reader: LineupReader) -> None:
    """Sentences that name who takes part."""
    for part in parts:
        if part.line.number in reader.used or part.section in {
            Section.OTHER,
            Section.ORGANISERS,
            Section.CO_SPONSORS,
            Section.QUESTIONS,
            Section.WHEN,
        }:
            continue
        if part.is_heading and part.section is not None:
            continue
        is_headline = part.line.kind is LineKind.HEADING or part.line.number == parts[0].line.number
        is_listed = part.section is Section.LINEUP
        for person in people_in_prose(part.text, reader.people):
            if is_listed and person.role in {None, Role.SPEAKER, Role.PANELLIST, Role.HOST}:
                continue  # biographies name people who do not speak
            reader.add(person, part.line.numbers, is_uncertain=True)
            if not is_headline and len(part.text) < 160:
                reader.told.update(part.line.numbers)


_BY_AT_END = re.compile(
    rf"(?:^|[\s,])(?i:{one_of('small.by')}|{one_of('small.by_more')}"
    r")\s+(?P<who>[^,.:;()]{5,60})$"
)


def _author_in_title(parts: Sequence[Part], reader: LineupReader) -> None:
    """“The Last Man, by Mary Shelley” above a text that speaks of Mary again: she takes part."""
    for part in parts[:3]:
        found = _BY_AT_END.search(part.text.strip(" ”“\"’'"))
        name = name_in(found["who"], is_strict=True) if found else None
        words = name.split() if name else []
        elsewhere = " ".join(
            other.text for other in parts[1:40] if other is not part and other.section is not Section.OTHER
        )
        if name and re.search(rf"\b(?:{re.escape(words[0])}|{re.escape(words[-1])})(?:['’]s)? ", elsewhere):
            reader.add(Person(name, role=Role.SPEAKER), part.line.numbers, is_uncertain=True)


_BY_LINE = re.compile(
    f"^(?i:{one_of('small.by')}|{one_of('small.by_more')}|{one_of('small.by_line')}"
    r")[:\s]\s*(?=[^\W\da-z])"
)


def _add_named_alone(part: Part, reader: LineupReader) -> None:
    """“By Ada Example” under a title, or “Ada Example and Ben Sample on tides”, where nothing else names anybody."""
    if part.line.is_meta or len(part.text) > 200 or part.section in {Section.OTHER, Section.ORGANISERS}:
        return
    if by := _BY_LINE.match(part.text):
        is_posted = bool(find_mentions(part.text)) or bool(part.line.links)
        rest = part.text[by.end() :]
        for person in people_or_person(rest) if not is_posted else ():
            reader.add(person, part.line.numbers, is_uncertain=True)
            reader.used.update(part.line.numbers)
