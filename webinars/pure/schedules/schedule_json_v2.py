"""A `schedule.json` of the second version, all talks in one list with what they name beside it, as one of the first."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from webinars.pure.schedules.document import line_of, list_at, object_at
from webinars.pure.schedules.entries import Lost

NO_TALKS = {"BREAK", "META"}
"""Types of what stands in a programme and is none of its talks."""
NOT_CHOSEN = {"DRAFT", "SUBMITTED"}
"""States of what nobody has promised yet."""
_NOT_TOLD = {"FEEDBACK", "ORIGIN"}
"""Types of links that lead to the program from which the talk comes."""
_LOCALIZED = ("title", "subtitle", "abstract", "description")


def is_second(top: Mapping[str, Any]) -> bool:
    """Returns whether the schedule is of the second version."""
    schedule = top.get("schedule")
    return isinstance(schedule, dict) and isinstance(schedule.get("events"), list)


def as_first(top: Mapping[str, Any], lost: Lost, most: int) -> Mapping[str, Any]:
    """Returns what the first version would say, and notes what is no talk, or not chosen. Raises ScheduleUnreadable.

    Of more than `most` talks one more is there, so that it can be said.
    Source: c3voc/schedule, `validator/json/schema2.json` (alpha 3), <https://c3voc.de/schema/schedule2>.
    """
    schedule = object_at(top.get("schedule"), "schedule")
    conference = object_at(schedule.get("conference"), "schedule.conference")
    talks = list(islice(_talks(schedule, conference, lost), most + 1))
    return {"schedule": {**schedule, "conference": {**conference, "days": [{"rooms": {"": talks}}]}}}


def _talks(schedule: Mapping[str, Any], conference: Mapping[str, Any], lost: Lost) -> Iterator[dict[str, Any]]:
    rooms, tracks = (_named(conference.get(name)) for name in ("rooms", "tracks"))
    people = {line_of(each.get("guid")): each for each in _objects(schedule.get("persons"))}
    for number, each in enumerate(list_at(schedule.get("events"), "schedule.events")):
        event = object_at(each, f"schedule.events[{number}]")
        if line_of(event.get("type")).upper() in NO_TALKS:
            lost["breaks"] += 1
        elif line_of(event.get("state")).upper() in NOT_CHOSEN:
            lost["not_chosen"] += 1
        else:
            yield _talk(event, rooms, tracks, people, lost)


def _talk(
    event: Mapping[str, Any],
    rooms: Mapping[str, str],
    tracks: Mapping[str, str],
    people: Mapping[str, Mapping[str, Any]],
    lost: Lost,
) -> dict[str, Any]:
    language = line_of(event.get("language"))
    texts = {name: _in_language(event.get(name), language) for name in _LOCALIZED}
    links = [each for each in _objects(event.get("links")) if line_of(each.get("type")).upper() not in _NOT_TOLD]
    return {
        **event,
        **texts,
        "date": event.get("start"),
        "start": None,
        "room": _name(event.get("room"), rooms),
        "track": _name(event.get("track"), tracks),
        "persons": list(_persons(event, people, lost)),
        "links": links,
    }


def _persons(
    event: Mapping[str, Any], people: Mapping[str, Mapping[str, Any]], lost: Lost
) -> Iterator[Mapping[str, Any]]:
    for each in _objects(event.get("participants")):
        if line_of(each.get("role")).upper() == "CONTRIBUTOR":
            lost["contributors"] += 1
        else:
            yield {**people.get(line_of(each.get("guid")), {}), **each}


def _named(listed: object) -> dict[str, str]:
    """Returns the names of rooms or tracks, by all that an event may call them."""
    return {
        key: line_of(each.get("name"))
        for each in _objects(listed)
        for key in (line_of(each.get("guid")), line_of(each.get("slug")))
        if key
    }


def _name(reference: object, names: Mapping[str, str]) -> str:
    if not isinstance(reference, dict):
        return line_of(reference)
    said = (names.get(line_of(reference.get(key)), "") for key in ("guid", "slug"))
    return line_of(reference.get("name")) or next(filter(None, said), "")


def _in_language(value: object, language: str) -> object:
    """Returns a text in the language of its talk, where it is there in several."""
    return value[language] if isinstance(value, dict) and language in value else value


def _objects(value: object) -> Iterable[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
