"""The webinar as an entry for one attendee's calendar: it begins with her hour, and holds her own way in."""

import datetime as dt

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.calendars.entry_texts import FULL_LENGTH, published_entry, withdrawn_entry
from webinars.domain.registration.attendee_hours import own_line
from webinars.domain.registration.links import join_code
from webinars.lib.i18n import gettext as _
from webinars.models import CalendarEntry, Registration, RegistrationState, Status, Webinar
from webinars.pure.ical.safe_text import shortened
from webinars.pure.ical.writing import CALENDAR_TAIL, CalendarEvent, EntryStatus, write_entry, write_head

ALARM_BEFORE = dt.timedelta(minutes=15)


def personalised_entry(
    entry: CalendarEvent, settings: Settings, webinar: Webinar, *, hers: str, join: str | None
) -> CalendarEvent:
    """Returns `entry` with her hour in its first line, and with `join`, her own way in, in place of everybody's.

    The line on how to register is left out: whoever reads it has done so.
    """
    links = settings.links
    register = _("Register: %(address)s", address=links.register(webinar.slug))
    description, location = entry.description.replace(f"{register}\n", ""), entry.location
    if join and not webinar.recordings and webinar.status == Status.PUBLISHED:
        description, location = description.replace(links.join(webinar.join_code), join), join
        if join not in description:
            hers = _("%(when)s. Join: %(address)s", when=hers, address=join)
    return replace(entry, description=shortened(f"{hers}\n{description}", FULL_LENGTH), location=location)


def attendee_calendar(session: Session, settings: Settings, registration: Registration) -> bytes | None:
    """Returns a calendar with one entry, as a file to be imported, or None if calendars know nothing of the webinar.

    Needs what `registration_by_token` loads.
    """
    webinar = registration.webinar
    stored = session.scalar(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id))
    if stored is None or webinar.starts_at is None or not webinar.is_public_page:
        return None
    entry = replace(attendee_entry(settings, registration, stored), alarm_before=ALARM_BEFORE)
    return write_head(None) + write_entry(entry) + CALENDAR_TAIL


def attendee_entry(settings: Settings, registration: Registration, stored: CalendarEntry) -> CalendarEvent:
    """Returns the entry of what somebody has a place at, or waits for, as it follows every change.

    It is never older, by its numbers, than what was sent by mail. Needs `registration.webinar` loaded whole.
    """
    webinar = registration.webinar
    since = registration.confirmed_at or registration.created_at
    sequence = max(stored.sequence, registration.told_sequence or 0)
    changed_at = max(stored.changed_at, since.replace(microsecond=0))
    if stored.is_withdrawn or webinar.status == Status.DRAFT:
        return withdrawn_entry(stored, sequence=sequence, changed_at=changed_at)
    entry = published_entry(
        webinar,
        settings,
        starts_at=stored.starts_at,
        ends_at=stored.ends_at,
        sequence=sequence,
        changed_at=changed_at,
        created_at=stored.created_at,
    )
    zone = registration.timezone or webinar.timezone or webinar.host.timezone
    hers = own_line(webinar, stored.starts_at, zone, settings.display_zones).text
    code = join_code(settings, registration) if registration.state is RegistrationState.CONFIRMED else None
    join = settings.links.join(code) if code else None
    if registration.state is RegistrationState.WAITING:
        hers = _("%(when)s. You are on the waiting list.", when=hers)
    entry = personalised_entry(entry, settings, webinar, hers=hers, join=join)
    is_waited_for = registration.state is RegistrationState.WAITING and entry.status is EntryStatus.CONFIRMED
    return replace(entry, status=EntryStatus.TENTATIVE) if is_waited_for else entry
