"""The sections of the editor, with what stands in each: its index, and what to look at before one publishes."""

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.web_addresses import netloc_of
from webinars.models import Agreement, AskingMode, RegistrationMode, Webinar
from webinars.pure.times import format_day, format_hour, line_label, read_zone
from webinars.site.desk.editor.readiness import CheckState
from webinars.site.desk.editor.typed import Typed, cells_text, filled

CARD_LETTERS = 110
"""Longer titles are cut off or made small by most places that show a link as a card."""


class SectionSummary(Struct, frozen=True):
    anchor: str
    name: str
    standing: CheckState
    text: str
    words: Mapping[str, str] = field(default_factory=dict)
    """For the script, which counts again while one types: attributes with the sentence for none, for one, for many."""


def sections_of(typed: Typed, webinar: Webinar | None) -> list[SectionSummary]:
    """Returns what stands in each section of what is typed, in the order of the page."""
    return [
        *([replace(_title(typed), words=_title_words())] if "title" in typed else []),
        *([time_section(typed)] if "date" in typed else []),
        *([replace(_lineup(typed, webinar), words=_lineup_words())] if "lineup" in typed else []),
        *([replace(_co_organisers(typed, webinar), words=_co_organisers_words())] if "co_organisers" in typed else []),
        *([replace(_questions(typed), words=_questions_words())] if "questions" in typed else []),
        *([_room(typed)] if "join_url" in typed else []),
        *([_registration(typed, webinar)] if "registration_mode" in typed else []),
        *([_audience(typed)] if "audience_mode" in typed else []),
        *([_words(typed)] if "description" in typed else []),
    ]


def _title(typed: Typed) -> SectionSummary:
    name, length = _("Title"), len(typed.text("title"))
    if not length:
        return SectionSummary("title-part", name, CheckState.MISSING, _("None yet"))
    letters = ngettext("%(num)s letter", "%(num)s letters", length)
    if length > CARD_LETTERS:
        return SectionSummary("title-part", name, CheckState.LATER, _("%(letters)s, long for a card", letters=letters))
    return SectionSummary("title-part", name, CheckState.DONE, _("%(letters)s, fits the card", letters=letters))


def _title_words() -> dict[str, str]:
    return {
        "data-longest": str(CARD_LETTERS),
        "data-none": _("None yet"),
        "data-fits": _("{count} letters, fits the card"),
        "data-long": _("{count} letters, long for a card"),
    }


def _lineup_words() -> dict[str, str]:
    return {"data-none": _("Nobody yet"), "data-one": _("1 person"), "data-many": _("{count} people")}


def _co_organisers_words() -> dict[str, str]:
    return {"data-none": _("None"), "data-one": _("1 organisation"), "data-many": _("{count} organisations")}


def _questions_words() -> dict[str, str]:
    return {"data-none": _("None yet"), "data-one": _("1 question"), "data-many": _("{count} questions")}


def time_section(typed: Typed) -> SectionSummary:
    """Returns what stands in the section of the start, which is also said anew while one types."""
    wall, zone, date = typed.wall(), read_zone(typed.text("timezone")).timezone, typed["date"]
    name = _("Time")
    if wall is None and date is not None:
        return SectionSummary("time", name, CheckState.MISSING, _("%(day)s, no hour yet", day=format_day(date)))
    if wall is None:
        return SectionSummary("time", name, CheckState.MISSING, _("No date yet"))
    if zone is None:
        return SectionSummary("time", name, CheckState.MISSING, _("No zone yet"))
    start = _("%(day)s, %(hour)s %(zone)s", day=format_day(wall.date()), hour=format_hour(wall), zone=line_label(zone))
    return SectionSummary("time", name, CheckState.DONE, start)


def _lineup(typed: Typed, webinar: Webinar | None) -> SectionSummary:
    said = {str(each.speaker_id): each.agreement for each in webinar.lineup} if webinar else {}
    rows = [row for row in filled(typed.rows("lineup")) if said.get(row["person"]) != Agreement.DECLINED]
    if not rows:
        return SectionSummary("lineup", _("Line-up"), CheckState.LATER, _("Nobody yet"))
    people = ngettext("%(num)s person", "%(num)s people", len(rows))
    waiting = sum(1 for row in rows if said.get(row["person"]) == Agreement.ASKED and not row["has_agreed"])
    if waiting:
        text = ngettext(
            "%(people)s, 1 has not answered", "%(people)s, %(num)s have not answered", waiting, people=people
        )
        return SectionSummary("lineup", _("Line-up"), CheckState.MISSING, text)
    return SectionSummary("lineup", _("Line-up"), CheckState.DONE, people)


def _co_organisers(typed: Typed, webinar: Webinar | None) -> SectionSummary:
    count = len(list(filled(typed.rows("co_organisers"))))
    present = {str(each.organisation_id): each for each in webinar.co_organisers} if webinar else {}
    waiting = sum(
        1
        for row in typed.rows("co_organisers")
        if (each := present.get(row["organisation"])) is not None and each.accepted_at is None
    )
    name = _("Co-organisers")
    if waiting:
        text = ngettext("1 has not answered", "%(num)s have not answered", waiting)
        return SectionSummary("co_organisers", name, CheckState.MISSING, text)
    if not count:
        return SectionSummary("co_organisers", name, CheckState.LATER, _("None"))
    return SectionSummary(
        "co_organisers", name, CheckState.DONE, ngettext("%(num)s organisation", "%(num)s organisations", count)
    )


def _questions(typed: Typed) -> SectionSummary:
    count = sum(1 for row in typed.rows("questions") if cells_text(row, "text"))
    if not count:
        return SectionSummary("questions", _("Questions"), CheckState.LATER, _("None yet"))
    text = ngettext("%(num)s question", "%(num)s questions", count)
    return SectionSummary("questions", _("Questions"), CheckState.DONE, text)


def _audience(typed: Typed) -> SectionSummary:
    told = {
        AskingMode.BEFORE: _("Until the start"),
        AskingMode.DURING: _("During it"),
        AskingMode.UNTIL_END: _("Until the end"),
        AskingMode.ALWAYS: _("Afterwards too"),
    }
    name, text = _("From the audience"), told.get(typed["audience_mode"])
    if text is None:
        return SectionSummary("audience", name, CheckState.LATER, _("Not taken"))
    return SectionSummary("audience", name, CheckState.DONE, text)


def _room(typed: Typed) -> SectionSummary:
    link = typed.text("join_url")
    host = netloc_of(link if "://" in link else f"//{link}")
    if host:
        return SectionSummary("room", _("Room"), CheckState.DONE, host)
    if typed.text("live_stream_url"):
        return SectionSummary("room", _("Room"), CheckState.DONE, _("A live stream"))
    return SectionSummary("room", _("Room"), CheckState.LATER, _("None yet. Our link will lead there."))


def _registration(typed: Typed, webinar: Webinar | None) -> SectionSummary:
    if webinar is not None and webinar.lacks_registration:
        return SectionSummary("registration", _("Registration"), CheckState.MISSING, _("No way to register"))
    told = {
        RegistrationMode.HERE: (CheckState.DONE, _("Here")),
        RegistrationMode.ELSEWHERE: (CheckState.DONE, _("Elsewhere")),
    }
    standing, text = told.get(typed["registration_mode"], (CheckState.LATER, _("None")))
    return SectionSummary("registration", _("Registration"), standing, text)


def _words(typed: Typed) -> SectionSummary:
    if typed.text("description") or typed.text("summary"):
        return SectionSummary("text-part", _("Text"), CheckState.DONE, _("A description"))
    return SectionSummary("text-part", _("Text"), CheckState.LATER, _("No description yet"))
