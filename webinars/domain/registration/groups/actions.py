"""Verbs of those who register for several webinars of a series at once. They flush, and never commit.

They lock one desk after the other, in the order of the webinars' ids, so that no two wait for each other.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.insight.activity_counts import count_registered
from webinars.domain.registration.attendee_actions import (
    CheckedRegistration,
    RegistrationInput,
    active_registration,
    add_registration,
    give_back,
    group_of_address,
    is_written_to_enough,
    locked_registration,
    put_in_group,
    take_place,
)
from webinars.domain.registration.errors import (
    PlacesTaken,
    RegistrationClosed,
    RegistrationInvalid,
    StateHasChanged,
)
from webinars.domain.registration.form_questions import checked_answers, checked_email, checked_name, questions_of
from webinars.domain.registration.groups.queries import questions_of_each, registrations_in
from webinars.domain.registration.groups.shared_questions import checked_of_each
from webinars.domain.registration.links import new_group_link
from webinars.domain.registration.mail_triggers import LINK_SLOT_S, PLACES, TAKE_PLACES, promise_places
from webinars.domain.registration.registration_window import window_of
from webinars.domain.registration.seats_and_waiting_list import Desk, give_seat, lock_desk_with_webinar, waiting_count
from webinars.models import Registration, RegistrationGroup, RegistrationSource, RegistrationState


def register_together(
    session: Session,
    settings: Settings,
    series_id: int,
    webinar_ids: Collection[int],
    offered_ids: Collection[int],
    entered: RegistrationInput,
    *,
    wants_more: bool = False,
    now: dt.datetime,
) -> None:
    """Register somebody for several webinars of a series, each for itself: one that is full keeps no other back.

    Where one of them asks for a press in the mail, one press takes all. Who is registered for them already is answered
    the same, and has that mail again. `offered_ids` are those of the form, whose questions it asked. Raises
    RegistrationInvalid, and RegistrationClosed if none of them takes registrations.
    """
    desks = [lock_desk_with_webinar(session, each) for each in sorted(webinar_ids)]
    values = _checked(session, webinar_ids, offered_ids, entered)
    windows = {
        desk.webinar.id: window_of(
            desk.webinar, desk.row, waiting_count=waiting_count(session, desk.webinar.id), now=now
        )
        for desk in desks
    }
    taking = [desk for desk in desks if windows[desk.webinar.id].is_taking]
    if not taking:
        raise RegistrationClosed
    email = values[taking[0].webinar.id].email
    if is_written_to_enough(session, email, now=now):
        return
    group = _group_of(session, settings, series_id, email, now=now)
    added: list[tuple[Desk, Registration]] = []
    present: list[Registration] = []
    for desk in taking:
        registration = active_registration(session, desk.webinar.id, email)
        if registration is None:
            of_webinar = values[desk.webinar.id]
            registration = add_registration(session, settings, desk, of_webinar, RegistrationSource.PAGE, now=now)
            added.append((desk, registration))
        else:
            present.append(registration)
        put_in_group(session, registration, group.id)
    if not added:
        _promise_again(session, group, present, now=now)
        return
    # Whoever it is that registers: it is the reader of the mail who presses, or ends what was not meant.
    group.wants_more = group.wants_more or wants_more
    is_press_needed = any(windows[desk.webinar.id].is_press_needed for desk, _registration in added)
    if not is_press_needed:
        for desk, registration in added:
            give_seat(session, desk.webinar, desk.row, registration, is_told=False, now=now)
            count_registered(session, desk.webinar, registration.timezone, now=now)
    promise_places(
        session,
        group,
        [registration for _desk, registration in added],
        kind=TAKE_PLACES if is_press_needed else PLACES,
        refused=[desk.webinar.id for desk in desks if desk not in taking],
        now=now,
    )


def confirm_together(session: Session, group: RegistrationGroup, *, now: dt.datetime) -> None:
    """Take the one press in the mail: of each a place, a number in the queue, or it goes to the organisers.

    What has no place to give any more, or is closed, stays as it is. Pressing twice is pressing once.
    """
    waiting = [each for each in registrations_in(session, group.id) if each.state is RegistrationState.UNCONFIRMED]
    pressed, is_any_taken = [], False
    for number in _in_order(waiting):
        desk, registration = locked_registration(session, number)
        if registration.state is not RegistrationState.UNCONFIRMED:
            continue
        pressed.append(registration)
        try:
            take_place(session, desk, registration, is_told=False, now=now)
        except (PlacesTaken, RegistrationClosed):
            continue
        is_any_taken = True
    if is_any_taken:
        promise_places(session, group, pressed, kind=PLACES, now=now)


def give_back_together(
    session: Session, group: RegistrationGroup, slugs: Collection[str] | None = None, *, now: dt.datetime
) -> None:
    """End what a group has registered, or of it what is of the webinars with these slugs. What is over stays.

    Whoever gives everything back hears of no more webinars of the series.
    """
    listed = registrations_in(session, group.id)
    for number in _in_order([each for each in listed if slugs is None or each.webinar.slug in slugs]):
        try:
            give_back(session, number, now=now)
        except StateHasChanged:
            continue
    if slugs is None:
        group.wants_more = False
        session.flush()


def add_to_group(
    session: Session, settings: Settings, group: RegistrationGroup, webinar_id: int, *, now: dt.datetime
) -> None:
    """Register whose page it is for one more webinar of the series: that is the press, none in a mail is needed.

    Does nothing if that has been done. Raises RegistrationInvalid if it asks what has to be answered,
    RegistrationClosed, PlacesTaken.
    """
    desk = lock_desk_with_webinar(session, webinar_id)
    known = [each for each in registrations_in(session, group.id) if each.email_normal is not None]
    if desk.webinar.series_id != group.series_id or not known:
        raise RegistrationClosed
    newest = max(known, key=lambda each: each.id)
    email = newest.email_normal or ""
    if active_registration(session, webinar_id, email) is not None:
        return
    wrong: dict[str, str] = {}
    answers = checked_answers(questions_of(session, webinar_id), {}, wrong)
    if wrong:
        raise RegistrationInvalid(wrong)
    values = CheckedRegistration(
        name=newest.name,
        email=email,
        timezone=newest.timezone or "",
        answers=answers,
        wants_recording=newest.wants_recording,
    )
    window = window_of(desk.webinar, desk.row, waiting_count=waiting_count(session, webinar_id), now=now)
    if not window.is_taking:
        raise RegistrationClosed
    registration = add_registration(session, settings, desk, values, RegistrationSource.PAGE, now=now)
    put_in_group(session, registration, group.id)
    take_place(session, desk, registration, now=now)


def _group_of(
    session: Session, settings: Settings, series_id: int, email: str, *, now: dt.datetime
) -> RegistrationGroup:
    present = group_of_address(session, series_id, email)
    if present is not None:
        return session.get_one(RegistrationGroup, present)
    group = RegistrationGroup(series_id=series_id, created_at=now, **new_group_link(settings))
    session.add(group)
    session.flush()
    return group


def _promise_again(
    session: Session, group: RegistrationGroup, present: Sequence[Registration], *, now: dt.datetime
) -> None:
    # Whoever presses twice has been promised the mail of the first press.
    if now - max(each.created_at for each in present) < dt.timedelta(seconds=LINK_SLOT_S):
        return
    is_press_needed = any(each.state is RegistrationState.UNCONFIRMED for each in present)
    promise_places(session, group, present, kind=TAKE_PLACES if is_press_needed else PLACES, is_again=True, now=now)


def _in_order(registrations: Sequence[Registration]) -> list[int]:
    """Returns their ids in the order in which their desks are locked."""
    return [each.id for each in sorted(registrations, key=lambda each: each.webinar_id)]


def _checked(
    session: Session, webinar_ids: Collection[int], offered_ids: Collection[int], entered: RegistrationInput
) -> dict[int, CheckedRegistration]:
    """Returns what is stored for each webinar, by their ids."""
    wrong: dict[str, str] = {}
    name, email = checked_name(entered.name, wrong), checked_email(entered.email, wrong)
    questions = questions_of_each(session, offered_ids)
    answers = checked_of_each(questions, sorted(webinar_ids), entered.answers, wrong)
    if wrong:
        raise RegistrationInvalid(wrong)
    return {
        webinar_id: CheckedRegistration(
            name=name,
            email=email,
            timezone=entered.timezone,
            answers=answers[webinar_id],
            wants_recording=entered.wants_recording,
        )
        for webinar_id in webinar_ids
    }
