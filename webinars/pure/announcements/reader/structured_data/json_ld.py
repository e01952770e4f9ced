"""Reads scripts of JSON-LD: the things in them that are events, wherever they stand."""

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

_MOST_NODES: Final = 20_000
_LEADS_ON: Final = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "itemListElement",
    "item",
    "event",
    "events",
    "hasPart",
    "reservationFor",
    "dataFeedElement",
)
"""Where the webinars of a page stand. What else is called an event there is the whole of another, or is over."""
_FRONT: Final = re.compile(r"\s*(?:(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|<!--)?\s*")
_BACK: Final = re.compile(r"(?:(?:(?://|/\*)\s*)?\]\]>(?:\s*\*/)?|(?://\s*)?-->|;|\s)*$")
_IS_ABOUT_EVENTS: Final = re.compile(r"startDate|\w*Event\b|CourseInstance")

Node = dict[str, Any]


def read_scripts(scripts: Sequence[str]) -> tuple[list[Node], bool]:
    """Returns the events of scripts, in their order, and whether one that speaks of events could not be read."""
    events: list[Node] = []
    is_broken = False
    for script in scripts:
        try:
            root = _parsed(script)
        except (ValueError, RecursionError):
            is_broken = is_broken or bool(_IS_ABOUT_EVENTS.search(script))
            continue
        names = _by_identifier(root)
        events += [_with_references(node, names) for node in _nodes(root) if is_event(node)]
    return events, is_broken


def is_event(node: Node) -> bool:
    """Returns whether a thing is of a type of schema.org that takes place."""
    return any(
        (kind.endswith("Event") and kind not in _NO_EVENTS) or kind in {"CourseInstance", "EventSeries"}
        for kind in types_of(node)
    )


_NO_EVENTS: Final = frozenset({"PublicationEvent", "OnDemandEvent", "DeliveryEvent", "SaleEvent"})


def types_of(node: Node) -> list[str]:
    """Returns the types of a thing without what stands in front: “Event” for “schema:Event” and for its address."""
    kinds = node.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return [re.split(r"[/#:]", kind.strip())[-1] for kind in named[:5] if isinstance(kind, str)]


def as_list(value: Any) -> list[Any]:  # noqa: ANN401 - any JSON
    """Returns a value that may be one or several, as several, and nothing for None."""
    if value is None:
        return []
    return value[:200] if isinstance(value, list) else [value]


def _parsed(script: str) -> Any:  # noqa: ANN401 - any JSON
    text = _FRONT.sub("", script, count=1)
    text = text[:-_TAIL] + _BACK.sub("", text[-_TAIL:])
    try:
        return json.loads(text, strict=False)
    except ValueError:
        if "&quot;" not in text:
            raise
        return json.loads(html.unescape(text), strict=False)


_TAIL: Final = 60


def _nodes(root: Any) -> Iterator[Node]:  # noqa: ANN401 - any JSON
    """Yields the things that the roots lead to, each before what it leads to itself."""
    waiting = [root]
    for _count in range(_MOST_NODES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            yield value
            inner = [value[key] for key in _LEADS_ON if key in value]
            inner += [_of_course(course, value) for course in as_list(value.get("hasCourseInstance"))]
            waiting.extend(reversed(inner))


def _of_course(held: Any, course: Node) -> Any:  # noqa: ANN401 - any JSON
    """Returns a date on which a course is held, with what is said of the course only."""
    if not isinstance(held, dict):
        return held
    said = {"name": course.get("name"), "description": course.get("description"), "organizer": course.get("provider")}
    return {key: value for key, value in said.items() if value} | held


def _by_identifier(root: Any) -> dict[str, Node]:  # noqa: ANN401 - any JSON
    """Returns what is named by `@id` anywhere, by that name.

    Where it stands several times, it is the one that says most.
    """
    found: dict[str, Node] = {}
    waiting = [root]
    for _count in range(_MOST_NODES):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(value[:_MOST_NODES])
        elif isinstance(value, dict):
            name = value.get("@id")
            if isinstance(name, str) and len(value) > len(found.get(name, {})):
                found[name] = value
            waiting.extend(inner for inner in value.values() if isinstance(inner, dict | list))
    return found


_REFERRING: Final = ("performer", "performers", "organizer", "actor", "instructor", "offers", "subEvent", "superEvent")


def _with_references(node: Node, names: dict[str, Node]) -> Node:
    """Returns a thing with what its properties only name in their place."""
    resolved = dict(node)
    for key in _REFERRING:
        if key in node:
            resolved[key] = [_looked_up(value, names) for value in as_list(node[key])]
    return resolved


def _looked_up(value: Any, names: dict[str, Node]) -> Any:  # noqa: ANN401 - any JSON
    name = value.get("@id") if isinstance(value, dict) else None
    return names.get(name, value) if isinstance(name, str) else value
