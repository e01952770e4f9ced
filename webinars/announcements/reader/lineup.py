"""The line-up of a text: lists under a heading, labelled lines, runs of entries without a heading, and prose."""

# ruff: noqa: PLR2004 - how many words or characters make a sentence, a name or a heading is what these rules are about

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from webinars.announcements.model import Role
from webinars.announcements.reader.enumerations import people_list
from webinars.announcements.reader.lines import LineKind
from webinars.announcements.reader.names import folded_name, name_in
from webinars.announcements.reader.people import Person, bare_entry, person_in, talk_and_person
from webinars.announcements.reader.prose import people_in_prose
from webinars.announcements.reader.sections import Part
from webinars.announcements.reader.vocabulary import ORGANISATION_WORDS, Section


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
    _from_runs(parts, reader, taken)
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
    return reader


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
        people = list(_people_of(part))
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


_MORE_TO_COME = re.compile(
    r"[.;,]?\s+(?:\(?(?:and )?(?:more|further|other|additional|others)\b[^.]{0,60}(?:announced|confirmed|come|tba|"
    r"tbc|follow)|and (?:many )?(?:more|others)|u\.\s?a\.|et al).*$",
    re.IGNORECASE,
)


def _without_addresses(text: str) -> str:
    text = re.sub(r"https?://[^\s)]+", "", text)
    return re.sub(r"\s*\(\s*(?:video|recording|slides|watch|link|website|bio)?\s*:?\s*\)", "", text).strip()


def _people_of(part: Part) -> Iterator[Person]:  # noqa: C901 - one branch for each way to write a line
    """The people of one line of a section. A host or presenter may be an organisation: then none."""
    is_strict = part.section is not Section.LINEUP
    text = _without_addresses(part.text)
    text = _MORE_TO_COME.sub("", text)
    entry = bare_entry(text)
    if not part.is_item and part.line.kind is not LineKind.HEADING and len(entry) > 220 and not part.is_labelled:
        # A paragraph below a name is a biography; the enumeration of a whole panel has its commas close together.
        yield from _enumerated(entry) if entry.count(",") > len(entry) // 60 else ()
        return
    if part.section is Section.ORGANISERS and part.role is None:
        return
    bold = name_in(part.line.bold[0].strip(" :,."), is_strict=True) if part.line.bold and not part.is_item else None
    if (
        bold
        and text.startswith(part.line.bold[0])
        and not re.match(r"\s*[,(–—:|-]", text[len(part.line.bold[0]) :])
        and len(text) > len(bold) + 12
    ):
        yield replace(person_in(text, is_strict=True) or Person(bold), name=bold)
        return
    if part.section is Section.AGENDA and person_in(text, is_strict=True) is None:
        led = [person for person in people_in_prose(entry) if person.role not in {None, Role.SPEAKER}]
        if led:
            yield from led
        elif talk := talk_and_person(text):
            yield talk
        return
    single = person_in(text, is_strict=is_strict or not (part.is_item or part.is_labelled or len(entry) < 90))
    is_plural = part.is_labelled and part.heading is not None and _is_plural(part.heading.text)
    several = _several(entry, is_plural=is_plural)
    is_joined = bool(re.search(r"\s(?:and|&|und|sowie|y|et|e)\s|;|\s[/|•·]\s", entry))
    if several and (single is None or _names_only(several) or (part.is_labelled and (is_joined or is_plural))):
        yield from several
        return
    if single and part.role is Role.HOST and _names_organisation(single.name):
        return
    if single and not _is_biography(part, single):
        yield single
    elif part.is_labelled:
        yield from people_list(entry, is_strict=True)


def _names_organisation(name: str) -> bool:
    return any(word.casefold().strip("().,'’") in ORGANISATION_WORDS for word in name.split())


def _is_biography(part: Part, person: Person) -> bool:
    """“Ada Example, who …” as a paragraph tells of somebody listed already."""
    return (
        not part.is_item
        and not part.is_labelled
        and (person.affiliation or "").startswith(("who ", "is ", "was ", "has "))
    )


def _is_plural(heading: str) -> bool:
    return bool(re.match(r"\W*(?:[\w-]+\s){0,3}\w+(?:s|en|innen|antes|e)\s*[:|–—-]", heading))


def _several(text: str, *, is_plural: bool) -> list[Person]:
    """More than one person on one line, however they are set apart."""
    if ";" in text and (people := _groups(text.split(";"))):
        return people
    for mark in (" / ", " | ", " • ", " · "):
        if mark in text and (people := _each(text.split(mark))):
            return people
    return _enumerated(text, is_plural=is_plural)


def _groups(pieces: Sequence[str]) -> list[Person]:
    """“A (x), B (y); Chair: C”: groups between semicolons, each of one person or more."""
    people: list[Person] = []
    for piece in pieces:
        entry = re.sub(r"^(?:and|und|y|et|e|&)\s+", "", piece.strip())
        several = _enumerated(entry, is_plural=True)
        single = person_in(entry, is_strict=True)
        if several and (single is None or single.role is None):
            people.extend(several)
        elif single:
            people.append(single)
        elif entry:
            return []
    return people if len(people) > 1 else []


def _each(pieces: Sequence[str]) -> list[Person]:
    people = [
        person_in(re.sub(r"^\s*(?:and|und|y|et|e|&)\s+", "", piece.strip()), is_strict=True)
        for piece in pieces
        if piece.strip()
    ]
    return [person for person in people if person] if len(people) > 1 and all(people) else []


def _enumerated(text: str, *, is_plural: bool = False) -> list[Person]:
    """“Ada Example, Ben Sample and Cleo Instance”: at least two people, and nothing that only one of them is."""
    people = people_list(text, is_strict=True)
    if len(people) < 2:
        return []
    first = text.find(people[0].name.split()[0])
    opens = first < 25
    joined = bool(re.search(r"\s(?:and|&|und|sowie|y|et|e)\s", text))
    if not opens or (not joined and not is_plural and len(people) == 2 and _names_only(people)):
        return []
    return people


def _names_only(people: Sequence[Person]) -> bool:
    return all(person.affiliation is None for person in people)


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


def _from_runs(parts: Sequence[Part], reader: LineupReader, taken: set[int]) -> None:
    """Neighbouring lines that are all entries of people, though no heading says so."""
    run: list[tuple[Part, Person]] = []
    misses = 0

    def close() -> None:
        if _is_lineup(run):
            for part, person in run:
                reader.add(person, part.line.numbers, is_uncertain=True)
                reader.used.update(part.line.numbers)

    for part in parts:
        is_free = part.line.number not in taken and part.line.number not in reader.used
        if (
            is_free
            and part.section in {None, Section.DESCRIPTION, Section.AGENDA, Section.TITLE, Section.PLACE}
            and not part.is_heading
        ):
            person = _entry_of_run(part, is_open=bool(run))
            if person:
                run.append((part, person))
                continue
            if run and part.is_item and run[-1][0].is_item and misses < len(run) // 4:
                misses += 1
                continue
        close()
        run, misses = [], 0
    close()


def _entry_of_run(part: Part, *, is_open: bool) -> Person | None:
    if len(part.text) > 400 or part.text.rstrip().endswith(("?", ":")):
        return None
    text = _without_addresses(part.text)
    person = person_in(text, is_strict=True) or (
        person_in(text) if part.is_item or part.line.bold or (is_open and re.search(r"\s[–—-]\s", text)) else None
    )
    if person is None or (person.affiliation or "").startswith(("is ", "was ", "who ", "will ")):
        return None
    return person


def _is_lineup(run: list[tuple[Part, Person]]) -> bool:
    strict = [person for part, person in run if name_in(person.name, is_strict=True)]
    if not run or len(strict) < (len(run) + 1) // 2 or not strict:
        return False
    described = [person for _part, person in run if person.affiliation or person.talk_title or person.role]
    items = all(part.is_item for part, _person in run)
    if len(run) == 1:
        part, person = run[0]
        starts_bold = bool(part.line.bold) and person.name.split()[0] in part.line.bold[0]
        return bool(described) and bool(person.role or starts_bold or (items and person.affiliation))
    if items:
        return len(described) * 2 >= len(run) or len(strict) == len(run)
    return len(run) >= 2 and len(described) * 4 >= len(run) * 3
