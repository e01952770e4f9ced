"""The XML of a schedule, as Pentabarf, frab and pretalx export it, in the form of `schedule.json`."""

import codecs
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from webinars.lib.i18n import gettext as _
from webinars.pure.schedules.document import ScheduleUnreadable

DEEPEST = 50
MOST_ELEMENTS = 500_000
_LISTS = {"links": "link", "attachments": "attachment"}


class _Refused(Exception):
    """What no schedule has."""


def read_xml(data: bytes) -> Mapping[str, Any]:
    """Returns what `read_json` would return of the same schedule. Raises ScheduleUnreadable.

    A file that declares a document type is refused, and with it every entity: nothing is fetched, and nothing grows.
    Source: c3voc/schedule, `validator/xsd/schedule.xml.xsd`, and the templates of `schedule.xml` in frab and pretalx.
    """
    try:
        top = _parsed(data)
    except _Refused as error:
        raise ScheduleUnreadable(str(error)) from None
    except (expat.ExpatError, ValueError, LookupError):
        raise ScheduleUnreadable(_("it is no XML, or has a mistake in it.")) from None
    if top.tag != "schedule":
        raise ScheduleUnreadable(_("%(place)s is missing.", place="<schedule>"))
    conference = top.find("conference")
    if conference is None:
        raise ScheduleUnreadable(_("%(place)s is missing.", place="<conference>"))
    fields = _fields(conference)
    days = [_day(day) for day in top.iter("day")]
    url = _text(top.find("base_url")) or fields.get("base_url") or fields.get("url", "")
    return {"schedule": {"base_url": url, "conference": {**fields, "days": days}}}


def _parsed(data: bytes) -> Element:
    builder, parser = TreeBuilder(), expat.ParserCreate(_encoding(data))
    depth = count = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise _Refused(_("it is nested too deeply, or too large."))
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def refuse(*_arguments: object) -> None:
        raise _Refused(_("it declares a document type, which no schedule needs."))

    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    # Before any entity is declared, and what none is declared for is a mistake.
    parser.StartDoctypeDeclHandler = refuse
    # What was pasted may have blanks before the declaration, where XML allows none.
    parser.Parse(data.removeprefix(codecs.BOM_UTF8).lstrip(), True)
    return builder.close()


def _encoding(data: bytes) -> str | None:
    """Returns UTF-8, if it is that, or else what it says of itself: what was pasted has been written anew."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _day(day: Element) -> dict[str, Any]:
    rooms: dict[str, list[dict[str, Any]]] = {}
    for room in day.iter("room"):
        # An event has an element of that name as well, which holds no events.
        for event in room.findall("event"):
            rooms.setdefault(room.get("name", ""), []).append(_event(event))
    return {"date": day.get("date", ""), "day_start": day.get("start", ""), "rooms": rooms}


def _event(event: Element) -> dict[str, Any]:
    lists = {name: [_address(each) for each in event.iterfind(f"{name}/{part}")] for name, part in _LISTS.items()}
    persons = [{"public_name": _text(each)} for each in event.iterfind("persons/person")]
    return _fields(event) | {"guid": event.get("guid", ""), "id": event.get("id", ""), "persons": persons, **lists}


def _fields(of: Element) -> dict[str, str]:
    """Returns the elements in it that hold text alone."""
    return dict(_texts(of))


def _texts(of: Element) -> Iterator[tuple[str, str]]:
    for each in of:
        if not len(each):
            yield each.tag, _text(each)


def _address(link: Element) -> dict[str, str]:
    return {"url": link.get("href", ""), "title": _text(link)}


def _text(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""
