"""The people one line of a line-up names, however many and however they are set apart."""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import people_in_prose, sentences
from webinars.pure.announcements.reader.lineup.talk_rows import talk_and_person
from webinars.pure.announcements.reader.organisation_kinds import has_kind
from webinars.pure.announcements.reader.people.enumerations import people_list
from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.people.person_entry import Person, bare_entry, person_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.table_columns import TableRow, table_row
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.words import one_of

_MORE_TO_COME = re.compile(
    rf"[.;,]?\s+(?:\(?(?:and )?(?:{one_of('people.more')})\b[^.]{{0,60}}(?:{one_of('people.to_come')})|"
    f"{one_of('people.and_others')}).*$",
    re.IGNORECASE,
)


def without_addresses(text: str) -> str:
    text = re.sub(r"https?://[^\s)]+", "", text)
    return re.sub(rf"\s*\(\s*(?:{one_of('links.things')})?\s*:?\s*\)", "", text).strip()


def people_of(part: Part) -> Iterator[Person]:
    """Yields the people of one line of a section, and of the sentences that follow the list on the line."""
    if row := row_of(part):
        for person in _people_of(replace(part, text=row.people)):
            beside = person.affiliation or row.affiliation, person.talk_title or row.talk
            yield replace(person, affiliation=beside[0], talk_title=beside[1], is_plain=False)
        return
    said = sentences(part.text)
    is_row = part.is_labelled or (
        part.section is SectionKind.LINEUP and not part.is_item and len(_enumerated_people(said[0])) > 1
    )
    if is_row and len(said) > 1 and (led := people_in_prose(" ".join(said[1:]))):
        yield from _people_of(replace(part, text=said[0]))
        yield from led
    else:
        yield from _people_of(part)


def row_of(part: Part) -> TableRow | None:
    """Returns the line by the columns of the table it stands in, if it stands in one."""
    keeps_empty = part.line.kind is LineKind.ROW
    return table_row(part.heading.text, part.line.text, keeps_empty=keeps_empty) if part.heading else None


def _people_of(part: Part) -> Iterator[Person]:
    """Yields the people of one line of a section. A host or presenter may be an organisation: then none."""
    text = _MORE_TO_COME.sub("", without_addresses(part.text))
    entry = bare_entry(text)
    if not part.is_item and part.line.kind is not LineKind.HEADING and len(entry) > 220 and not part.is_labelled:
        # A paragraph below a name is a biography; the enumeration of a whole panel has its commas close together.
        several = _enumerated_people(entry) if entry.count(",") > len(entry) // 60 else []
        yield from several or _subject_of_paragraph(entry)
    elif part.section is SectionKind.AGENDA and person_in(text, is_strict=True) is None:
        # “Discussion, moderated by Ada Example”, or what the talk is called and then who gives it.
        led = [person for person in people_in_prose(entry) if person.role not in {None, Role.SPEAKER}]
        talk = talk_and_person(text)
        yield from led or ([talk] if talk else [])
    elif part.section is not SectionKind.ORGANISERS or part.role is not None:
        yield from _people_of_entry(part, text, entry)


def _people_of_entry(part: Part, text: str, entry: str) -> Iterator[Person]:
    """Yields whom a line names that is one entry, or several in a row: `entry` is its text from the first name on."""
    is_strict = part.section is not SectionKind.LINEUP
    single = person_in(text, is_strict=is_strict or not (part.is_item or part.is_labelled or len(entry) < 90))
    is_plural = part.is_labelled and part.heading is not None and _PLURAL.match(part.heading.text) is not None
    several = _people_on_line(entry, is_plural=is_plural)
    if several and (single is None or _is_row(part, entry, several, is_plural=is_plural)):
        yield from several
    elif single and not (part.role is Role.HOST and has_kind(single.name)):
        yield single


def _is_row(part: Part, entry: str, several: Sequence[Person], *, is_plural: bool) -> bool:
    """Returns whether several people on a line are as many entries, and not one person's entry."""
    if _names_only(several) or len(_BRACKETED.findall(entry)) > 1:
        return True
    if _JOINED.search(entry):
        return part.is_labelled or (len(several) > 2 and not part.is_item)
    return part.is_labelled and is_plural


_JOINED = re.compile(rf"\s(?:&|{one_of('small.and')}|{one_of('small.and_northern')})\s|;|\s(?://?|[|•·])\s")


def _subject_of_paragraph(entry: str) -> Iterator[Person]:
    """Yields whom a paragraph of a line-up begins with: “Ada Example, the daughter of …, who …”."""
    opening = _OPENING.match(entry)
    name = name_in(opening[1], is_strict=True) if opening else None
    if opening and name:
        said = re.split(rf",?\s(?:{one_of('small.relative')})\s|[.;]\s|\s--?\s", entry[: opening.end() + 160])[0]
        yield person_in(said, is_strict=True) or Person(name)


_OPENING = re.compile(rf"([^,.;:()]{{5,60}}?)(?:, |\s\(|\s(?:[–—-]|{one_of('people.told_by')})\s)")
_BRACKETED = re.compile(rf"\w\s\([^()]{{2,150}}\)(?=\s*(?:[,;]|$|(?:&|{one_of('small.and')})\s))")
"""“Ada Example (Example Society), Ben Sample (Sample Press)”: one entry has one bracket behind a name."""


_PLURAL = re.compile(rf"\W*(?:[\w-]+\s){{0,3}}(?:{one_of('people.several')})\s*[:|–—-]", re.IGNORECASE)
"""“Speakers:”, behind which two names need no “and”."""


def _people_on_line(text: str, *, is_plural: bool) -> list[Person]:
    """Returns more than one person on one line, however they are set apart."""
    for mark in (";", " // ", " / ", " | ", " • ", " · "):
        if mark in text and (people := _each(text.split(mark))):
            return people
    return _enumerated_people(text, is_plural=is_plural)


def _each(pieces: Sequence[str]) -> list[Person]:
    people = [
        person_in(re.sub(rf"^\s*(?:&|{one_of('small.and')})\s+", "", piece.strip()), is_strict=True)
        for piece in pieces
        if piece.strip()
    ]
    return [person for person in people if person] if len(people) > 1 and all(people) else []


def _enumerated_people(text: str, *, is_plural: bool = False) -> list[Person]:
    """“Ada Example, Ben Sample and Cleo Instance”: at least two people, and nothing that only one of them is."""
    people = people_list(text)
    if len(people) < 2:
        return []
    first = text.find(people[0].name.split()[0])
    opens = first < 25
    joined = bool(re.search(rf"\s(?:&|{one_of('small.and')}|{one_of('small.and_northern')})\s", text))
    if not opens or (not joined and not is_plural and len(people) == 2 and _names_only(people)):
        return []
    return people


def _names_only(people: Sequence[Person]) -> bool:
    return all(person.affiliation is None for person in people)
