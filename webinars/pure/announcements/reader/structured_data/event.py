"""The events that a page tells programs of, in JSON-LD or in microdata, as values."""

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from msgspec import Struct

from webinars.lib.web_addresses import web_address
from webinars.pure.announcements.model import AppearanceReading
from webinars.pure.announcements.reader.links import is_room
from webinars.pure.announcements.reader.organisation_evidence import OrganisationEvidence
from webinars.pure.announcements.reader.organisation_names import is_organisation
from webinars.pure.announcements.reader.people.enumerations import people_list
from webinars.pure.announcements.reader.text.html import html_lines, tree_of
from webinars.pure.times import FIRST_YEAR, LAST_YEAR

_MOST: Final = 40
"""Events of a page, and values of one kind."""
_LONGEST, _LONGEST_NAME, _DEEPEST = 20_000, 300, 3
_MIDNIGHT: Final = dt.time()
_LEADS_ON: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "event", "events", "hasPart")
"""Where the webinars of a page stand. What else is called an event there is the whole of another, or is over."""
_ATTRIBUTES: Final = {"a": "href", "link": "href", "time": "datetime", "data": "value"}
_TEMPLATE: Final = re.compile(r"\{\{|\}\}|\{%|<%|\$\{|\[[A-Z]+(?:[_ -][A-Z]+)+\]|^(?:undefined|null|none)$")


class Event(Struct, frozen=True):
    """A webinar as the markup of a page has it. A start at midnight is a date alone, as programs write it."""

    name: str
    start: dt.datetime | None
    length: dt.timedelta | None
    people: tuple[AppearanceReading, ...]
    organisers: tuple[str, ...]
    description: str
    registration_url: str
    status: str


def read_events(text: str) -> tuple[list[Event], bool]:
    """Returns the events that HTML tells programs of, and whether some could not be read. Never raises."""
    nodes: list[Any] = []
    is_broken = False
    if "ld+json" not in text and "itemscope" not in text:
        return [], False
    root = tree_of(text)
    if root is None:
        return [], False
    for script in root.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            _collect(json.loads(script.text or "0", strict=False), nodes)
        except (ValueError, RecursionError):
            is_broken = is_broken or "startDate" in script.text or 'Event"' in script.text
    # Of a page that says it twice the first is enough: JSON-LD is what its programs keep up to date.
    items = root.xpath("//*[contains(@itemtype, 'Event')][not(contains(@itemprop, 'Event'))]") if not nodes else []
    address = str(root.xpath("string((//link[@rel='canonical']/@href | //meta[@property='og:url']/@content)[1])"))
    events = [_event(node, address) for node in [*nodes[:_MOST], *map(_item, items[:_MOST])]]
    by_start = {(event.name, event.start): event for event in reversed(events) if event.name or event.start}
    return [*reversed(by_start.values())], is_broken


def _collect(value: Any, nodes: list[Any]) -> None:  # noqa: ANN401 - any JSON
    """Add the events that a value leads to, each before what it leads to itself."""
    if isinstance(value, list):
        for each in value:
            _collect(each, nodes)
    elif isinstance(value, dict):
        kinds = _kinds(value)
        nodes += [value] if re.search(r"Event\b", kinds) else []
        keys = (*_LEADS_ON, "subEvent") if "EventSeries" in kinds else _LEADS_ON
        _collect([value[key] for key in keys if key in value], nodes)


def _item(scope: Any, depth: int = 0) -> dict[str, list[Any]]:  # noqa: ANN401 - lxml has no types of its own
    """Returns an item of microdata in the shape of JSON-LD. One without a name is called what stands in it."""
    item = {"@type": scope.get("itemtype", "").split(), "@value": [str(scope.xpath("string()"))[:_LONGEST]]}
    for tag in scope.xpath("(.//*[@itemprop])[position() < 400]") if depth < _DEEPEST else ():
        if tag.xpath("ancestor::*[@itemscope][1]")[0] is scope:
            key = _ATTRIBUTES.get(tag.tag, "content")
            value = tag.get("content") or tag.get(key) or str(tag.xpath("string()"))[:_LONGEST]
            item.setdefault(tag.get("itemprop"), []).append(
                _item(tag, depth + 1) if "itemscope" in tag.attrib else value
            )
    return item


def _all(node: Any, *keys: str) -> list[Any]:  # noqa: ANN401 - any JSON
    """Returns all that a thing has under some keys, of which each may be missing, one or several."""
    found = [node.get(key, []) for key in keys] if isinstance(node, dict) else []
    return [each for value in found for each in (value[:_MOST] if isinstance(value, list) else [value])]


def _kinds(node: Any) -> str:  # noqa: ANN401 - any JSON
    return " ".join(map(str, _all(node, "@type")))


def _first(node: Any, *keys: str, parted_by: str = " ") -> str:  # noqa: ANN401 - any JSON
    """Returns the first text that a thing has under some keys."""
    return next(filter(None, (_text(value, parted_by) for value in _all(node, *keys))), "")


def _text(value: Any, parted_by: str = " ") -> str:  # noqa: ANN401 - any JSON
    """Returns a text, or the name of a thing, without tags and entities. Empty for templates."""
    values = [value, *_all(value, "name", "@value")]
    text = html.unescape(next((each for each in values if isinstance(each, str) and each.strip()), "")[:_LONGEST])
    lines = html_lines(text.replace("\n", "<br>"))[0] if text and not _TEMPLATE.search(text) else []
    return parted_by.join(line.text for line in lines)


def _event(node: Any, page: str) -> Event:  # noqa: ANN401 - any JSON
    start, end = (_moment(_first(node, key)) for key in ("startDate", "endDate"))
    is_timed = start and end and start.time() != _MIDNIGHT != end.time() and bool(start.tzinfo) == bool(end.tzinfo)
    length = end - start if start and end and is_timed else None
    return Event(
        name=_first(node, "name")[:_LONGEST_NAME],
        start=start,
        length=length if length and dt.timedelta() < length <= dt.timedelta(days=1) else None,
        people=tuple(_people(node)),
        organisers=tuple(dict.fromkeys(_organisers(node))),
        description=_first(node, "description", parted_by="\n\n"),
        registration_url=_registration(node, page),
        status=_first(node, "eventStatus").rpartition("Event")[2],
    )


def _moment(text: str) -> dt.datetime | None:
    """Returns what a date of ISO 8601 means, or None if it is none."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    found = found.replace(tzinfo=None) if found.time() == _MIDNIGHT else found
    return found.replace(second=0, microsecond=0) if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _people(node: Any) -> Iterator[AppearanceReading]:  # noqa: ANN401 - any JSON
    """Yields those who perform: neither groups nor who is only to be announced."""
    for value in _all(node, "performer", "performers", "actor", "instructor", "speaker"):
        told = ", ".join(filter(None, (_first(value, "jobTitle"), _first(value, "affiliation", "worksFor"))))
        if "Person" in _kinds(value) or not _kinds(value):
            yield from (AppearanceReading(one.name, told or one.affiliation) for one in people_list(_text(value)))


def _organisers(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yields the organisations that organise it. What has no type is one by its name."""
    for value in _all(node, "organizer"):
        name, kinds = _text(value), _kinds(value)
        is_group = "Person" not in kinds if kinds else is_organisation(name, OrganisationEvidence())
        if name and is_group and "://" not in name:
            yield name[:_LONGEST_NAME]


def _registration(node: Any, page: str) -> str:  # noqa: ANN401 - any JSON
    """Returns where to register: neither the page itself nor a meeting room. Whose page is unknown may be any."""
    urls = [url for offer in _all(node, "offers") for url in _all(offer, "url")] + (_all(node, "url") if page else [])
    for each in urls:
        try:
            url = web_address(urljoin(page, str(each)))
        except ValueError:
            continue
        own, other = (re.sub(r"^https?://(?:www\.)?|[?#].*$", "", one).rstrip("/") for one in (page, url))
        if own != other and not is_room(url) and not _TEMPLATE.search(str(each)):
            return url
    return ""
