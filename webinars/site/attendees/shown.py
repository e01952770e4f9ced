"""One registration, as the desk shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webinars.domain.registration.table import answer_text, state_name
from webinars.lib.i18n import gettext as _
from webinars.models import Registration, RegistrationQuestion, RegistrationState, Webinar
from webinars.pure.times import format_hour, format_weekday, place_name, wall

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    registration: Registration
    name: str
    """Or what stands for it once it is erased."""
    state: str
    hour_there: str
    """"Rome, 5pm"."""
    answers: Sequence[tuple[str, str]]

    @property
    def verbs(self) -> Sequence[str]:
        return () if self.registration.erased_at else VERBS[self.registration.state]

    @property
    def icon(self) -> str:
        return ICONS[self.registration.state]


def rows_of(
    registrations: Sequence[Registration],
    webinar: Webinar,
    questions: Sequence[RegistrationQuestion],
    places: Mapping[int, int],
) -> list[Row]:
    """Returns the rows of the desk's list; `places` are the numbers of those who wait."""
    return [
        Row(
            registration=each,
            name=each.name or _("Erased"),
            state=_state(each, places),
            hour_there=_hour_there(each, webinar),
            answers=_answers(each, questions),
        )
        for each in registrations
    ]


def _state(registration: Registration, places: Mapping[int, int]) -> str:
    if registration.id in places:
        return _("Waiting, number %(number)s", number=places[registration.id])
    return state_name(registration.state)


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
