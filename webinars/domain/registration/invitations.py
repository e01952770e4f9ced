"""The calendar part of a mail to an attendee: which SEQUENCE it has."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import CalendarEntry, Registration
from webinars.pure.ical.writing import Method


def next_sequence(session: Session, registration: Registration, method: Method) -> int | None:
    """Returns the SEQUENCE of the calendar part that is promised now, and notes it on `registration`.

    It is above every one that was told to this person, for another METHOD counts as another version (RFC 5546, 3.2.5);
    None if calendars know nothing of the webinar.
    """
    entry_sequence = session.scalar(
        sa.select(CalendarEntry.sequence).where(CalendarEntry.webinar_id == registration.webinar_id)
    )
    if entry_sequence is None:
        return None
    told = registration.told_sequence
    sequence = entry_sequence if told is None else max(entry_sequence, told + 1)
    registration.told_sequence, registration.told_method = sequence, method.value
    return sequence
