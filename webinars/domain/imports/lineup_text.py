"""The line-up as text, one person on each line, to be corrected in one go."""

import re
from collections.abc import Iterator, Sequence

from webinars.domain.imports.webinar_content import NAME_LENGTH, TEXT_LENGTH, Person
from webinars.domain.lineup.actions import MAX_APPEARANCES
from webinars.lib.names import name_key
from webinars.lib.text_cleaning import one_line
from webinars.models import AppearanceRole
from webinars.pure.matching.typed_people import typed_person

_TALK = re.compile(r"\s[–—-]\s[“\"„«](.+)[”\"“»]$")


def people_text(people: Sequence[Person]) -> str:
    """Returns one line for each person: “Ada Example, Lunar Society, moderator – “On tides””."""
    return "\n".join(line_of(person) for person in people)


def line_of(person: Person) -> str:
    role = person.role.value if person.role != AppearanceRole.SPEAKER else ""
    line = ", ".join(part for part in (person.name, person.affiliation, role) if part)
    return f"{line} – “{person.talk_title}”" if person.talk_title else line


def people_in(text: str, before: Sequence[Person]) -> tuple[Person, ...]:
    """Returns the people of such a text, each once. An untouched line means the very person it was made from."""
    untouched = {line_of(person): person for person in before}
    people: dict[str, Person] = {}
    for line in _lines(text):
        person = untouched.get(line) or _typed(line)
        if any(char.isalpha() for char in person.name):
            people.setdefault(name_key(person.name), person)
    return tuple(people.values())[:MAX_APPEARANCES]


def _lines(text: str) -> Iterator[str]:
    return (line for raw in text.splitlines() if (line := " ".join(raw.split())))


def _typed(line: str) -> Person:
    talk = _TALK.search(line)
    typed = typed_person(line[: talk.start()] if talk else line)
    return Person(
        name=one_line(typed.name, at_most=NAME_LENGTH),
        affiliation=one_line(typed.affiliation, at_most=TEXT_LENGTH),
        role=AppearanceRole(typed.role or "speaker"),
        talk_title=one_line(talk[1], at_most=TEXT_LENGTH) if talk else "",
    )
