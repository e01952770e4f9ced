"""What somebody is registered for, as it stands in her personal feed."""

import hashlib
from collections.abc import Sequence

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.calendars.feed_windows import Piece
from webinars.domain.calendars.queries import entries_of
from webinars.domain.registration.letters.calendar_entry import own_entry
from webinars.domain.registration.queries import registrations_under
from webinars.models import CalendarEntry, Registration, RegistrationState
from webinars.pure.ical.compression import deflated
from webinars.pure.ical.writing import write_entry

STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITING)


def own_pieces(session: Session, settings: Settings, email: str) -> Sequence[Piece]:
    """Returns an entry for each webinar that `email` has a place at or waits for, listed or not."""
    registrations = [each for each in registrations_under(session, email) if each.state in STATES]
    entries = entries_of(session, [each.webinar_id for each in registrations])
    return [_piece(settings, each, entries[each.webinar_id]) for each in registrations if each.webinar_id in entries]


def digest_of_pieces(pieces: Sequence[Piece]) -> str:
    """Returns another value whenever anything in `pieces` is another."""
    return hashlib.sha256(b"".join(piece.plain for piece in pieces)).hexdigest()


def _piece(settings: Settings, registration: Registration, stored: CalendarEntry) -> Piece:
    octets = write_entry(own_entry(settings, registration, stored))
    return Piece(stored.id, stored.starts_at, stored.ends_at, len(octets), octets, deflated(octets))
