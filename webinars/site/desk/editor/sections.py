"""The sections of the editor, with what stands in each: its index, and what to look at before one publishes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.web_addresses import netloc_of
from webinars.models import Agreement, AskingMode, RegistrationMode, Webinar
from webinars.pure.times import format_day, format_hour, line_label, read_zone
from webinars.site.desk.editor.forms import TimeForm, WebinarForm
from webinars.site.desk.editor.readiness import CheckState
from webinars.web.forms.rows import Rows

if TYPE_CHECKING:
    from wtforms import FormField

CARD_LETTERS = 110
"""Longer titles are cut off or made small by most places that show a link as a card."""


@dataclass(frozen=True, slots=True)
class SectionSummary:
    anchor: str
    name: str
    standing: CheckState
    text: str
    words: Mapping[str, str] = field(default_factory=dict)
    """For the script, which counts again while one types: attributes with the sentence for none, for one, for many."""


def sections_of(form: WebinarForm, webinar: Webinar | None) -> list[SectionSummary]:
    """Returns what stands in each section of `form`, in the order of the page."""
    return [
        *([replace(_title(form), words=_title_words())] if "title" in form else []),
        *([time_section(form)] if "date" in form else []),
        *([replace(_lineup(form, webinar), words=_lineup_words())] if "lineup" in form else []),
        *([replace(_co_organisers(form, webinar), words=_co_organisers_words())] if "co_organisers" in form else []),
        *([replace(_questions(form), words=_questions_words())] if "questions" in form else []),
        *([_room(form)] if "join_url" in form else []),
        *([_registration(form, webinar)] if "registration_mode" in form else []),
        *([_audience(form)] if "audience_mode" in form else []),
        *([_words(form)] if "description" in form else []),
    ]


def _title(form: WebinarForm) -> SectionSummary:
    name, length = _("Title"), len((form["title"].data or "").strip())
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


def time_section(form: TimeForm | WebinarForm) -> SectionSummary:
    """Returns what stands in the section of the start, which is also said anew while one types."""
    wall, zone, date = form.wall(), read_zone(form.timezone.data or "").timezone, form.date.data
    name = _("Time")
    if wall is None and date is not None:
        return SectionSummary("time", name, CheckState.MISSING, _("%(day)s, no hour yet", day=format_day(date)))
    if wall is None:
        return SectionSummary("time", name, CheckState.MISSING, _("No date yet"))
    if zone is None:
        return SectionSummary("time", name, CheckState.MISSING, _("No zone yet"))
    start = _("%(day)s, %(hour)s %(zone)s", day=format_day(wall.date()), hour=format_hour(wall), zone=line_label(zone))
    return SectionSummary("time", name, CheckState.DONE, start)


def _lineup(form: WebinarForm, webinar: Webinar | None) -> SectionSummary:
    said = {str(each.speaker_id): each.agreement for each in webinar.lineup} if webinar else {}
    rows = [row for row in _filled(form.lineup) if said.get(row.form.person.data) != Agreement.DECLINED]
    if not rows:
        return SectionSummary("lineup", _("Line-up"), CheckState.LATER, _("Nobody yet"))
    people = ngettext("%(num)s person", "%(num)s people", len(rows))
    waiting = sum(
        1 for row in rows if said.get(row.form.person.data) == Agreement.ASKED and not row.form.has_agreed.data
    )
    if waiting:
        text = ngettext(
            "%(people)s, 1 has not answered", "%(people)s, %(num)s have not answered", waiting, people=people
        )
        return SectionSummary("lineup", _("Line-up"), CheckState.MISSING, text)
    return SectionSummary("lineup", _("Line-up"), CheckState.DONE, people)


def _co_organisers(form: WebinarForm, webinar: Webinar | None) -> SectionSummary:
    count = len(list(_filled(form.co_organisers)))
    present = {str(each.organisation_id): each for each in webinar.co_organisers} if webinar else {}
    waiting = sum(
        1
        for row in form.co_organisers
        if (each := present.get(row.form.organisation.data)) is not None and each.accepted_at is None
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


def _questions(form: WebinarForm) -> SectionSummary:
    count = sum(1 for row in form.questions if (row.form.text.data or "").strip())
    if not count:
        return SectionSummary("questions", _("Questions"), CheckState.LATER, _("None yet"))
    text = ngettext("%(num)s question", "%(num)s questions", count)
    return SectionSummary("questions", _("Questions"), CheckState.DONE, text)


def _audience(form: WebinarForm) -> SectionSummary:
    told = {
        AskingMode.BEFORE: _("Until the start"),
        AskingMode.DURING: _("During it"),
        AskingMode.UNTIL_END: _("Until the end"),
        AskingMode.ALWAYS: _("Afterwards too"),
    }
    name, text = _("From the audience"), told.get(form.audience_mode.data)
    if text is None:
        return SectionSummary("audience", name, CheckState.LATER, _("Not taken"))
    return SectionSummary("audience", name, CheckState.DONE, text)


def _room(form: WebinarForm) -> SectionSummary:
    link = (form["join_url"].data or "").strip()
    host = netloc_of(link if "://" in link else f"//{link}")
    if host:
        return SectionSummary("room", _("Room"), CheckState.DONE, host)
    if (form["live_stream_url"].data or "").strip():
        return SectionSummary("room", _("Room"), CheckState.DONE, _("A live stream"))
    return SectionSummary("room", _("Room"), CheckState.LATER, _("None yet. Our link will lead there."))


def _registration(form: WebinarForm, webinar: Webinar | None) -> SectionSummary:
    if webinar is not None and webinar.lacks_registration:
        return SectionSummary("registration", _("Registration"), CheckState.MISSING, _("No way to register"))
    told = {
        RegistrationMode.HERE: (CheckState.DONE, _("Here")),
        RegistrationMode.ELSEWHERE: (CheckState.DONE, _("Elsewhere")),
    }
    standing, text = told.get(form.registration_mode.data, (CheckState.LATER, _("None")))
    return SectionSummary("registration", _("Registration"), standing, text)


def _words(form: WebinarForm) -> SectionSummary:
    if (form["description"].data or "").strip() or (form["summary"].data or "").strip():
        return SectionSummary("text-part", _("Text"), CheckState.DONE, _("A description"))
    return SectionSummary("text-part", _("Text"), CheckState.LATER, _("No description yet"))


def _filled(rows: Rows) -> "Iterator[FormField[Any]]":
    return (row for row in rows if (row.form["name"].data or "").strip())
