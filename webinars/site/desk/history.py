"""What was done with a webinar, in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webinars.domain.programme.zone_display import hour_style_of
from webinars.lib.i18n import format_date, format_list
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AuditEvent, Webinar
from webinars.pure.times import HourStyle, format_hour, line_label

PHRASES = {
    "webinar:create": _l("began this webinar"),
    "webinar:import": _l("imported it from an archive"),
    "webinar:set_start": _l("set the start"),
    "webinar:move": _l("moved the start"),
    "webinar:recompute": _l("moved it by new zone rules"),
    "webinar:set_topics": _l("changed the topics"),
    "webinar:set_series": _l("changed the series"),
    "webinar:set_co_organisers": _l("changed the co-organisers"),
    "webinar:set_lineup": _l("changed the line-up"),
    "webinar:set_questions": _l("changed the questions"),
    "webinar:set_registration": _l("changed how people register"),
    "webinar:set_own_questions": _l("changed what is asked on registering"),
    "webinar:publish": _l("published it"),
    "webinar:unpublish": _l("took it off the page"),
    "webinar:postpone": _l("postponed it"),
    "webinar:cancel": _l("cancelled it"),
    "webinar:restore": _l("restored it"),
    "registration:add": _l("registered somebody by hand"),
    "registration:approve": _l("approved registrations"),
    "registration:close": _l("closed registration"),
    "registration:decline": _l("declined a registration"),
    "registration:erase": _l("erased a registration"),
    "registration:export": _l("took the list of registrations as a file"),
    "registration:give_place": _l("gave a place to somebody who waited"),
    "registration:open": _l("opened registration"),
    "registration:remove": _l("removed a registration"),
    "registration:set_capacity": _l("changed the number of places"),
    "recording:add": _l("added a recording"),
    "recording:update": _l("changed a recording"),
    "recording:remove": _l("removed a recording"),
    "recording:restore": _l("restored a recording"),
    "recording:move": _l("changed the order of the recordings"),
    "recording:set_timing": _l("set where the webinar begins in a recording"),
    "recording:set_chapters": _l("changed the chapters of a recording"),
    "recording:set_stretch": _l("changed where a clip begins and ends"),
    "recording:tie": _l("let a clip follow its stream"),
    "webinar:answer_question": _l("marked when a question was answered"),
    "transcript:add": _l("added a transcript"),
    "transcript:replace": _l("replaced a transcript"),
    "transcript:update": _l("corrected a transcript"),
    "transcript:replace_words": _l("replaced words in a transcript"),
    "transcript:remove": _l("removed a transcript"),
    "copy:add": _l("added a copy of a recording"),
    "copy:update": _l("changed a copy of a recording"),
    "copy:remove": _l("removed a copy of a recording"),
    "copy:move": _l("changed the order of the copies of a recording"),
    "copy:show_first": _l("chose another place of a recording"),
    "file:add": _l("added a file to a recording"),
    "file:remove": _l("removed a file of a recording"),
    "co_organiser:accept": _l("accepted the invitation"),
    "co_organiser:decline": _l("declined the invitation"),
}
FIELDS = {
    "title": _l("the title"),
    "summary": _l("the summary"),
    "description": _l("the description"),
    "language": _l("the language"),
    "visibility": _l("who may find it"),
    "display_zones": _l("the zones of the zone line"),
    "join_url": _l("the room"),
    "join_passcode": _l("the passcode"),
    "join_dial_in": _l("the telephone numbers"),
    "join_access": _l("who may join"),
    "live_stream_url": _l("the live stream"),
    "registration_url": _l("the registration"),
    "is_registration_here": _l("the registration"),
}
TOLD_BEFORE_AND_AFTER = {"title", "language"}
TOLD = ("reason", "organisation", "recording", "question")
"""What else of an event's detail is worth telling."""
LONGEST_TOLD = 80


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a history: "Caroline Herschel moved the start", with before and after where both are short."""

    who: str
    did: str
    before: str
    after: str
    at: dt.datetime


def told(
    event: AuditEvent,
    webinar: Webinar,
    people: Mapping[int, str],
    *,
    actor_id: int | None,
) -> Told:
    """`event` in words for the person `actor_id`. Needs `webinar.host` loaded."""
    before, after = _before_and_after(event, hour_style_of(webinar.host))
    return Told(
        who=_who(event, people, actor_id),
        did=_did(event),
        before=before,
        after=after,
        at=event.at,
    )


def _who(event: AuditEvent, people: Mapping[int, str], actor_id: int | None) -> str:
    if event.actor_id is None:
        return _("The site")
    if event.actor_id == actor_id:
        return _("You")
    return people.get(event.actor_id, _("Somebody"))


def fields_told(event: AuditEvent) -> str:
    """Which fields of a webinar were changed, in words."""
    fields = list(dict.fromkeys(str(FIELDS[field]) for field in event.detail if field in FIELDS))
    return _("changed %(things)s", things=format_list(fields)) if fields else _("changed it")


def _did(event: AuditEvent) -> str:
    if event.action == "webinar:update":
        return fields_told(event)
    phrase = PHRASES.get(event.action)
    return str(phrase) if phrase is not None else _("changed it")


def _before_and_after(event: AuditEvent, style: HourStyle) -> tuple[str, str]:
    detail: Mapping[str, Any] = event.detail or {}
    match event.action:
        case "webinar:set_start" | "webinar:move":
            before, after = (_start(start, style) for start in detail["start"])
        case "webinar:set_topics" | "webinar:set_co_organisers" | "webinar:set_own_questions":
            before, after = (_names(names) for names in next(iter(detail.values())))
        case "webinar:set_lineup":
            before, after = (_names([place["name"] for place in places]) for places in detail["lineup"])
        case "webinar:set_series":
            before, after = detail["series"]
        case "webinar:update" if len(detail) == 1 and detail.keys() <= TOLD_BEFORE_AND_AFTER:
            before, after = next(iter(detail.values()))
        case _:
            before, after = "", next((str(detail[key]) for key in TOLD if detail.get(key)), "")
    return (before, after) if before != after else ("", "")


def _names(names: Sequence[str]) -> str:
    text = format_list(names) if names else ""
    return text if len(text) <= LONGEST_TOLD else text[: LONGEST_TOLD - 1] + "…"


def _start(start: Mapping[str, Any], style: HourStyle) -> str:
    if start["wall"]:
        there = dt.datetime.fromisoformat(start["wall"])
        return _(
            "%(date)s, %(hour)s %(zone)s",
            date=format_date(there.date(), "d MMMM y"),
            hour=format_hour(there, style),
            zone=line_label(start["timezone"]),
        )
    return format_date(dt.date.fromisoformat(start["date"]), "d MMMM y") if start["date"] else ""
