import re
from collections.abc import Iterator

from msgspec import Struct

from webinars.pure.ical.reading.model import SpeakerReading

LONGEST_NAME = 120
LONGEST_LIST = 10_000
MOST_SPEAKERS = 100
_NO_NAME = re.compile(r"://|@|[<>\n]")
_AFFILIATED = re.compile(r"(?P<name>[^()].*?)\s*\((?P<affiliation>(?:[^()]|\([^()]*\))*)\)")


class EventText(Struct, frozen=True, kw_only=True):
    """What an event says, each piece as text that anybody could read."""

    title: str
    description: str = ""
    place: str = ""
    page: str = ""
    """The address of its page, empty if it has none."""
    organiser: str = ""
    hosts: tuple[str, ...] = ()
    """Everybody whom it calls a host, groups and people, where the product names any."""
    form: str = ""
    """The address at which one registers, where the product says so."""
    lineup: tuple[SpeakerReading, ...] = ()


def people_in(text: str) -> tuple[SpeakerReading, ...] | None:
    """Returns the people of a list with commas, each with an affiliation in parentheses or none.

    None if a piece is no name, or if parentheses are not closed: then the text is something else.
    """
    people: list[SpeakerReading] = []
    if len(text) > LONGEST_LIST:
        return None
    for piece in _pieces(text):
        found = _AFFILIATED.fullmatch(piece)
        name, affiliation = (found["name"], found["affiliation"].strip()) if found else (piece, "")
        if not is_name(name) or (found is None and ("(" in piece or ")" in piece)):
            return None
        people.append(SpeakerReading(name=name, affiliation=affiliation))
    return tuple(people) if 0 < len(people) <= MOST_SPEAKERS else None


def is_name(text: str) -> bool:
    """Returns whether a name can be written so. Nicknames are names."""
    return 0 < len(text) <= LONGEST_NAME and any(map(str.isalpha, text)) and _NO_NAME.search(text) is None


def without_last_line(text: str, line: str) -> str:
    """Returns `text` without its last line, if that is `line`."""
    head, _break, last = text.rpartition("\n")
    return head.rstrip() if line and last.strip() == line else text


def _pieces(text: str) -> Iterator[str]:
    """Yields what stands between commas, except those in parentheses."""
    depth, began = 0, 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth <= 0:
            yield text[began:at].strip()
            began = at + 1
    yield text[began:].strip()
