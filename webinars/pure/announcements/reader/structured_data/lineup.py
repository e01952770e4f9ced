"""Line-up and organisers by what a page tells programs and by what its text says."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from msgspec.structs import replace

from webinars.pure.announcements.model import AppearanceReading, Found, Offers, Role, WebinarReading
from webinars.pure.announcements.reader.combine_voices import MOST_OTHERS, MOST_TITLES
from webinars.pure.announcements.reader.people.names import folded_name, same_name
from webinars.pure.announcements.reader.people.person_entry import Person
from webinars.pure.announcements.reader.structured_data.events import EmbeddedWebinar
from webinars.pure.announcements.reader.words import one_of

CERTAIN: Final = 1.0
"""How likely what text and markup both say is right."""
BEHIND_ALL: Final = 10**9
LinesWith = Callable[[str], tuple[int, ...]]


def lineup_of(said: EmbeddedWebinar, text: WebinarReading, lines_with: LinesWith) -> list[Found[AppearanceReading]]:
    """Returns the people in the order of the text, and behind them those whom only the markup shows.

    Where the markup names some, names alone that the text has besides are not taken: on a page they may be anything.
    """
    groups = {folded_name(name) for name in said.organisers}
    offered = [found for found in text.offers.lineup if _of(found, said) is not None]
    own = [found for found in text.lineup if folded_name(found.value.name) not in groups and _is_kept(found, said)]
    people = [_confirmed_person(found, _of(found, said)) for found in (*own, *offered)]
    people += [
        Found(AppearanceReading(person.name, person.affiliation), lines_with(person.name))
        for person in said.people
        if not any(same_name(person.name, found.value.name) for found in (*own, *offered))
    ]
    return sorted(people, key=lambda found: (found.lines[:1] or (BEHIND_ALL,), _place(found, said)))


def _confirmed_person(found: Found[AppearanceReading], person: Person | None) -> Found[AppearanceReading]:
    if person is None:
        return found
    reading = replace(found.value, affiliation=found.value.affiliation or person.affiliation)
    return replace(found, value=reading, is_uncertain=False, probability=CERTAIN)


def _of(found: Found[AppearanceReading], said: EmbeddedWebinar) -> Person | None:
    return next((person for person in said.people if same_name(person.name, found.value.name)), None)


def _place(found: Found[AppearanceReading], said: EmbeddedWebinar) -> int:
    """Returns where the markup names somebody, for those who stand on one line."""
    places = (place for place, person in enumerate(said.people) if same_name(person.name, found.value.name))
    return next(places, len(said.people))


def _is_kept(found: Found[AppearanceReading], said: EmbeddedWebinar) -> bool:
    is_described = found.value.affiliation is not None or found.value.role is not Role.SPEAKER
    return not said.people or _of(found, said) is not None or (is_described and not found.is_uncertain)


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
        if is_told:
            name = told[_bare(found.value)] if _BY.match(found.value) else found.value
            yield replace(found, value=name, is_uncertain=False, probability=CERTAIN)
        else:
            yield found


def offers_of(text: WebinarReading, joined: WebinarReading) -> Offers:
    """Returns what is still offered: not what is filled in by now, but what the text alone had filled in."""
    people = {folded_name(found.value.name) for found in joined.lineup}
    people |= {folded_name(found.value) for found in joined.organisers}
    organisers = {_bare(found.value) for found in joined.organisers}
    title = folded_name(joined.title.value) if joined.title else ""
    titles = (*((text.title,) if text.title else ()), *text.offers.title)
    return replace(
        text.offers,
        title=tuple(found for found in titles if folded_name(found.value) != title)[:MOST_TITLES],
        lineup=tuple(
            found for found in (*text.lineup, *text.offers.lineup) if folded_name(found.value.name) not in people
        )[:MOST_OTHERS],
        organisers=tuple(
            found for found in (*text.organisers, *text.offers.organisers) if _bare(found.value) not in organisers
        )[:MOST_OTHERS],
    )


def _bare(name: str) -> str:
    return folded_name(_BY.sub("", name)).removeprefix("the ")


_BY: Final = re.compile(rf"(?:{one_of('small.by')})\s", re.IGNORECASE)
