"""Indico: people on the first line of the description, the page on its last."""

import re

from msgspec.structs import replace

from webinars.pure.ical.reading.model import SpeakerReading
from webinars.pure.ical.reading.products.event_text import EventText, people_in, without_last_line

_SPEAKERS = re.compile(r"Speakers: (?P<people>[^\n]+)(?P<gap>\n*)")


def read(told: EventText) -> EventText:
    """Returns the line “Speakers: …” as people, and the description without it and without the page's address.

    Source: Indico 3, `indico/modules/events/ical.py`, and `indico/web/http_api/metadata/ical.py` for what its HTTP API
    exports, where the line ends in one line break and names stand as “Wick, Ada (Lamp Works)”.
    """
    found = _SPEAKERS.match(told.description)
    text = told.description
    people = None
    if found is not None:
        is_of_api = found["gap"] == "\n"
        people = _turned(found["people"]) if is_of_api else people_in(found["people"])
        text = text[found.end() :] if people is not None else text
    text = "" if text.strip() == told.page else without_last_line(text, told.page)
    return replace(told, description=text, lineup=people or ())


def _turned(text: str) -> tuple[SpeakerReading, ...] | None:
    """Returns the people of a list in which each has parentheses, even empty, and the family's name before a comma."""
    found: list[SpeakerReading] = []
    # What is not closed by parentheses belongs to the name that goes on behind the comma.
    waiting: list[str] = []
    for person in people_in(text.replace(" ()", f" ({_NOTHING})")) or ():
        waiting.append(person.name)
        if person.affiliation:
            name = " ".join([waiting[-1], ", ".join(waiting[:-1])]).strip()
            affiliation = "" if person.affiliation == _NOTHING else person.affiliation
            found.append(SpeakerReading(name=name, affiliation=affiliation))
            waiting = []
    return tuple(found) if found and not waiting else None


_NOTHING = "–"
