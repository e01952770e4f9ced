"""The people listed under headings such as "Speakers", and on lines with such a label."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from webinars.pure.announcements.reader.heading_words import Section
from webinars.pure.announcements.reader.lineup.collection import Entry, LineupReader
from webinars.pure.announcements.reader.lineup.entries import people_of
from webinars.pure.announcements.reader.organisation_kinds import has_kind
from webinars.pure.announcements.reader.people.names import folded_name, has_title, name_in
from webinars.pure.announcements.reader.people.person_entry import Person, person_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import LineKind


def read_listed(parts: Sequence[Part], reader: LineupReader, taken: set[int]) -> None:
    """Add everybody listed. Lines in `taken` say something else, unless they have a label of the line-up."""
    listing = _Listing(reader)
    for part in parts:
        is_listed = part.section in {Section.LINEUP, Section.ORGANISERS, Section.AGENDA}
        if not is_listed or (part.line.number in taken and not part.is_labelled):
            listing.begin()
        elif part.is_heading:
            listing.begin()
            if part.section is Section.LINEUP:
                reader.used.update(part.line.numbers)
        else:
            listing.read(part)


@dataclass(slots=True)
class _Listing:
    """The list under one heading."""

    reader: LineupReader
    last: Entry | None = None
    failures: int = 0
    was_item: bool = False
    in_block: bool = False
    """Whether the lines since the last gap began with a name and went on with who that is."""

    def begin(self) -> None:
        self.last, self.failures, self.in_block = None, 0, False

    def read(self, part: Part) -> None:
        if self.failures > 2 and not part.is_item:
            return
        if part.line.is_spaced:
            self.in_block = False
        people = list(people_of(part))
        if self.last and people and _tells_more(part, people, self.last, in_block=self.in_block):
            people = []
        if not people and self._add_to_last(part):
            self.reader.used.update(part.line.numbers)
            return
        self.failures = 0 if people else self.failures + 1
        for person in people:
            role = person.role or (part.role if part.section is not Section.AGENDA else None)
            self.reader.add(replace(person, role=role), part.line.numbers)
            self.last = self.reader.entries.get(folded_name(person.name))
        if people:
            self.reader.used.update(part.line.numbers)

    def _add_to_last(self, part: Part) -> bool:
        """Take a line without a name as one about the person above it, if it can be that."""
        is_below = not (self.was_item and part.line.is_spaced and not part.is_item)
        self.was_item = part.is_item
        if self.last is None or part.section is not Section.LINEUP:
            return False
        if is_below and _is_detail(part, self.last):
            _add_detail(part, self.last)
            self.in_block = not part.line.is_spaced
            return True
        return False


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


def _tells_more(part: Part, people: Sequence[Person], last: Entry, *, in_block: bool) -> bool:
    """Whether what looks like a name is about the person above: “Intendant of Limoges”, “Example Association”."""
    if len(people) > 1 or people[0].role or part.is_labelled or part.is_item or has_title(part.text):
        return False
    is_full_name = name_in(people[0].name, is_strict=True) is not None and not has_kind(people[0].name)
    if is_full_name:
        return False
    return in_block or (_is_detail(part, last) and " " in last.person.name)


def _is_sentence(text: str) -> bool:
    return text.endswith((".", "!", "?")) and len(text.split()) > 8


def _add_detail(part: Part, last: Entry) -> None:
    text = part.text[1:-1] if re.fullmatch(r"\([^()]+\)", part.text) else part.text
    described = person_in(f"{last.person.name}, {text}")
    if described and described.affiliation:
        last.person = replace(
            last.person, affiliation=described.affiliation, role=described.role or last.person.role, is_plain=False
        )
        last.lines = [*last.lines, *part.line.numbers]
