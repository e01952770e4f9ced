"""Indico: people on the first line of the description, the page on its last."""

import re
from dataclasses import replace

from webinars.pure.ical.reading.products.told import Told, people_in, without_last_line

_SPEAKERS = re.compile(r"Speakers: (?P<people>[^\n]+)(?:\n+|\Z)")


def read(told: Told) -> Told:
    """Returns the line “Speakers: …” as people, and the description without it and without the page's address.

    Source: Indico 3, `indico/modules/events/ical.py`; version 2 has one line break where it has two.
    """
    text = without_last_line(told.description, told.page)
    found = _SPEAKERS.match(text)
    # Version 2 closes parentheses around nothing.
    people = people_in(found["people"].replace(" ()", "")) if found else None
    if found is None or people is None:
        return replace(told, description=text)
    return replace(told, description=text[found.end() :], lineup=people)
