"""The XML of a schedule, as Pentabarf, frab and pretalx export it, in the form of `schedule.json`."""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from webinars.lib.i18n import gettext as _
from webinars.lib.plain_xml import XmlRefused, read_plain_xml, text_of
from webinars.pure.schedules.document import ScheduleUnreadable

_LISTS = {"links": "link", "attachments": "attachment"}


def read_xml(data: bytes) -> Mapping[str, Any]:
    """Returns what `read_json` would return of the same schedule. Raises ScheduleUnreadable.

    A file that declares a document type is refused, and with it every entity: nothing is fetched, and nothing grows.
    Source: c3voc/schedule, `validator/xsd/schedule.xml.xsd`, and the templates of `schedule.xml` in frab and pretalx.
    """
    try:
        top = read_plain_xml(data)
    except XmlRefused as error:
        raise ScheduleUnreadable(str(error)) from None
    if top.tag != "schedule":
        raise ScheduleUnreadable(_("%(place)s is missing.", place="<schedule>"))
    conference = top.find("conference")
    if conference is None:
        raise ScheduleUnreadable(_("%(place)s is missing.", place="<conference>"))
    fields = _fields(conference)
    days = [_day(day) for day in top.iter("day")]
    url = text_of(top.find("base_url")) or fields.get("base_url") or fields.get("url", "")
    return {"schedule": {"base_url": url, "conference": {**fields, "days": days}}}


def _day(day: Element) -> dict[str, Any]:
    rooms: dict[str, list[dict[str, Any]]] = {}
    for room in day.iter("room"):
        # An event has an element of that name as well, which holds no events.
        for event in room.findall("event"):
            rooms.setdefault(room.get("name", ""), []).append(_event(event))
    return {"date": day.get("date", ""), "day_start": day.get("start", ""), "rooms": rooms}


def _event(event: Element) -> dict[str, Any]:
    lists = {name: [_address(each) for each in event.iterfind(f"{name}/{part}")] for name, part in _LISTS.items()}
    persons = [{"public_name": text_of(each)} for each in event.iterfind("persons/person")]
    return _fields(event) | {"guid": event.get("guid", ""), "id": event.get("id", ""), "persons": persons, **lists}


def _fields(of: Element) -> dict[str, str]:
    """Returns the elements in it that hold text alone."""
    return dict(_texts(of))


def _texts(of: Element) -> Iterator[tuple[str, str]]:
    for each in of:
        if not len(each):
            yield each.tag, text_of(each)


def _address(link: Element) -> dict[str, str]:
    return {"url": link.get("href", ""), "title": text_of(link)}
