"""A row of a running order that says first what the talk is called and then who gives it."""

import re

from msgspec.structs import replace

from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.people.person_entry import Person, bare_entry, person_in
from webinars.pure.announcements.reader.words import one_of


def talk_and_person(text: str) -> Person | None:
    """Reads a row of a running order with the talk first: “14:05 The harbour of Brest – Ada Example (Paris)”."""
    text = bare_entry(text)[:600]
    strong = list(re.finditer(rf"\s[–—|-]\s|\s?[:/]\s|,?\s(?:{one_of('small.by')})\s|\s\(", text))[-6:]
    # Of commas, the first that is followed by a name: behind it, more of them belong to the affiliation.
    commas = list(re.finditer(r",\s", text))[:6]
    # “Keeping paper dry – Ada Example (Paris)”: what stands in brackets is tried after all other cuts.
    strong.sort(key=lambda mark: (mark[0] == " (", -mark.start()))
    for mark in [*strong, *commas]:
        person = person_in(
            text[mark.end() :].removesuffix(")") if mark[0] == " (" else text[mark.end() :], is_strict=True
        )
        title = text[: mark.start()].strip(' “”"„«»,:–—-')
        if person and title and name_in(title, is_strict=True) is None:
            if re.match(rf"(?:q\s?&|{one_of('programme.no_talk')})", title, re.IGNORECASE):
                return person
            return replace(person, talk_title=person.talk_title or title)
    return None
