"""The line-up of a text: lists under a heading, labelled lines, runs of entries without a heading, and prose."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.collection import LineupEntry, LineupReader
from webinars.pure.announcements.reader.lineup.entries import people_of, without_addresses
from webinars.pure.announcements.reader.lineup.people_in_prose import people_in_prose, sentences
from webinars.pure.announcements.reader.organisation_kinds import has_kind
from webinars.pure.announcements.reader.people.enumerations import people_or_person
from webinars.pure.announcements.reader.people.names import folded_name, has_title, name_in
from webinars.pure.announcements.reader.people.person_entry import Person, person_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

# Runs of lines that are entries of people, though no heading says so.


_LONGEST_ENTRY = 140
# Stretches of a video are listed under it, each with its speaker.
_SECTIONS = {
    None,
    SectionKind.DESCRIPTION,
    SectionKind.AGENDA,
    SectionKind.TITLE,
    SectionKind.PLACE,
    SectionKind.RECORDINGS,
}


def read_runs(parts: Sequence[Part], taken: set[int]) -> Iterator[tuple[Part, Person]]:
    """Yields neighbouring lines that are all entries of people, though no heading says so.

    Lines in `taken` are none.
    """
    run: list[tuple[Part, Person]] = []
    for part in parts:
        is_free = part.line.number not in taken
        if is_free and part.section in _SECTIONS and not part.is_heading:
            person = _entry_of_run(part, is_open=bool(run))
            if person:
                run.append((part, person))
                continue
        if _is_lineup(run):
            yield from run
        run = []
    if _is_lineup(run):
        yield from run


def _entry_of_run(part: Part, *, is_open: bool) -> Person | None:
    if len(part.text) > 400 or part.text.rstrip().endswith(("?", ":")):
        return None
    text = without_addresses(part.text)
    if not part.is_item and len(text) > _LONGEST_ENTRY and len(sentences(text)) > 1:
        return None
    if not part.is_item and len(people_in_prose(text)) > 1:
        return None  # “Ada Example will speak on comets, with a response from Ben Sample”
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
        is_titled = has_title(part.text) and (person.talk_title is None or person.affiliation is not None)
        is_talk = person.talk_title is not None and bool(re.search(r":\s[“\"„«]", part.text))
        return bool(described) and bool(
            is_talk or person.role or starts_bold or is_titled or (items and person.affiliation)
        )
    if items:
        return len(described) * 2 >= len(run) or len(strict) == len(run)
    return len(run) >= 2 and len(described) * 4 >= len(run) * 3


# The people listed under headings such as "Speakers", and on lines with such a label.


def read_listed(parts: Sequence[Part], reader: LineupReader, taken: set[int]) -> None:
    """Add everybody listed. Lines in `taken` say something else, unless they have a label of the line-up."""
    listing = _Listing(reader)
    for part in parts:
        is_listed = part.section in {SectionKind.LINEUP, SectionKind.ORGANISERS, SectionKind.AGENDA}
        if not is_listed or (part.line.number in taken and not part.is_labelled):
            listing.begin()
        elif part.is_heading:
            listing.begin()
            if part.section is SectionKind.LINEUP:
                reader.used.update(part.line.numbers)
        else:
            listing.read(part)


class _Listing(Struct):
    """The list under one heading."""

    reader: LineupReader
    last: LineupEntry | None = None
    failures: int = 0
    was_item: bool = False

    def begin(self) -> None:
        self.last, self.failures = None, 0

    def read(self, part: Part) -> None:
        if self.failures > 2 and not part.is_item:
            return
        people = list(people_of(part))
        if self.last and people and _tells_more(part, people[0], self.last):
            people = []
        if not people and self._add_to_last(part):
            self.reader.used.update(part.line.numbers)
            return
        self.failures = 0 if people else self.failures + 1
        for person in people:
            role = person.role or (part.role if part.section is not SectionKind.AGENDA else None)
            self.reader.add(replace(person, role=role), part.line.numbers)
            self.last = self.reader.entries.get(folded_name(person.name))
        if people:
            self.reader.used.update(part.line.numbers)

    def _add_to_last(self, part: Part) -> bool:
        """Take a line without a name as one about the person above it. Returns whether it can be that."""
        is_below = not (self.was_item and part.line.is_spaced and not part.is_item)
        self.was_item = part.is_item
        if self.last is None or part.section is not SectionKind.LINEUP:
            return False
        if is_below and _is_detail(part, self.last):
            _add_detail(part, self.last)
            return True
        return False


def _is_detail(part: Part, last: LineupEntry) -> bool:
    """Returns whether a line right under a name tells who that is."""
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


def _tells_more(part: Part, person: Person, last: LineupEntry) -> bool:
    """Returns whether what looks like a name is about the person above: “Intendant of Limoges”, “Example Society”."""
    if person.role or part.is_labelled or part.is_item or not _is_detail(part, last):
        return False
    return name_in(person.name, is_strict=True) is None or has_kind(person.name)


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?")) and len(text.split()) > 8


def _add_detail(part: Part, last: LineupEntry) -> None:
    text = part.text[1:-1] if re.fullmatch(r"\([^()]+\)", part.text) else part.text
    described = person_in(f"{last.person.name}, {text}")
    if described and described.affiliation:
        last.person = replace(
            last.person, affiliation=described.affiliation, role=described.role or last.person.role, is_plain=False
        )
        last.lines = [*last.lines, *part.line.numbers]


def read_lineup(parts: Sequence[Part], taken: set[int]) -> LineupReader:
    """Returns everybody who takes part. Lines in `taken` say something else: a date, a recording, an organiser."""
    reader = LineupReader()
    read_listed(parts, reader, taken)
    for part, person in read_runs(parts, taken | reader.used):
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
            SectionKind.OTHER,
            SectionKind.ORGANISERS,
            SectionKind.CO_SPONSORS,
            SectionKind.QUESTIONS,
            SectionKind.WHEN,
        }:
            continue
        if part.is_heading and part.section is not None:
            continue
        is_headline = part.line.kind is LineKind.HEADING or part.line.number == parts[0].line.number
        is_listed = part.section is SectionKind.LINEUP
        for person in people_in_prose(part.text, reader.people):
            if is_listed and person.role in {None, Role.SPEAKER, Role.PANELLIST, Role.HOST}:
                continue  # biographies name people who do not speak
            reader.add(person, part.line.numbers, is_uncertain=True)
            if not is_headline and len(part.text) < 160:
                reader.told.update(part.line.numbers)


_BY_LINE = re.compile(
    f"^(?i:{one_of('small.by')}|{one_of('small.by_more')}|{one_of('small.by_line')}"
    r")[:\s]\s*(?=[^\W\da-z])"
)


def _add_named_alone(part: Part, reader: LineupReader) -> None:
    """“By Ada Example” under a title, or “Ada Example and Ben Sample on tides”, where nothing else names anybody."""
    if part.line.is_meta or len(part.text) > 200 or part.section in {SectionKind.OTHER, SectionKind.ORGANISERS}:
        return
    if by := _BY_LINE.match(part.text):
        is_posted = bool(find_mentions(part.text)) or bool(part.line.links)
        rest = part.text[by.end() :]
        for person in people_or_person(rest) if not is_posted else ():
            reader.add(person, part.line.numbers, is_uncertain=True)
            reader.used.update(part.line.numbers)
