"""A schedule taken apart: conference, days, rooms, talks. What has another form is named by its place."""

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec import Struct

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.pure.ical.safe_text import clean_line

HEAD_OCTETS = 4096
LONGEST_LINE = 500
_SCHEDULE = re.compile(rb'[{,]\s*"schedule"\s*:\s*\{')
_OF_INDICO = re.compile(rb'[{,]\s*"_type"\s*:\s*"HTTPAPIResult"')
_OF_XML = re.compile(
    # Each piece is taken once: a page that begins with many comments could be cut at any of their ends.
    rb"\s*(?>(?:<\?xml\b[^>]*>|<!--.*?-->|<!DOCTYPE\b[^>\[]*(?:\[.*?\]\s*)?>)\s*)*+<schedule[\s>]",
    re.DOTALL,
)
_OBJECT, _LIST = "an object", "a list"


class ScheduleUnreadable(WebinarsError):
    """A file that should be a schedule and has another form."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("This schedule cannot be read: %(reason)s", reason=reason))


class Talk(Struct, frozen=True):
    """One talk with where it stands."""

    fields: Mapping[str, Any]
    day: Mapping[str, Any]
    room: str

    def line(self, name: str) -> str:
        """Returns a field as one line, empty where it is no text."""
        return line_of(self.fields.get(name))

    def text(self, name: str) -> str:
        """Returns a field as it stands, empty where it is no text."""
        return text_of(self.fields.get(name))

    def objects(self, name: str) -> list[Mapping[str, Any]]:
        """Returns the objects of a list. What else is in it is left out."""
        found = self.fields.get(name)
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


class Document(Struct, frozen=True):
    """A schedule as it stands in its file."""

    conference: Mapping[str, Any]
    host: str
    """Where it comes from, empty if it does not say."""
    talks: tuple[Talk, ...]


def is_schedule(data: bytes) -> bool:
    """Returns whether a file or a paste is a schedule, by its first words or its last ones."""
    head = data.removeprefix(codecs.BOM_UTF8)[:HEAD_OCTETS].lstrip()
    if is_xml(head):
        return True
    if not head.startswith(b"{"):
        return False
    # Indico says at the end what it is.
    return _SCHEDULE.search(head) is not None or any(_OF_INDICO.search(each) for each in (head, data[-HEAD_OCTETS:]))


def is_xml(data: bytes) -> bool:
    """Returns whether a file or a paste is a schedule in XML, by its first element."""
    return _OF_XML.match(data.removeprefix(codecs.BOM_UTF8)[:HEAD_OCTETS]) is not None


def read_json(data: bytes) -> Mapping[str, Any]:
    """Returns the object that a file is. Raises ScheduleUnreadable."""
    try:
        # "NaN" is no JSON, and no number to reckon with.
        top = json.loads(data.decode("utf-8-sig"), parse_constant=lambda _name: None)
    except (ValueError, RecursionError):
        raise ScheduleUnreadable(_("it is no JSON, or nested too deeply.")) from None
    return object_at(top, "")


def read_document(top: Mapping[str, Any], most: int) -> Document:
    """Returns what a `schedule.json` holds, of more than `most` talks one more, so that it can be said.

    Raises ScheduleUnreadable, which names the place.
    """
    schedule = object_at(top.get("schedule"), "schedule")
    conference = object_at(schedule.get("conference"), "schedule.conference")
    return Document(
        conference=conference,
        host=host_of(text_of(schedule.get("base_url")) or text_of(schedule.get("url"))),
        talks=tuple(islice(_talks(conference), most + 1)),
    )


def text_of(value: object) -> str:
    """Returns a text, or the first of several languages, or an empty one for anything else."""
    if isinstance(value, dict):
        value = next((each for each in value.values() if isinstance(each, str)), "")
    return value if isinstance(value, str) else ""


def line_of(value: object) -> str:
    """Returns `text_of` on one line that is not too long, or a number as one."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else text_of(value)
    return clean_line(text[: 4 * LONGEST_LINE])[:LONGEST_LINE]


def _talks(conference: Mapping[str, Any]) -> Iterator[Talk]:
    for number, each in enumerate(list_at(conference.get("days"), "schedule.conference.days")):
        place = f"schedule.conference.days[{number}]"
        day = object_at(each, place)
        for name, found in object_at(day.get("rooms"), f"{place}.rooms").items():
            inside = f"{place}.rooms[{line_of(name)[:40]}]"
            for at, fields in enumerate(list_at(found, inside)):
                yield Talk(object_at(fields, f"{inside}[{at}]"), day, line_of(name))


def object_at(value: object, place: str) -> Mapping[str, Any]:
    """Returns `value` if it is an object. Raises ScheduleUnreadable, which names the place."""
    if not isinstance(value, dict):
        raise _wrong(place, _OBJECT)
    return value


def list_at(value: object, place: str) -> list[Any]:
    """Returns `value` if it is a list. Raises ScheduleUnreadable, which names the place."""
    if not isinstance(value, list):
        raise _wrong(place, _LIST)
    return value


def _wrong(place: str, form: str) -> ScheduleUnreadable:
    what = _("an object") if form is _OBJECT else _("a list")
    if not place:
        return ScheduleUnreadable(_("it is not %(what)s.", what=what))
    return ScheduleUnreadable(_("%(place)s is not %(what)s.", place=place, what=what))


def host_of(address: str) -> str:
    """Returns the host of a web address, empty if it is none."""
    found = re.match(r"https?://([\w.-]{1,253})", address, re.IGNORECASE)
    return found[1].lower() if found else ""
