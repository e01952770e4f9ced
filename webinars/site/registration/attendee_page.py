"""What an attendee's own page shows."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.programme.join_window import room_opens_at
from webinars.domain.programme.listing.lists import next_related_webinar
from webinars.domain.registration import standby_entry
from webinars.domain.registration.attendee_hours import hour_near_start, own_line
from webinars.domain.registration.form_questions import questions_answered, questions_of
from webinars.domain.registration.links import join_code
from webinars.domain.registration.queries import (
    desk_of,
    has_gone_to_the_next,
    is_feedback_wanted,
    place_in_queue,
    public_titles,
    window_at,
)
from webinars.domain.registration.registration_window import RegistrationWindow, WindowState, next_change_of
from webinars.domain.registration.reminder_times import reminders_text, wanted_reminders
from webinars.domain.registration.retention import UNCONFIRMED_DAYS, days_kept
from webinars.domain.registration.seats_and_waiting_list import gives_places
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, RecordingKind, Registration, RegistrationDesk, RegistrationQuestion, Webinar
from webinars.pure.times import ZoneLine, canonical, presentable
from webinars.site.registration.form_input import answers_of
from webinars.site.registration.page_state import CAN_END, AttendeeState, standing_of
from webinars.site.registration.retention_words import answer_kept, until_text

_CHANGEABLE = frozenset(
    {
        AttendeeState.UNCONFIRMED,
        AttendeeState.PENDING,
        AttendeeState.WAITING,
        AttendeeState.CONFIRMED,
        AttendeeState.ROOM_OPEN,
    }
) | {AttendeeState.POSTPONED}
"""In which answers may be changed: until the webinar begins."""


class AttendeePage(Struct, frozen=True, kw_only=True):
    """Everything that the page says of a registration."""

    registration: Registration
    webinar: Webinar
    title: str
    """As strangers know it."""
    standing: AttendeeState
    timezone: str
    own: ZoneLine | None
    """The start in her zone, or None where only a date is known."""
    opens: str
    """When the room opens, in her zone: "4.30pm Rome"."""
    join_code: str | None
    window: RegistrationWindow | None
    offer: WindowState | None
    """How it stands with registering, as pages tell it."""
    number: int
    """On the waiting list, or 0 for who does not wait."""
    standby_from: str
    """When those who wait may come in if there is room, in her zone, or empty where nobody may."""
    has_come_in: bool
    """Whether she waits, and has come in all the same."""
    capacity: int | None
    used_count: int
    """Of the places, once those who wait may come in."""
    gives_places: bool
    is_approval_needed: bool
    has_gone_on: bool
    """Whether the place that was given back has gone to the next."""
    questions: Sequence[RegistrationQuestion]
    answers: Mapping[int, Sequence[str]]
    answered: Sequence[tuple[str, str]]
    """The answers in words, with what was asked."""
    kept: Mapping[int, str]
    until: str
    """The end of "Erased …"."""
    ends_on: dt.date
    """When the page goes if nothing is pressed."""
    reminders: Sequence[tuple[int, str, bool]]
    """Of each its minutes before the start, how that is said, and whether it is wanted."""
    """When they come, in words, or empty if there are none."""
    is_asked_how_it_was: bool
    """Whether the two questions of feedback stand on it."""
    has_said_how_it_was: bool
    recording: Recording | None
    following: Webinar | None
    changes_at: dt.datetime | None

    @property
    def can_end(self) -> bool:
        return self.standing in CAN_END

    @property
    def can_change_answers(self) -> bool:
        return bool(self.questions) and self.standing in _CHANGEABLE


def attendee_page(
    session: Session, settings: Settings, registration: Registration, *, now: dt.datetime
) -> AttendeePage:
    """Returns what the page of a registration shows at `now`. Needs what `registration_by_token` loads."""
    webinar = registration.webinar
    desk = desk_of(session, webinar.id)
    used_count = standby_entry.used_places(session, desk) if desk and standby_entry.is_open(webinar, now=now) else 0
    standing = _standing(registration, webinar, desk, used_count, now=now)
    days = days_kept(registration, desk) if desk else registration.kept_days
    window = window_at(session, webinar, now=now)
    questions, answers = questions_of(session, webinar.id), answers_of(registration)
    zone = presentable(registration.timezone or webinar.timezone or webinar.host.timezone)
    zones = settings.display_zones
    own = own_line(webinar, webinar.starts_at, zone, zones) if webinar.starts_at else None
    comes_in_at = standby_entry.opens_at(webinar) if desk and desk.capacity else None
    return AttendeePage(
        registration=registration,
        webinar=webinar,
        title=public_titles(session, [webinar])[webinar.id],
        standing=standing,
        timezone=canonical(zone),
        own=own,
        opens=hour_near_start(webinar, room_opens_at(own.starts_at), zone, zones) if own else "",
        join_code=join_code(settings, registration),
        window=window,
        offer=window.state if window else None,
        number=place_in_queue(session, registration),
        standby_from=hour_near_start(webinar, comes_in_at, zone, zones) if comes_in_at else "",
        has_come_in=standby_entry.has_come_in(registration, webinar),
        capacity=desk.capacity if desk else None,
        used_count=used_count,
        gives_places=gives_places(webinar, now=now),
        is_approval_needed=desk is not None and desk.is_approval_needed,
        has_gone_on=has_gone_to_the_next(session, registration),
        questions=questions,
        answers=answers,
        answered=[
            (question.label, _in_words(question, answers[question.id]))
            for question in questions_answered(session, registration.id)
        ],
        kept={question.id: answer_kept(webinar, question, days) for question in questions},
        is_asked_how_it_was=is_feedback_wanted(registration, desk, webinar, now=now),
        has_said_how_it_was=registration.has_given_feedback,
        until=until_text(webinar, days),
        ends_on=(registration.created_at + dt.timedelta(days=UNCONFIRMED_DAYS)).date(),
        reminders=[
            (minutes, reminders_text([minutes]), bool(wanted_reminders(registration, [minutes])))
            for minutes in (desk.reminder_minutes if desk else ())
        ],
        recording=_first_recording(webinar.recordings),
        following=next_related_webinar(session, webinar, now) if standing is AttendeeState.CANCELLED else None,
        changes_at=_soonest(next_change_of(webinar, window, now=now), comes_in_at, now=now),
    )


def _soonest(*moments: dt.datetime | None, now: dt.datetime) -> dt.datetime | None:
    return min((moment for moment in moments if moment is not None and moment > now), default=None)


def _standing(
    registration: Registration, webinar: Webinar, desk: RegistrationDesk | None, used_count: int, *, now: dt.datetime
) -> AttendeeState:
    standing = standing_of(registration, webinar, now=now)
    if standing is not AttendeeState.WAITING or desk is None or not standby_entry.is_open(webinar, now=now):
        return standing
    has_room = desk.capacity is None or used_count < desk.capacity
    return (
        AttendeeState.STANDBY
        if has_room or standby_entry.has_come_in(registration, webinar)
        else AttendeeState.ROOM_FULL
    )


def _first_recording(recordings: Sequence[Recording]) -> Recording | None:
    ordered = sorted(recordings, key=lambda recording: recording.kind != RecordingKind.FULL)
    return ordered[0] if ordered else None


def _in_words(question: RegistrationQuestion, given: Sequence[str]) -> str:
    return _("Yes") if question.kind == "checkbox" else format_list(list(given))
