"""What a room's report says of those who registered: matched by address, then by name, looked at, and stored."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.registration.seats_and_waiting_list import lock_desk_for, lock_desk_with_webinar
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.models import ACTIVE_STATES, AuditEvent, Registration, Webinar
from webinars.pure.attendance import Participant, Report, folded, without_brackets

MOST_MINUTES = 10_000
"""A week: what is longer is a slip of the report."""


class AttendanceMatch(Struct, frozen=True):
    """One who registered and was there."""

    registration: Registration
    minutes: int
    is_by_name: bool
    """The address is another, or was not given: the name alone says that it is the same person."""


class AttendanceMatches(Struct, frozen=True):
    """A report beside the list of those who registered."""

    found: Sequence[AttendanceMatch]
    rest: Sequence[Participant]
    """Of whom nobody knows who they are."""

    @property
    def minutes(self) -> dict[int, int]:
        """How long each was there, by the ids of the registrations."""
        return {each.registration.id: each.minutes for each in self.found}


def match_attendance(session: Session, webinar_id: int, report: Report) -> AttendanceMatches:
    """Returns who of those who registered stands in the report: by the address, else by a name that only one has."""
    registrations = session.scalars(
        sa.select(Registration)
        .where(
            Registration.webinar_id == webinar_id,
            Registration.erased_at.is_(None),
            Registration.state.in_(ACTIVE_STATES),
        )
        .order_by(Registration.id)
    ).all()
    by_email = {each.email_normal: each for each in registrations}
    names = _unique(registrations)
    how_often = Counter(folded(person.name) for person in report.people)
    found: dict[int, AttendanceMatch] = {}
    unknown: list[Participant] = []
    for person in report.people:
        registration = by_email.get(_address(person.email))
        if registration is None:
            unknown.append(person)
        else:
            found[registration.id] = AttendanceMatch(registration, _minutes(person), is_by_name=False)
    rest = []
    # A name as it stands goes before one to which the room has added something.
    for person in sorted(unknown, key=lambda each: folded(each.name) not in names):
        registration = _by_name(person, names) if how_often[folded(person.name)] == 1 else None
        if registration is None or registration.id in found:
            rest.append(person)
        else:
            found[registration.id] = AttendanceMatch(registration, _minutes(person), is_by_name=True)
    return AttendanceMatches([found[each.id] for each in registrations if each.id in found], rest)


def is_of_another_hour(report: Report, webinar: Webinar) -> bool:
    """Returns True if by its hours nobody was in the room while the webinar went on: it is of another hour."""
    stays = list(report.stays)
    if not stays or webinar.starts_at is None or webinar.ends_at is None:
        return False
    return not any(start < webinar.ends_at and end > webinar.starts_at for start, end in stays)


def store_attendance(
    session: Session, actor: Actor, webinar: Webinar, minutes: Mapping[int, int], *, now: dt.datetime
) -> int:
    """Store how long people were there, by the ids of their registrations, in the place of an earlier report.

    Returns of how many. Raises NotAllowed.
    """
    return _store(session, lock_desk_for(session, actor, webinar.id).webinar, minutes, by=actor.user_id, now=now)


def store_room_report(session: Session, webinar_id: int, report: Report, *, now: dt.datetime) -> int:
    """Store what the room itself reports of those whose addresses it knows. Returns of how many.

    Of whom a report was given by hand that one stays. A report of another hour says nothing. Raises LookupError.
    """
    webinar = lock_desk_with_webinar(session, webinar_id).webinar
    if is_of_another_hour(report, webinar):
        return 0
    found = match_attendance(session, webinar_id, report).found
    minutes = {each.registration.id: each.minutes for each in found if not each.is_by_name}
    given = sa.select(Registration.id, Registration.attended_minutes).where(
        Registration.webinar_id == webinar_id, Registration.attended_minutes.is_not(None)
    )
    minutes |= {number: length or 0 for number, length in session.execute(given)}
    return _store(session, webinar, minutes, by=None, now=now)


def _store(session: Session, webinar: Webinar, minutes: Mapping[int, int], *, by: int | None, now: dt.datetime) -> int:
    known = session.scalars(
        sa.select(Registration)
        .where(
            Registration.webinar_id == webinar.id,
            Registration.erased_at.is_(None),
            sa.or_(Registration.id.in_(minutes), Registration.attended_minutes.is_not(None)),
        )
        .execution_options(populate_existing=True)
    ).all()
    for registration in known:
        registration.attended_minutes = minutes.get(registration.id)
    count = sum(registration.attended_minutes is not None for registration in known)
    session.add(AuditEvent.of_webinar(webinar, "registration:attendance", {"count": count}, by=by, at=now))
    session.flush()
    return count


def set_attended_minutes(
    session: Session, actor: Actor, webinar: Webinar, registration_id: int, minutes: int | None, *, now: dt.datetime
) -> bool:
    """Store how long one was there, or None: nobody knows. Returns False for no registration of this webinar.

    Raises NotAllowed.
    """
    is_it = (Registration.id == registration_id, Registration.webinar_id == webinar.id)
    query = sa.select(Registration).where(*is_it, Registration.erased_at.is_(None))
    # Where there is one, there is a desk.
    if session.scalar(query) is None:
        return False
    desk = lock_desk_for(session, actor, webinar.id)
    registration = session.scalar(query.execution_options(populate_existing=True))
    if registration is None:
        return False
    if registration.attended_minutes != minutes:
        registration.attended_minutes = minutes
        told = {"count": 1}
        session.add(AuditEvent.of_webinar(desk.webinar, "registration:attendance", told, by=actor.user_id, at=now))
        session.flush()
    return True


def _minutes(person: Participant) -> int:
    return min(person.minutes, MOST_MINUTES)


def _address(email: str) -> str | None:
    try:
        return normalised_email(email)
    except InvalidEmail:
        # None is the address of nobody who is known.
        return ""


def _unique(registrations: Sequence[Registration]) -> dict[str, Registration]:
    """Returns those whose name nobody else has."""
    how_often = Counter(folded(each.name) for each in registrations)
    return {folded(each.name): each for each in registrations if how_often[folded(each.name)] == 1}


def _by_name(person: Participant, names: Mapping[str, Registration]) -> Registration | None:
    if not person.name:
        return None
    return names.get(folded(person.name)) or names.get(folded(without_brackets(person.name)))
