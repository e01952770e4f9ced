"""One registration, as the desk shows it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from webinars.config import Settings
from webinars.domain.mail.suppressions import concerns
from webinars.domain.programme.zone_display import hour_style_of
from webinars.domain.registration.export_table import answer_text, state_name
from webinars.domain.registration.links import page_token
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.models import (
    ACTIVE_STATES,
    Registration,
    RegistrationQuestion,
    RegistrationState,
    Stop,
    Suppression,
    Webinar,
)
from webinars.pure.times import format_hour, format_weekday, line_label, place_name, presentable, wall

_STATE = RegistrationState
VERBS = {
    _STATE.PENDING: ("approve", "decline"),
    _STATE.CONFIRMED: ("resend", "remove"),
    _STATE.WAITING: ("give", "remove"),
    _STATE.UNCONFIRMED: ("resend", "erase"),
    _STATE.CANCELLED: ("erase",),
    _STATE.DECLINED: ("erase",),
}
"""What can be done with a registration, by its state."""
ICONS = {
    _STATE.PENDING: "clock",
    _STATE.CONFIRMED: "check",
    _STATE.WAITING: "clock",
    _STATE.UNCONFIRMED: "mail",
    _STATE.CANCELLED: "back",
    _STATE.DECLINED: "close",
}


class MailNote(Struct, frozen=True):
    """Why some mails do not reach somebody."""

    sentence: str
    words: str = ""
    """What a mail server said."""
    is_ours_to_change: bool = False
    """Mails came back. All else is the reader's own wish."""


class AttendeeRow(Struct, frozen=True, kw_only=True):
    registration: Registration
    name: str
    """Or what stands for it once it is erased."""
    state: str
    hour_there: str
    """"Rome, 5pm"."""
    answers: Sequence[tuple[str, str]]
    came: Sequence[str]
    """What is known of the person's coming, in sentences."""
    mail_notes: Sequence[MailNote]
    """Which mails do not reach the person, and why."""
    link: str
    """The address of the own page, to be copied where no mail brings it."""

    @property
    def verbs(self) -> Sequence[str]:
        if self.registration.erased_at:
            return ()
        can_be_written_to = any(note.is_ours_to_change for note in self.mail_notes)
        return (*(("write",) if can_be_written_to else ()), *VERBS[self.registration.state])

    @property
    def icon(self) -> str:
        return ICONS[self.registration.state]


def rows_of(
    registrations: Sequence[Registration],
    webinar: Webinar,
    questions: Sequence[RegistrationQuestion],
    places: Mapping[int, int],
    stops: Mapping[str, Sequence[Suppression]],
    settings: Settings,
) -> list[AttendeeRow]:
    """Returns the rows of the desk's list.

    `places` are the numbers of those who wait, `stops` the mails that are not sent to addresses.
    """
    return [
        AttendeeRow(
            registration=each,
            name=each.name or _("Erased"),
            state=_state(each, places),
            hour_there=_hour_there(each, webinar),
            answers=_answers(each, questions),
            came=_came(each, webinar),
            mail_notes=_mail_notes(each, webinar, stops),
            link=_link(each, settings),
        )
        for each in registrations
    ]


def _link(registration: Registration, settings: Settings) -> str:
    # Whoever has not pressed in a mail yet has not shown that the address is theirs: nobody presses for them.
    is_told = registration.state in {*ACTIVE_STATES} - {_STATE.UNCONFIRMED} and settings.mail_url is None
    token = page_token(settings, registration) if is_told else None
    return settings.links.registration(token) if token is not None else ""


def _state(registration: Registration, places: Mapping[int, int]) -> str:
    if registration.id in places:
        return _("Waiting, number %(number)s", number=places[registration.id])
    return state_name(registration.state)


def _came(registration: Registration, webinar: Webinar) -> list[str]:
    """A link that was opened is no person in the room: the one is said beside the other."""
    found = []
    if registration.joined_first_at is not None:
        when = _hour_of(registration.joined_first_at, webinar)
        words = ngettext(
            "Opened the door at %(when)s.",
            "Opened the door at %(when)s, %(num)s times.",
            registration.joined_count,
            when=when,
        )
        found.append(words)
    if registration.standby_at is not None:
        when = _hour_of(registration.standby_at, webinar)
        found.append(_("Came in from the waiting list at %(when)s.", when=when))
    if registration.attended_minutes is not None:
        minutes = registration.attended_minutes
        found.append(ngettext("One minute in the room.", "%(num)s minutes in the room.", minutes))
    return found


def _hour_of(at: dt.datetime, webinar: Webinar) -> str:
    """Returns the hour on the clocks of the webinar: "4.03pm Britain".

    With the day where it is another than that of the start.
    """
    zone = presentable(webinar.timezone or webinar.host.timezone)
    there = wall(at, zone)
    labels = {each["timezone"]: each["label"] for each in webinar.display_zones or webinar.host.display_zones}
    hour = f"{format_hour(there, hour_style_of(webinar.host))} {labels.get(zone) or line_label(zone)}"
    if webinar.starts_wall is not None and there.date() == webinar.starts_wall.date():
        return hour
    return _("%(hour)s on %(date)s", hour=hour, date=format_date(there.date(), "d MMMM"))


def _mail_notes(
    registration: Registration, webinar: Webinar, stops: Mapping[str, Sequence[Suppression]]
) -> list[MailNote]:
    found = stops.get(registration.email_normal or "", ())
    notes = [_stopped(stop) for stop in found if concerns(stop, webinar.host_id)]
    if registration.erased_at is None and registration.state in ACTIVE_STATES:
        if not registration.wants_reminders and not registration.wants_messages:
            notes.append(MailNote(_("Wants no reminders and no messages.")))
        elif not registration.wants_reminders:
            notes.append(MailNote(_("Wants no reminders.")))
        elif not registration.wants_messages:
            notes.append(MailNote(_("Wants no messages.")))
    return notes


def _stopped(stop: Suppression) -> MailNote:
    if stop.stop is Stop.HARD:
        return MailNote(_("Address does not exist: a mail came back."), stop.words, is_ours_to_change=True)
    if stop.stop is Stop.SOFT:
        sentence = _("Not taken for now: five mails in a row came back.")
        return MailNote(sentence, stop.words, is_ours_to_change=True)
    if stop.stop is Stop.COMPLAINT:
        return MailNote(_("Called a mail spam, and gets no reminders or messages. That is the person’s to take back."))
    return MailNote(_("Has ended some mails. That is the person’s to take back."))


def _hour_there(registration: Registration, webinar: Webinar) -> str:
    zone = registration.timezone
    if zone is None:
        return ""
    labels = {each["timezone"]: each["label"] for each in webinar.display_zones or webinar.host.display_zones}
    name = labels.get(zone) or place_name(zone)
    if webinar.starts_at is None or webinar.starts_wall is None:
        return name
    there = wall(webinar.starts_at, zone)
    day = "" if there.date() == webinar.starts_wall.date() else f" {format_weekday(there.date())}"
    return f"{name}, {format_hour(there)}{day}"


def _answers(registration: Registration, questions: Sequence[RegistrationQuestion]) -> list[tuple[str, str]]:
    values = {answer.question_id: answer.value for answer in registration.answers}
    return [(each.label, answer_text(values[each.id])) for each in questions if each.id in values]
