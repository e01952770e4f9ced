"""What was done with a webinar, in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webinars.domain.programme.zone_display import hour_style_of
from webinars.lib.i18n import format_date, format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Webinar
from webinars.pure.times import HourStyle, format_hour, line_label
from webinars.site.desk.history.phrases import FIELDS, PHRASES, PUT_BACK, SITE_FIELDS

TOLD_BEFORE_AND_AFTER = {"title", "language"}
TOLD = ("reason", "organisation", "recording", "question", "speaker")
"""What else of an event's detail is worth telling."""
_NAMED_BY_TITLE = {"recording:add", "recording:remove", "recording:restore", "recording:move", "webinar:delete"}
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
    webinar: Webinar | None,
    people: Mapping[int, str],
    *,
    actor_id: int | None,
) -> Told:
    """`event` in words for the person `actor_id`. Needs `webinar.host` loaded, if it is of a webinar."""
    style = hour_style_of(webinar.host) if webinar is not None else HourStyle.LANGUAGE
    did, before, after = what_was_done(event), *_before_and_after(event, style)
    if event.undoes_id is None and _is_length_alone(event):
        did = _("set how long it takes")
    if event.action == "webinar:set_lineup" and event.undoes_id is None:
        did, before, after = _lineup(*event.detail["lineup"]) or (did, before, after)
    return Told(who=who_did(event, people, actor_id), did=did, before=before, after=after, at=event.at)


def who_did(event: AuditEvent, people: Mapping[int, str], actor_id: int | None) -> str:
    """Return who did it, as the person `actor_id` reads it."""
    if event.actor_id is None and (event.detail or {}).get("by") == "speaking":
        return str(event.detail.get("speaker") or _("A speaker"))
    if event.actor_id is None and (event.detail or {}).get("by") == "moderating":
        return _("%(name)s, by a moderator’s link", name=event.detail.get("moderator") or _("Somebody"))
    if event.actor_id is None:
        return _("The site")
    if event.actor_id == actor_id:
        return _("You")
    return people.get(event.actor_id, _("Somebody"))


def fields_told(event: AuditEvent) -> str:
    """Which fields of a webinar were changed, in words."""
    fields = list(dict.fromkeys(str(FIELDS[field]) for field in event.detail if field in FIELDS))
    if event.undoes_id is not None:
        return _("put %(things)s back", things=format_list(fields))
    return _("changed %(things)s", things=format_list(fields)) if fields else _("changed it")


def what_was_done(event: AuditEvent) -> str:
    """Return "moved the start", or "put the start back" where that takes back what was done before."""
    if event.action == "webinar:update":
        return fields_told(event)
    if event.action == "site:set":
        names = [str(SITE_FIELDS[name]) for name in event.detail if name in SITE_FIELDS]
        return _("changed of the site: %(things)s", things=format_list(names))
    phrase = PUT_BACK.get(event.action) if event.undoes_id is not None else PHRASES.get(event.action)
    return str(phrase) if phrase is not None else _("changed it")


def _before_and_after(event: AuditEvent, style: HourStyle) -> tuple[str, str]:
    detail: Mapping[str, Any] = event.detail or {}
    if event.action.startswith("questions:"):
        # Not its words: who asked may take them back.
        number = detail.get("number")
        return "", _("number %(number)s", number=number) if number else ""
    match event.action:
        case "webinar:set_start" | "webinar:move":
            before, after = _starts(*detail["start"], style=style)
        case (
            "webinar:set_topics"
            | "webinar:set_co_organisers"
            | "webinar:set_own_questions"
            | "webinar:arrange_co_organisers"
        ):
            before, after = (_names(names) for names in next(iter(detail.values())))
        case "webinar:set_lineup":
            before, after = (_names([place["name"] for place in places]) for places in detail["lineup"])
        case "webinar:set_series":
            before, after = detail["series"]
        case "webinar:update" if len(detail) == 1 and detail.keys() <= TOLD_BEFORE_AND_AFTER:
            before, after = next(iter(detail.values()))
        case _:
            # What a speaker has done begins with the name already.
            told: Sequence[str] = () if detail.get("by") else TOLD
            if event.action in _NAMED_BY_TITLE:
                told = ("title",)
            before, after = "", next((str(detail[key]) for key in told if detail.get(key)), "")
    return (before, after) if before != after else ("", "")


def _names(names: Sequence[str]) -> str:
    text = format_list(names) if names else ""
    return text if len(text) <= LONGEST_TOLD else text[: LONGEST_TOLD - 1] + "…"


def _lineup(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> tuple[str, str, str] | None:
    """What was done, and with whom, where it was one thing only."""
    former, present = [each["name"] for each in before], [each["name"] for each in after]
    gone, new = [each for each in former if each not in present], [each for each in present if each not in former]
    if new and not gone and former == [each for each in present if each in former]:
        return _("put into the line-up"), "", _names(new)
    if gone and not new and present == [each for each in former if each in present]:
        return _("took out of the line-up"), "", _names(gone)
    for place, name in enumerate(present, 1):
        others = [each for each in former if each != name]
        if former != present and not gone and not new and others == [each for each in present if each != name]:
            words = _("moved to place %(place)s of %(count)s", place=place, count=len(present))
            return words, "", name
    return None


def _starts(before: Mapping[str, Any], after: Mapping[str, Any], *, style: HourStyle) -> tuple[str, str]:
    """Both starts; where only the hour is another, only the hours."""
    is_same_day = before.get("date") == after.get("date") and before["timezone"] == after["timezone"]
    if not (is_same_day and before["wall"] and after["wall"]):
        return _start(before, style), _start(after, style)
    there, here = (dt.datetime.fromisoformat(each["wall"]) for each in (before, after))
    if there == here:
        return _length(before), _length(after)
    zone = line_label(after["timezone"])
    return format_hour(there, style), _("%(hour)s %(zone)s", hour=format_hour(here, style), zone=zone)


def _is_length_alone(event: AuditEvent) -> bool:
    if event.action != "webinar:set_start":
        return False
    before, after = event.detail["start"]
    return bool(before["wall"]) and all(before[name] == after[name] for name in ("wall", "timezone"))


def _length(start: Mapping[str, Any]) -> str:
    minutes = start["duration_minutes"]
    return ngettext("%(num)s minute", "%(num)s minutes", minutes)


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
