"""The calendar part of a mail to an attendee: which SEQUENCE it has."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import CalendarEntry, Registration, RegistrationState
from webinars.pure.ical.writing import Method


def next_sequence(session: Session, registration: Registration, method: Method) -> int | None:
    """Returns the SEQUENCE of the calendar part that is promised now, and notes it on `registration`.

    It is above every one that was told to this person, for another METHOD counts as another version (RFC 5546, 3.2.5).
    Returns None if calendars know nothing of the webinar. What is published with entries of other webinars counts as
    requested: there too it is this person's to be moved and taken out.
    """
    entry_sequence = _entry_sequence(session, registration.webinar_id)
    if entry_sequence is None:
        return None
    told = registration.told_sequence
    sequence = entry_sequence if told is None else max(entry_sequence, told + 1)
    registration.told_sequence, registration.told_method = sequence, method.value
    return sequence


def next_sequences(
    session: Session, webinar_id: int, registration_ids: Sequence[int], method: Method
) -> dict[int, int]:
    """Returns the same for many at once, by their ids: for those with a place alone.

    What is in nobody's calendar need not be taken out of it. The desk must be locked.
    """
    entry_sequence = _entry_sequence(session, webinar_id)
    if entry_sequence is None:
        return {}
    told = Registration.told_sequence
    is_there = Registration.told_method == Method.REQUEST.value if method is Method.CANCEL else sa.true()
    rows = session.execute(
        sa.update(Registration)
        .where(Registration.id.in_(registration_ids), Registration.state == RegistrationState.CONFIRMED, is_there)
        .values(
            told_sequence=sa.case((sa.func.coalesce(told + 1, 0) > entry_sequence, told + 1), else_=entry_sequence),
            told_method=method.value,
        )
        .returning(Registration.id, Registration.told_sequence)
        .execution_options(synchronize_session=False)
    )
    return {registration_id: sequence for registration_id, sequence in rows if sequence is not None}


def _entry_sequence(session: Session, webinar_id: int) -> int | None:
    return session.scalar(sa.select(CalendarEntry.sequence).where(CalendarEntry.webinar_id == webinar_id))
