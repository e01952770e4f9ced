"""What was done with a webinar, in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from webinars.domain.programme.fields.plain_fields import PLAIN_FIELDS
from webinars.domain.programme.zone_display import hour_style_of
from webinars.lib.i18n import format_date, format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AuditEvent, Webinar
from webinars.pure.times import HourStyle, format_hour, line_label

# What can be done, in the words of a history: "moved the start".


OF_WEBINARS: Mapping[str, object] = {
    "webinar:create": _l("began this webinar"),
    "webinar:duplicate": _l("made a draft like it"),
    "webinar:import": _l("imported it from an archive"),
    "webinar:set_start": _l("set the start"),
    "webinar:move": _l("moved the start"),
    "webinar:recompute": _l("moved it by new zone rules"),
    "webinar:set_topics": _l("changed the topics"),
    "webinar:set_series": _l("changed the series"),
    "webinar:set_co_organisers": _l("changed the co-organisers"),
    "webinar:set_lineup": _l("changed the line-up"),
    "webinar:set_questions": _l("changed the questions"),
    "webinar:set_audience_questions": _l("changed how the audience asks questions"),
    "questions:approve": _l("put a question of the audience onto the page"),
    "questions:hide": _l("hid a question of the audience"),
    "questions:show": _l("put back a question of the audience"),
    "questions:merge": _l("merged questions of the audience"),
    "questions:unmerge": _l("took merged questions of the audience apart"),
    "questions:edit": _l("made a question of the audience clearer"),
    "questions:decline": _l("did not take up a question of the audience"),
    "questions:reopen": _l("took up a question of the audience after all"),
    "questions:answer_now": _l("took up a question of the audience"),
    "questions:done": _l("ended the answer to a question of the audience"),
    "questions:resume": _l("let the answer to a question of the audience go on"),
    "questions:put_back": _l("put a question of the audience back to those that wait"),
    "questions:write": _l("answered a question of the audience in writing"),
    "questions:unwrite": _l("took back an answer in writing to the audience"),
    "questions:set_moment": _l("said when a question of the audience was answered"),
    "questions:answer_agenda_now": _l("took up a question of the agenda"),
    "questions:done_agenda": _l("ended the answer to a question of the agenda"),
    "questions:put_back_agenda": _l("put a question of the agenda back"),
    "questions:stream_began": _l("said when the stream began"),
    "questions:pause": _l("took no more questions of the audience"),
    "questions:take": _l("took questions of the audience again"),
    "questions:approve_first": _l("began to read questions of the audience first"),
    "questions:approve_none": _l("let questions of the audience stand at once"),
    "questions:make_link": _l("made a link for a moderator"),
    "questions:revoke_link": _l("revoked the link of a moderator"),
    "webinar:set_registration": _l("changed how people register"),
    "webinar:set_own_questions": _l("changed what is asked on registering"),
    "speaking:ask": _l("sent a speaker a link"),
    "speaking:remind": _l("reminded a speaker"),
    "speaking:make_link": _l("made a link for a speaker"),
    "speaking:revoke": _l("closed the link of a speaker"),
    "speaking:set_rules": _l("changed how it deals with speakers"),
    "speaking:set_name": _l("changed how a speaker is printed"),
    "speaking:yes": _l("said yes, by the speaker’s link"),
    "speaking:no": _l("said no, by the speaker’s link"),
    "speaking:update": _l("changed the own part, by the speaker’s link"),
    "speaking:propose": _l("proposed other words, by the speaker’s link"),
    "speaking:take": _l("took what a speaker proposed"),
    "speaking:leave": _l("left what a speaker proposed"),
    "speaking:portrait": _l("sent another portrait, by the speaker’s link"),
    "speaking:propose_portrait": _l("proposed another portrait, by the speaker’s link"),
    "speaking:remove_portrait": _l("took the portrait back, by the speaker’s link"),
    "speaking:add_slides": _l("sent slides, by the speaker’s link"),
    "speaking:remove_slides": _l("removed slides, by the speaker’s link"),
    "choosing:propose": _l("proposed starts to choose from"),
    "choosing:answer": _l("said which starts suit"),
    "choosing:choose": _l("chose the start"),
    "choosing:take_back": _l("took the choice of the start back"),
    "webinar:publish": _l("published it"),
    "webinar:unpublish": _l("took it off the page"),
    "webinar:postpone": _l("postponed it"),
    "webinar:cancel": _l("cancelled it"),
    "webinar:restore": _l("restored it"),
    "day:started": _l("said that it had begun"),
    "day:not_started": _l("said that it had not begun yet"),
    "day:later": _l("said that it would begin later"),
    "day:on_time": _l("said that it would begin at its hour after all"),
    "day:going_on": _l("said that it was still going on"),
    "day:over": _l("said that it was over"),
    "day:not_over": _l("said that it was not over yet"),
    "day:make_link": _l("made a link for a helper"),
    "day:end_link": _l("ended the link of a helper"),
    "registration:add": _l("registered somebody by hand"),
    "registration:approve": _l("approved registrations"),
    "registration:close": _l("closed registration"),
    "registration:decline": _l("declined a registration"),
    "registration:read": _l("read the registrations"),
    "registration:erase": _l("erased a registration"),
    "registration:attendance": _l("stored the attendance by the room’s report"),
    "registration:export": _l("took the list of registrations as a file"),
    "registration:give_place": _l("gave a place to somebody who waited"),
    "registration:open": _l("opened registration"),
    "registration:remove": _l("removed a registration"),
    "registration:set_capacity": _l("changed the number of places"),
    "mail:write_again": _l("had mails written again to an address from which they had come back"),
    "message:let_go": _l("let a message go"),
    "message:refuse": _l("refused a message"),
    "message:send_recap": _l("sent the mail about the recording"),
    "message:stop_recap": _l("stopped the mail about the recording"),
    "message:send": _l("wrote a message"),
    "message:stop": _l("stopped a message"),
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
    "transcript:read": _l("said to have read all of a transcript that a machine has written"),
    "transcript:unread": _l("took back that all of a transcript has been read"),
    "transcript:remove": _l("removed a transcript"),
    "copy:add": _l("added a copy of a recording"),
    "copy:update": _l("changed a copy of a recording"),
    "copy:remove": _l("removed a copy of a recording"),
    "copy:move": _l("changed the order of the copies of a recording"),
    "copy:show_first": _l("chose another place of a recording"),
    "picture:set": _l("gave it a picture"),
    "picture:cut": _l("showed another part of its picture"),
    "picture:describe": _l("changed the words of its picture"),
    "picture:remove": _l("removed its picture"),
    "file:add": _l("added a file to a recording"),
    "file:remove": _l("removed a file of a recording"),
    "co_organiser:accept": _l("accepted the invitation"),
    "co_organiser:decline": _l("declined the invitation"),
    "co_organiser:leave": _l("left the webinar as a co-organiser"),
    "co_organiser:remind": _l("sent the invitation again"),
    "webinar:arrange_co_organisers": _l("changed order, wording or rights of the co-organisers"),
    "invitation:make": _l("invited somebody of a co-organiser"),
    "invitation:claim": _l("asked to look after a co-organiser"),
}
OF_ORGANISATIONS: Mapping[str, object] = {
    "webinar:delete": _l("deleted a draft"),
    "organisation:create": _l("created the organisation"),
    "organisation:update": _l("changed the organisation"),
    "organisation:set_house_style": _l("changed its house style"),
    "organisation:watch": _l("named a place where recordings appear"),
    "organisation:register_at_zoom": _l("changed whether people are registered at Zoom too"),
    "organisation:stop_watching": _l("stopped watching a place where recordings appear"),
    "organisation:make_token": _l("made an API token"),
    "organisation:extend_token": _l("gave an API token one year more"),
    "organisation:end_token": _l("ended an API token"),
    "organisation:add_webhook": _l("added a webhook"),
    "organisation:change_webhook": _l("changed a webhook"),
    "organisation:rotate_webhook": _l("made a new secret for a webhook"),
    "organisation:resume_webhook": _l("had a webhook go on"),
    "organisation:delete_webhook": _l("deleted a webhook"),
    "membership:add": _l("added a member"),
    "membership:change_role": _l("changed the role of a member"),
    "membership:remove": _l("removed a member"),
    "series:update": _l("changed a series"),
    "speaker:update": _l("changed the record of a speaker"),
    "speaker:merge": _l("made two records of one speaker one"),
    "speaker:delete": _l("deleted the record of a speaker"),
    "series:delete": _l("deleted a series"),
    "organisation:delete": _l("deleted an organisation"),
    "organisation:merge": _l("made two records of one organisation one"),
    "invitation:grant": _l("confirmed who looks after the organisation"),
    "invitation:refuse": _l("refused a claim of the organisation"),
}
OF_THE_SITE: Mapping[str, object] = {
    "kept:erase": _l("erased what was kept about an address"),
    "kept:export": _l("took what is kept about an address as a file"),
    "user:create": _l("made an account"),
    "user:rename": _l("changed the own name"),
    "user:set_timezone": _l("changed the own time zone"),
    "user:set_password": _l("set the own password"),
    "user:switch_password_off": _l("switched the own password off"),
    "user:add_passkey": _l("added a passkey"),
    "user:remove_passkey": _l("removed a passkey"),
    "user:forget_passkeys": _l("forgot the passkeys of an account"),
    "user:make_recovery_codes": _l("made recovery codes"),
    "user:change_address": _l("moved the own account to another address"),
    "user:stop_address": _l("took an account back to its address"),
    "user:close": _l("closed an account"),
}
PHRASES: Mapping[str, object] = {**OF_WEBINARS, **OF_ORGANISATIONS, **OF_THE_SITE}
PUT_BACK: Mapping[str, object] = {
    "webinar:set_start": _l("put the start back"),
    "webinar:move": _l("put the start back"),
    "webinar:set_topics": _l("put the topics back"),
    "webinar:set_series": _l("put the series back"),
    "webinar:set_lineup": _l("put the line-up back"),
    "webinar:set_questions": _l("put the questions back"),
    "webinar:answer_question": _l("put back when a question was answered"),
    "webinar:unpublish": _l("took it down again"),
    "webinar:restore": _l("said that it takes place after all"),
    "recording:restore": _l("put a recording back"),
    "recording:set_chapters": _l("put the chapters of a recording back"),
}
"""The same, of what takes back something done before."""
SITE_FIELDS: Mapping[str, object] = {
    "site_name": _l("the name"),
    "tagline": _l("the sentence on the front page"),
    "display_zones": _l("the zones of the zone line"),
    "mail_host": _l("the mail server"),
    "mail_port": _l("the port of the mail server"),
    "mail_tls": _l("how mails are encrypted on their way"),
    "mail_username": _l("the name at the mail server"),
    "mail_password": _l("the password at the mail server"),
    "mail_from": _l("the address that mails come from"),
    "open_organisations": _l("who makes organisations"),
    "page_cache_seconds": _l("how long caches hold a page"),
    "keep_examples": _l("whether pasted texts are kept as examples"),
    "privacy_text": _l("the words on privacy"),
    "accessibility_text": _l("the words on accessibility"),
}


DETAILS_SHOWN = ("reason", "organisation", "recording", "question", "speaker", "token")
"""What else of an event's detail is worth telling."""
_NAMED_BY_TITLE = {"recording:add", "recording:remove", "recording:restore", "recording:move", "webinar:delete"}
LONGEST_TOLD = 80


class ActSentence(Struct, frozen=True):
    """One line of a history: "Caroline Herschel moved the start", with before and after where both are short."""

    who: str
    did: str
    before: str
    after: str
    at: dt.datetime


def act_sentence(
    event: AuditEvent,
    webinar: Webinar | None,
    people: Mapping[int, str],
    *,
    actor_id: int | None,
) -> ActSentence:
    """Returns `event` in words for the person `actor_id`. Needs `webinar.host` loaded, if it is of a webinar."""
    style = hour_style_of(webinar.host) if webinar is not None else HourStyle.LANGUAGE
    did, before, after = act_words(event), *_before_and_after(event, style)
    if event.undoes_id is None and _is_length_alone(event):
        did = _("set how long it takes")
    if event.action == "webinar:set_lineup" and event.undoes_id is None:
        did, before, after = _lineup(*event.detail["lineup"]) or (did, before, after)
    return ActSentence(who=actor_name(event, people, actor_id), did=did, before=before, after=after, at=event.at)


def actor_name(event: AuditEvent, people: Mapping[int, str], actor_id: int | None) -> str:
    """Returns who did it, as the person `actor_id` reads it."""
    if event.token is not None:
        return _("A program, by the token “%(name)s”", name=event.token.name)
    if event.actor_id is None:
        return _name_without_account(event.detail or {})
    if event.actor_id == actor_id:
        return _("You")
    return people.get(event.actor_id, _("Somebody"))


def _name_without_account(detail: Mapping[str, Any]) -> str:
    match detail.get("by"):
        case "speaking":
            return str(detail.get("speaker") or _("A speaker"))
        case "moderating":
            return _("%(name)s, by a moderator’s link", name=detail.get("moderator") or _("Somebody"))
        case "conducting":
            return _("Somebody, by a helper’s link")
    return _("The site")


def field_words(event: AuditEvent) -> str:
    """Returns which fields of a webinar were changed, in words."""
    fields = list(dict.fromkeys(str(PLAIN_FIELDS[field].phrase) for field in event.detail if field in PLAIN_FIELDS))
    if event.undoes_id is not None:
        return _("put %(things)s back", things=format_list(fields))
    return _("changed %(things)s", things=format_list(fields)) if fields else _("changed it")


def act_words(event: AuditEvent) -> str:
    """Returns "moved the start", or "put the start back" where that takes back what was done before."""
    if event.action == "webinar:update":
        return field_words(event)
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
        case "webinar:update" if len(detail) == 1 and _is_told_whole(*detail):
            before, after = next(iter(detail.values()))
        case _:
            # What a speaker has done begins with the name already.
            told: Sequence[str] = () if detail.get("by") else DETAILS_SHOWN
            if event.action in _NAMED_BY_TITLE:
                told = ("title",)
            before, after = "", next((str(detail[key]) for key in told if detail.get(key)), "")
    return (before, after) if before != after else ("", "")


def _is_told_whole(field: str) -> bool:
    return field in PLAIN_FIELDS and PLAIN_FIELDS[field].is_told_whole


def _names(names: Sequence[str]) -> str:
    text = format_list(names) if names else ""
    return text if len(text) <= LONGEST_TOLD else text[: LONGEST_TOLD - 1] + "…"


def _lineup(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> tuple[str, str, str] | None:
    """Returns what was done, and with whom, where it was one thing only."""
    former, present = [each["name"] for each in before], [each["name"] for each in after]
    gone, new = [each for each in former if each not in present], [each for each in present if each not in former]
    if new and not gone and former == [each for each in present if each in former]:
        return _("put into the line-up"), "", _names(new)
    if gone and not new and present == [each for each in former if each in present]:
        return _("took out of the line-up"), "", _names(gone)
    return _moved(former, present) if not gone and not new else None


def _moved(former: Sequence[str], present: Sequence[str]) -> tuple[str, str, str] | None:
    """Returns who stands in another place, where that is one of the same people and all others follow each other."""
    for place, name in enumerate(present, 1):
        rest, before = ([each for each in names if each != name] for names in (present, former))
        if former != present and rest == before:
            return _("moved to place %(place)s of %(count)s", place=place, count=len(present)), "", name
    return None


def _starts(before: Mapping[str, Any], after: Mapping[str, Any], *, style: HourStyle) -> tuple[str, str]:
    """Returns both starts, or only the hours where only the hour is another, or the lengths where only that is."""
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
