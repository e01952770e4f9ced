"""What the HTTP API of Indico exports as JSON: events, and the contributions of each."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.ical.reading.content_lines import Component
from webinars.pure.ical.reading.date_times import FileTime, ResolvedTime, ZoneChoice, ZoneDefaults, resolve
from webinars.pure.ical.reading.descriptions import plain
from webinars.pure.ical.reading.model import EntryReading, SpeakerReading
from webinars.pure.ical.reading.products.event_text import EventText
from webinars.pure.ical.reading.zones import FileZones
from webinars.pure.ical.safe_text import clean_text
from webinars.pure.schedules.document import host_of, line_of, list_at, object_at, text_of
from webinars.pure.schedules.entries import LONGEST_TEXT, Lost, entry_of, line_up

LONGEST = dt.timedelta(days=7)
_NO_ZONES = FileZones(Component(""))


class Event(Struct, frozen=True):
    """An event with the contributions that have a start, or with itself where none has."""

    fields: Mapping[str, Any]
    talks: tuple[Mapping[str, Any], ...]

    def line(self, name: str) -> str:
        """Returns a field as one line."""
        return line_of(self.fields.get(name))


def is_its(top: Mapping[str, Any]) -> bool:
    """Returns whether the JSON is an answer of this API."""
    return top.get("_type") == "HTTPAPIResult"


def read_events(top: Mapping[str, Any], most: int) -> list[Event]:
    """Returns the events of an answer, as far as more than `most` talks are there.

    Raises ScheduleUnreadable, which names the place.
    """
    events, count = [], 0
    for number, each in enumerate(list_at(top.get("results"), "results")):
        place = f"results[{number}]"
        fields = object_at(each, place)
        found = list(_contributions(fields, place))
        for at, session in enumerate(list_at(fields.get("sessions", []), f"{place}.sessions")):
            inside = f"{place}.sessions[{at}]"
            found += _contributions(object_at(session, inside), inside)
        talks = tuple(talk for talk in found if isinstance(talk.get("startDate"), dict))
        events.append(Event(fields, talks or (fields,)))
        count += len(events[-1].talks)
        if count > most:
            break
    return events


def entries_of(events: Sequence[Event], given: str | None, lost: Lost) -> Iterator[EntryReading]:
    """Yields an entry for each contribution with a start, or for an event that has none, and notes what is lost.

    Each is promised by the clocks of its event, and known by the UID that it has in Indico's calendars. Addresses of
    people, which managers find in it, are not read. `given` is the zone of a start that names none.
    Source: Indico 3, `indico/modules/events/api.py`.
    """
    for event in events:
        for talk in event.talks:
            entry = _entry(event, talk, given, lost)
            if entry is not None:
                yield entry


def _contributions(fields: Mapping[str, Any], place: str) -> Iterator[Mapping[str, Any]]:
    for at, each in enumerate(list_at(fields.get("contributions", []), f"{place}.contributions")):
        yield object_at(each, f"{place}.contributions[{at}]")


def _entry(event: Event, talk: Mapping[str, Any], given: str | None, lost: Lost) -> EntryReading | None:
    title = plain(line_of(talk.get("title"))) or _("Talk without a title")
    zone = event.line("timezone")
    try:
        start = _start(talk.get("startDate"), zone, given, title)
    except times.DateOutOfRange:
        lost["out_of_range"] += 1
        return None
    if start is None:
        lost["no_start"] += 1
        return None
    is_event = talk is event.fields
    topics = (talk.get("category"),) if is_event else (talk.get("track"),)
    return entry_of(
        EventText(
            title=title,
            description=clean_text(plain(text_of(talk.get("description"))[:LONGEST_TEXT])),
            place=_place(talk),
            page=line_of(talk.get("url")),
            lineup=line_up(_people(talk, is_event=is_event), lost),
        ),
        start,
        _length(talk, start, zone, given),
        uid=_uid(event, talk, is_event=is_event),
        topics=tuple(filter(None, map(line_of, topics))),
    )


def _start(said: object, zone: str, given: str | None, title: str) -> ResolvedTime | None:
    """Returns when something begins, as clocks of the event show it: the API takes those of whoever asks."""
    fields = said if isinstance(said, dict) else {}
    try:
        wall = dt.datetime.fromisoformat(f"{line_of(fields.get('date'))}T{line_of(fields.get('time'))}")
    except ValueError:
        return None
    name = line_of(fields.get("tz")) or zone
    known, promised = times.known_name(name) if name else None, times.known_name(zone) if zone else None
    choice = ZoneChoice(times.canonical(known)) if known else ZoneChoice(given, "" if given else name)
    wall = wall.replace(tzinfo=None, microsecond=0)
    found = resolve(FileTime(wall, choice), _NO_ZONES, ZoneDefaults(promised, given, None), title)
    if found.at is None or promised is None:
        return found
    defaults = ZoneDefaults(times.canonical(promised), given, None)
    return resolve(FileTime(found.at.replace(tzinfo=None), ZoneChoice("Etc/UTC")), _NO_ZONES, defaults, title)


def _length(talk: Mapping[str, Any], start: ResolvedTime, zone: str, given: str | None) -> dt.timedelta | None:
    if start.at is None:
        return None
    minutes = talk.get("duration")
    if isinstance(minutes, int) and 0 < minutes <= LONGEST // dt.timedelta(minutes=1):
        return dt.timedelta(minutes=minutes)
    try:
        end = _start(talk.get("endDate"), zone, given, "")
    except times.DateOutOfRange:
        return None
    length = end.at - start.at if end is not None and end.at is not None else dt.timedelta()
    return length if dt.timedelta() < length <= LONGEST else None


def _place(talk: Mapping[str, Any]) -> str:
    room, venue = line_of(talk.get("roomFullname")) or line_of(talk.get("room")), line_of(talk.get("location"))
    return f"{room} ({venue})" if room and venue else room or venue


def _people(talk: Mapping[str, Any], *, is_event: bool) -> Iterator[SpeakerReading]:
    """Yields who speaks. Of an event as a whole these are its chairs, who speak in a lecture and lead anything else."""
    is_led = is_event and line_of(talk.get("type")) not in {"lecture", "simple_event"}
    people = talk.get("chairs" if is_event else "speakers")
    for person in people if isinstance(people, list) else []:
        if isinstance(person, dict):
            names = (line_of(person.get("first_name")), line_of(person.get("last_name")))
            # Written “Wick, Ada”, where the parts are not there.
            family, comma, first = line_of(person.get("fullName")).partition(", ")
            name = " ".join(filter(None, names)) or (f"{first} {family}" if comma else family)
            affiliation, role = line_of(person.get("affiliation")), "chair" if is_led else "speaker"
            yield SpeakerReading(name=name, affiliation=affiliation, role=role)


def _uid(event: Event, talk: Mapping[str, Any], *, is_event: bool) -> str:
    host = host_of(line_of(talk.get("url")) or event.line("url"))
    if is_event:
        return f"indico-event-{event.line('id')}@{host}"
    number = line_of(talk.get("db_id")) or f"{event.line('id')}-{line_of(talk.get('id'))}"
    return f"indico-contribution-{number}@{host}"
