"""Verbs of those who attend. Each locks the desk first, flushes, and never commits."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.domain.insight.activity_counts import count_registered
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.registration.errors import PlacesTaken, RegistrationClosed, RegistrationInvalid, StateHasChanged
from webinars.domain.registration.form_questions import (
    AnswerInput,
    checked_answers,
    checked_email,
    checked_name,
    questions_of,
)
from webinars.domain.registration.links import new_links
from webinars.domain.registration.mail_triggers import (
    LINK_SLOT_S,
    promise_link,
    promise_state,
)
from webinars.domain.registration.registration_window import window_of
from webinars.domain.registration.seats_and_waiting_list import (
    Desk,
    end,
    give_seat,
    has_free_seat,
    lock_desk_with_webinar,
    put_in_queue,
    waiting_count,
)
from webinars.lib.i18n import current_locale
from webinars.models import (
    ACTIVE_STATES,
    GroupedRegistration,
    OutboundEmail,
    Registration,
    RegistrationAnswer,
    RegistrationEnd,
    RegistrationGroup,
    RegistrationSource,
    RegistrationState,
)
from webinars.pure.times import is_known

MAILS_A_DAY = 5
"""To one address, over the whole site, of those that anybody can cause who knows the address."""
_ENDED = (RegistrationState.CANCELLED, RegistrationState.DECLINED)
_CAUSED_BY_ANYBODY = (
    *(
        f"registration.{name}"
        for name in ("take_place", "take_places", "place", "places", "waiting", "pending", "links", "confirm_wish")
    ),
    "audience.confirm",
)


class RegistrationInput(Struct, frozen=True, kw_only=True):
    """What somebody has entered to register, as it came."""

    name: str
    email: str
    timezone: str = ""
    answers: AnswerInput = field(default_factory=dict)
    wants_recording: bool = False


def register(
    session: Session, settings: Settings, webinar_id: int, entered: RegistrationInput, *, now: dt.datetime
) -> None:
    """Register somebody, or send an address that is registered already its link again: the caller cannot tell which.

    Without a capacity or approval it is a place at once. Else the mail asks for a press. Raises RegistrationInvalid,
    RegistrationClosed, PlacesTaken.
    """
    desk = _locked(session, webinar_id)
    window = window_of(desk.webinar, desk.row, waiting_count=waiting_count(session, webinar_id), now=now)
    values = _checked(session, webinar_id, entered)
    if not window.is_taking:
        raise (PlacesTaken(desk.row.capacity) if desk.row.capacity and window.is_full else RegistrationClosed())
    if is_written_to_enough(session, values.email, now=now):
        return
    present = active_registration(session, webinar_id, values.email)
    if present is not None:
        # Whoever presses twice has been promised the mail of the first press.
        if now - present.created_at >= dt.timedelta(seconds=LINK_SLOT_S):
            promise_link(session, desk.webinar, present, now=now)
        return
    registration = add_registration(session, settings, desk, values, RegistrationSource.PAGE, now=now)
    if window.is_press_needed:
        promise_state(session, desk.webinar, registration, now=now)
    else:
        give_seat(session, desk.webinar, desk.row, registration, now=now)
        count_registered(session, desk.webinar, registration.timezone, now=now)


def confirm(session: Session, registration_id: int, *, now: dt.datetime) -> Registration:
    """Take the press in the mail: a place, a number in the queue, or it goes to the organisers.

    Pressing twice is pressing once. Raises RegistrationClosed, PlacesTaken, StateHasChanged if it has ended.
    """
    desk, registration = locked_registration(session, registration_id)
    if registration.state not in ACTIVE_STATES:
        raise StateHasChanged
    if registration.state is RegistrationState.UNCONFIRMED:
        take_place(session, desk, registration, now=now)
    return registration


def take_place(
    session: Session, desk: Desk, registration: Registration, *, is_told: bool = True, now: dt.datetime
) -> None:
    """Make of one that was not confirmed what its webinar has to give. `is_told`: see `give_seat`.

    Raises RegistrationClosed, PlacesTaken.
    """
    window = window_of(desk.webinar, desk.row, waiting_count=waiting_count(session, registration.webinar_id), now=now)
    if not window.is_taking and not window.is_full:
        raise RegistrationClosed
    if desk.row.is_approval_needed:
        registration.state = RegistrationState.PENDING
        session.flush()
        if is_told:
            promise_state(session, desk.webinar, registration, now=now)
    else:
        seat_or_queue(session, desk, registration, is_told=is_told, now=now)
    count_registered(session, desk.webinar, registration.timezone, now=now)


def seat_or_queue(
    session: Session, desk: Desk, registration: Registration, *, is_told: bool = True, now: dt.datetime
) -> None:
    """Give it a place if one is free and nobody waits, else put it at the end of the queue. Raises PlacesTaken."""
    if has_free_seat(session, desk.row):
        give_seat(session, desk.webinar, desk.row, registration, is_told=is_told, now=now)
    elif desk.row.has_waiting_list:
        put_in_queue(session, desk.webinar, desk.row, registration, is_told=is_told, now=now)
    else:
        raise PlacesTaken(desk.row.capacity or desk.row.seats_taken)


def give_back(session: Session, registration_id: int, *, now: dt.datetime) -> Registration:
    """End a registration as its attendee asks. A place goes to the first in the queue. Twice is once.

    Raises StateHasChanged once the webinar is over.
    """
    desk, registration = locked_registration(session, registration_id)
    if registration.state not in ACTIVE_STATES:
        return registration
    if phase_of(desk.webinar, now) is Phase.AFTER:
        raise StateHasChanged
    had_seat = registration.state is RegistrationState.CONFIRMED
    end(session, desk, registration, RegistrationState.CANCELLED, RegistrationEnd.ATTENDEE, now=now)
    if had_seat:
        promise_state(session, desk.webinar, registration, now=now)
    return registration


def set_timezone(session: Session, registration: Registration, timezone: str) -> None:
    """Show and write her hours in `timezone`. What is none changes nothing."""
    if is_known(timezone):
        registration.timezone = timezone
        session.flush()


def set_answers(session: Session, registration_id: int, given: AnswerInput, *, now: dt.datetime) -> None:
    """Replace the answers, until the webinar begins. Raises RegistrationInvalid, StateHasChanged."""
    desk, registration = locked_registration(session, registration_id)
    phase = phase_of(desk.webinar, now)
    if registration.state not in ACTIVE_STATES or not (phase.is_to_come or phase is Phase.POSTPONED):
        raise StateHasChanged
    wrong: dict[str, str] = {}
    questions = questions_of(session, registration.webinar_id)
    answers = checked_answers(questions, given, wrong)
    if wrong:
        raise RegistrationInvalid(wrong)
    asked = [question.id for question in questions]
    of_registration = RegistrationAnswer.registration_id == registration.id
    session.execute(sa.delete(RegistrationAnswer).where(of_registration, RegistrationAnswer.question_id.in_(asked)))
    _store_answers(session, registration, answers)


def set_wishes(
    session: Session, registration: Registration, *, skipped: Collection[int] | None, recording: bool, messages: bool
) -> None:
    """Say which mails come beside those about changes. `skipped` are reminders that do not, None: none does."""
    registration.wants_reminders, registration.wants_recording = skipped is not None, recording
    registration.skipped_reminders = f",{','.join(map(str, skipped))}," if skipped else ""
    registration.wants_messages = messages
    session.flush()


class CheckedRegistration(Struct, frozen=True, kw_only=True):
    """What somebody has entered, as it is stored."""

    name: str
    email: str
    timezone: str
    answers: dict[int, object]
    wants_recording: bool


def add_registration(
    session: Session,
    settings: Settings,
    desk: Desk,
    values: CheckedRegistration,
    source: RegistrationSource,
    *,
    now: dt.datetime,
) -> Registration:
    """Add a registration that holds no place yet."""
    zone = values.timezone if is_known(values.timezone) else desk.webinar.timezone or desk.webinar.host.timezone
    registration = Registration(
        webinar_id=desk.webinar.id,
        email_normal=values.email,
        name=values.name,
        timezone=zone,
        state=RegistrationState.UNCONFIRMED,
        source=source,
        kept_days=desk.row.retention_days,
        created_at=now,
        wants_recording=values.wants_recording,
        # Whoever was entered by others has seen no page.
        reader_language=current_locale().language if source is RegistrationSource.PAGE else "",
        **new_links(settings),
    )
    # What calendars were told at this address before: a new entry must be above it. Whose the erased ones were, nobody
    # knows any more: it may be theirs.
    is_theirs = sa.or_(Registration.email_normal == values.email, Registration.erased_at.is_not(None))
    told = session.execute(
        sa.select(Registration.told_sequence, Registration.told_method, Registration.erased_at)
        .where(Registration.webinar_id == desk.webinar.id, Registration.state.in_(_ENDED), is_theirs)
        .order_by(Registration.told_sequence.desc().nulls_last())
        .limit(1)
    ).first()
    if told is not None:
        registration.told_sequence = told.told_sequence
        registration.told_method = told.told_method if told.erased_at is None else None
    session.add(registration)
    session.flush()
    _store_answers(session, registration, values.answers)
    if desk.webinar.series_id is not None:
        group_id = group_of_address(session, desk.webinar.series_id, values.email)
        if group_id is not None:
            put_in_group(session, registration, group_id)
    return registration


def group_of_address(session: Session, series_id: int, email: str) -> int | None:
    """Returns the id of the group of what that address has registered of a series."""
    return session.scalar(
        sa.select(RegistrationGroup.id)
        .join(GroupedRegistration, GroupedRegistration.group_id == RegistrationGroup.id)
        .join(Registration, Registration.id == GroupedRegistration.registration_id)
        .where(RegistrationGroup.series_id == series_id, Registration.email_normal == email)
        .order_by(RegistrationGroup.id)
        .limit(1)
    )


def put_in_group(session: Session, registration: Registration, group_id: int) -> None:
    """Have a registration stand on the page of a group, unless it stands on one."""
    values = {"registration_id": registration.id, "group_id": group_id}
    session.execute(
        insert_or(session, GroupedRegistration)
        .values(values)
        .on_conflict_do_nothing(index_elements=["registration_id"])
    )


def active_registration(session: Session, webinar_id: int, email: str) -> Registration | None:
    """Returns the registration of that address which has not ended."""
    return session.scalar(
        sa.select(Registration).where(
            Registration.webinar_id == webinar_id,
            Registration.email_normal == email,
            Registration.state.in_(ACTIVE_STATES),
        )
    )


def locked_registration(session: Session, registration_id: int) -> tuple[Desk, Registration]:
    """Returns the locked desk of a registration, and the registration as it is after that."""
    query = sa.select(Registration.webinar_id).where(Registration.id == registration_id)
    desk = lock_desk_with_webinar(session, session.scalars(query).one())
    registration = session.scalars(
        sa.select(Registration).where(Registration.id == registration_id).execution_options(populate_existing=True)
    ).one()
    return desk, registration


def _locked(session: Session, webinar_id: int) -> Desk:
    try:
        return lock_desk_with_webinar(session, webinar_id)
    except LookupError as error:
        raise RegistrationClosed from error


def _checked(session: Session, webinar_id: int, entered: RegistrationInput) -> CheckedRegistration:
    wrong: dict[str, str] = {}
    name = checked_name(entered.name, wrong)
    email = checked_email(entered.email, wrong)
    answers = checked_answers(questions_of(session, webinar_id), entered.answers, wrong)
    if wrong:
        raise RegistrationInvalid(wrong)
    return CheckedRegistration(
        name=name,
        email=email,
        timezone=entered.timezone,
        answers=answers,
        wants_recording=entered.wants_recording,
    )


def is_written_to_enough(session: Session, email: str, *, now: dt.datetime) -> bool:
    """Returns True if an address has had as many mails today as anybody may cause who knows it."""
    query = sa.select(sa.func.count(OutboundEmail.id)).where(
        OutboundEmail.recipient == email,
        OutboundEmail.kind.in_(_CAUSED_BY_ANYBODY),
        OutboundEmail.created_at > now - dt.timedelta(days=1),
    )
    return (session.scalar(query) or 0) >= MAILS_A_DAY


def _store_answers(session: Session, registration: Registration, answers: dict[int, object]) -> None:
    for question_id, value in answers.items():
        answer = RegistrationAnswer(question_id=question_id, value=value)
        answer.registration_id = registration.id
        session.add(answer)
    session.flush()
