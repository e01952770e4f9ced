"""Line-up and organisers by what a page tells programs and by what its text says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from webinars.pure.announcements.model import AppearanceReading, Found, Role, WebinarReading
from webinars.pure.announcements.reader.embedded.webinars import EmbeddedWebinar
from webinars.pure.announcements.reader.names import folded_name, same_name

LinesWith = Callable[[str], tuple[int, ...]]


def lineup_of(said: EmbeddedWebinar, text: WebinarReading, lines_with: LinesWith) -> Iterator[Found[AppearanceReading]]:
    """Yields the people: in the words of the text, and then those whom only the markup names.

    Where the markup names some, names alone that the text has besides are not taken: on a page they may be anything.
    """
    groups = {folded_name(name) for name in said.organisers}
    own = [found for found in text.lineup if folded_name(found.value.name) not in groups and _is_kept(found, said)]
    for found in own:
        person = next((each for each in said.people if same_name(each.name, found.value.name)), None)
        affiliation = found.value.affiliation or (person.affiliation if person else None)
        yield Found(
            replace(found.value, affiliation=affiliation),
            found.lines,
            is_uncertain=found.is_uncertain and person is None,
        )
    for person in said.people:
        if not any(same_name(person.name, found.value.name) for found in own):
            yield Found(AppearanceReading(person.name, person.affiliation), lines_with(person.name))


def _is_kept(found: Found[AppearanceReading], said: EmbeddedWebinar) -> bool:
    is_named = not said.people or any(same_name(person.name, found.value.name) for person in said.people)
    is_described = found.value.affiliation is not None or found.value.role is not Role.SPEAKER
    return is_named or (is_described and not found.is_uncertain)


def organisers_of(said: EmbeddedWebinar, text: WebinarReading, lines_with: LinesWith) -> Iterator[Found[str]]:
    """Yields the organisers in the order of the text, and before them those that only the markup names.

    Where the markup names some, those of which the text is not sure are not taken.
    """
    people = {folded_name(person.name) for person in said.people}
    own = [found for found in text.organisers if folded_name(found.value) not in people]
    told = {_bare(name): name for name in said.organisers}
    printed = {_bare(found.value) for found in own}
    yield from (Found(name, lines_with(name)) for bare, name in told.items() if bare not in printed)
    for found in own:
        is_told = _bare(found.value) in told
        if told and found.is_uncertain and not is_told:
            continue
        name = told[_bare(found.value)] if is_told and _BY.match(found.value) else found.value
        yield Found(name, found.lines, is_uncertain=found.is_uncertain and not is_told)


def _bare(name: str) -> str:
    return folded_name(_BY.sub("", name)).removeprefix("the ")


_BY: Final = re.compile(r"(?:by|von|par|por)\s", re.IGNORECASE)
