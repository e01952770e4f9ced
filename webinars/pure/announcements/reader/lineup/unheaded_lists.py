"""Runs of lines that are entries of people, though no heading says so."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from webinars.pure.announcements.reader.heading_words import Section
from webinars.pure.announcements.reader.lineup.entries import without_addresses
from webinars.pure.announcements.reader.lineup.people_in_prose import people_in_prose, sentences
from webinars.pure.announcements.reader.people.names import has_title, name_in, without_titles
from webinars.pure.announcements.reader.people.person_entry import Person, person_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import one_of

_LONGEST_ENTRY = 140
# Stretches of a video are listed under it, each with its speaker.
_SECTIONS = {None, Section.DESCRIPTION, Section.AGENDA, Section.TITLE, Section.PLACE, Section.RECORDINGS}


def read_runs(parts: Sequence[Part], taken: set[int]) -> Iterator[tuple[Part, Person]]:
    """Neighbouring lines that are all entries of people, though no heading says so. Lines in `taken` are none."""
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


_TELLS = re.compile(rf"(?:\s*\([^()]{{1,40}}\))?,?\s+(?:{one_of('people.tells')})\s")


def read_biographies(parts: Sequence[Part], taken: set[int]) -> Iterator[tuple[Part, Person]]:
    """People whose biography stands under their name: “Ada Example”, and below it “Ada Example is …”."""
    told = {
        opening[0]: part
        for part in reversed(parts)
        if len(part.text) >= SHORTEST_BIOGRAPHY
        for opening in _openings(part)
    }
    for part, below in itertools.zip_longest(parts, parts[1:]):
        if part.line.number in taken or part.section in {Section.OTHER, Section.ORGANISERS} or len(part.text) > 200:
            continue
        person = person_in(part.text, is_strict=True)
        if person is None:
            continue
        # Further below, only the whole name tells that it is the same person.
        biography = told.get(person.name)
        if biography is None or biography.line.number <= part.line.number:
            biography = below if below is not None and _is_about(person, below) else None
        if biography is not None:
            opening = re.match(_beginning(person), without_titles(biography.text))
            rest = without_titles(biography.text)[opening.end() :] if opening else ""
            more = person_in(f"{person.name}{rest}")
            yield part, replace(person, affiliation=person.affiliation or (more.affiliation if more else None))


SHORTEST_BIOGRAPHY = 40


def _openings(part: Part) -> Iterator[tuple[str, Part]]:
    """The name a paragraph begins with, if it goes on with who that is."""
    tells = _TELLS.search(part.text, 0, 100)
    name = name_in(part.text[: tells.start()], is_strict=True) if tells else None
    if name:
        yield name, part


def _beginning(person: Person) -> str:
    words = person.name.split()
    return (
        rf"(?:(?:{re.escape(person.name)}|(?:[\w.]+\s)?{re.escape(words[0])}|"
        rf"(?:[\w.]+\s)?{re.escape(words[-1])}))"
    )


def _is_about(person: Person, below: Part) -> bool:
    opening = re.match(_beginning(person), below.text) if len(below.text) >= SHORTEST_BIOGRAPHY else None
    return opening is not None and _TELLS.match(below.text, opening.end()) is not None


def _entry_of_run(part: Part, *, is_open: bool) -> Person | None:
    if not part.is_item and (opening := _opening_entry(part)):
        return opening
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


def _opening_entry(part: Part) -> Person | None:
    """“Ada Example, Director of the Example Society. She was among the founders of …”: an entry, then a biography."""
    said = sentences(part.text) if len(part.text) > _LONGEST_ENTRY else []
    if len(said) < 2 or len(said[0]) > _LONGEST_ENTRY or not said[0].endswith("."):
        return None
    person = person_in(said[0], is_strict=True)
    if person is None or person.talk_title or not person.affiliation or _ACTS.search(f" {person.affiliation} "):
        return None
    return person if _BIOGRAPHY.match(said[1]) or person.name.split()[-1] in said[1][:60] else None


_ACTS = re.compile(rf"\s(?:[a-z]+ed (?:{one_of('people.acts_what')})|{one_of('people.acts')})\s")
_BIOGRAPHY = re.compile(
    rf"(?:(?:{one_of('people.biography_front')}) [^.]{{2,60}}?,? )?(?:(?i:{one_of('people.biography')}))\b"
)


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
