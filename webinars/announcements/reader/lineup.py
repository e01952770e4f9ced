"""The line-up of a text: lists under a heading, labelled lines, runs of entries without a heading, and prose."""

# ruff: noqa: PLR2004 - how many words or characters make a sentence, a name or a heading is what these rules are about

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from webinars.announcements.model import Role
from webinars.announcements.reader.entries import people_of
from webinars.announcements.reader.enumerations import people_list
from webinars.announcements.reader.lines import LineKind
from webinars.announcements.reader.names import folded_name
from webinars.announcements.reader.people import Person, person_in
from webinars.announcements.reader.prose import people_in_prose
from webinars.announcements.reader.runs import read_biographies, read_runs
from webinars.announcements.reader.sections import Part
from webinars.announcements.reader.vocabulary import Section
from webinars.times import find_mentions


@dataclass(slots=True)
class Entry:
    """A person with the lines that say so."""

    person: Person
    lines: list[int]
    is_uncertain: bool = False


@dataclass(slots=True)
class LineupReader:
    """Collects people in the order of the text; the same name again adds what is new."""

    entries: dict[str, Entry] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    """Numbers of lines that are entries or headings of the line-up."""
    told: set[int] = field(default_factory=set)
    """Numbers of short lines of prose that name people."""

    def add(self, person: Person, lines: Iterable[int], *, is_uncertain: bool = False, overrides: bool = True) -> None:
        key = folded_name(person.name)
        entry = self.entries.get(key) or self._shorter_or_longer(key)
        if entry is None:
            self.entries[key] = Entry(person, list(lines), is_uncertain)
            return
        old = entry.person
        role = old.role
        if person.role and (role is None or (role is Role.SPEAKER and overrides)):
            role = person.role
        entry.person = replace(
            old,
            name=max(old.name, person.name, key=lambda name: len(name.split())),
            affiliation=old.affiliation or person.affiliation,
            role=role,
            talk_title=old.talk_title or person.talk_title,
            subject=old.subject or person.subject,
        )
        entry.lines = sorted({*entry.lines, *lines})

    def _shorter_or_longer(self, key: str) -> Entry | None:
        """“Ada Example” and “Ada M. Example” are one person when first and last word agree."""
        words = key.split()
        if len(words) < 2:
            return next((entry for other, entry in self.entries.items() if other.rsplit(" ", 1)[-1] == key), None)
        for other, entry in self.entries.items():
            theirs = other.split()
            shorter, longer = sorted((words, theirs), key=len)
            if len(shorter) == 2 and len(longer) > 2 and (shorter[0], shorter[-1]) == (longer[0], longer[-1]):
                return entry
        return None

    @property
    def people(self) -> list[Person]:
        return [entry.person for entry in self.entries.values()]


def read_lineup(parts: Sequence[Part], taken: set[int]) -> LineupReader:
    """Everybody who takes part. Lines in `taken` say something else: a date, a recording, an organiser."""
    reader = LineupReader()
    _from_sections(parts, reader, taken)
    for source in (read_runs, read_biographies):
        for part, person in source(parts, taken | reader.used):
            reader.add(person, part.line.numbers, is_uncertain=True)
            reader.used.update(part.line.numbers)
    _from_prose(parts, reader)
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


_BY_LINE = re.compile(r"^(?i:by|par|por|von|av|di|with|presented by)[:\s]\s*(?=[^\W\da-z])")
_HEADLINE = re.compile(r"^(?:[^:]{3,60}:\s+)?(?P<who>[^:?!.]{8,120}?)\s(?:on|about|über|sobre|sur)\s+\S")


def _add_named_alone(part: Part, reader: LineupReader) -> None:
    """“By Ada Example” under a title, or “Ada Example and Ben Sample on tides”, where nothing else names anybody."""
    if part.line.is_meta or len(part.text) > 200 or part.section in {Section.OTHER, Section.ORGANISERS}:
        return
    if by := _BY_LINE.match(part.text):
        is_posted = bool(find_mentions(part.text)) or bool(part.line.links)
        rest = part.text[by.end() :]
        people = people_list(rest) or [person for person in (person_in(rest, is_strict=True),) if person]
        for person in people if not is_posted else ():
            reader.add(person, part.line.numbers, is_uncertain=True)
            reader.used.update(part.line.numbers)
    elif part.line.number <= 3 and (headline := _HEADLINE.match(part.text)):
        # One name before "on" may be what is talked about: "Ada Example on Ireland" is a book as well.
        people = people_list(headline["who"])
        for person in people if len(people) > 1 else ():
            reader.add(person, part.line.numbers, is_uncertain=True)


def _from_sections(parts: Sequence[Part], reader: LineupReader, taken: set[int]) -> None:
    """Lines under "Speakers" and the like, and lines with such a label."""
    last: Entry | None = None
    failures = 0
    was_item = False
    for part in parts:
        if part.section not in {Section.LINEUP, Section.ORGANISERS, Section.AGENDA} or (
            part.line.number in taken and not part.is_labelled
        ):
            last, failures = None, 0
            continue
        if part.is_heading:
            reader.used.update(part.line.numbers) if part.section is Section.LINEUP else None
            last, failures = None, 0
            continue
        if failures > 2 and not part.is_item:
            continue
        people = list(people_of(part))
        is_below = not (was_item and part.line.is_spaced and not part.is_item)
        was_item = part.is_item
        if part.section is Section.LINEUP and not people and last and is_below and _is_detail(part, last):
            _add_detail(part, last)
            reader.used.update(part.line.numbers)
            continue
        failures = 0 if people else failures + 1
        for person in people:
            role = person.role or (part.role if part.section is not Section.AGENDA else None)
            reader.add(replace(person, role=role), part.line.numbers)
            last = reader.entries.get(folded_name(person.name))
        if people:
            reader.used.update(part.line.numbers)


def _is_detail(part: Part, last: Entry) -> bool:
    """A line right under a name that tells who that is."""
    person = last.person
    return (
        part.line.number == max(last.lines) + 1
        and person.affiliation is None
        and person.is_plain
        and len(part.text) < 200
        and not _is_sentence(part.text)
        and not re.match(r"[\w ]{3,20}:\s", part.text)
        and not any(link.text == part.line.text for link in part.line.links)
        and part.line.kind is not LineKind.HEADING
    )


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?")) and len(text.split()) > 8


def _add_detail(part: Part, last: Entry) -> None:
    described = person_in(f"{last.person.name}, {part.text}")
    if described and described.affiliation:
        last.person = replace(
            last.person, affiliation=described.affiliation, role=described.role or last.person.role, is_plain=False
        )
        last.lines = [*last.lines, *part.line.numbers]
