"""The webinar as an entry for one attendee's calendar: it holds the own way in."""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.calendars.content import published_entry
from webinars.domain.registration.calendar_parts import ALARM_BEFORE, without_register
from webinars.domain.registration.links import join_code
from webinars.domain.registration.own_hours import own_line
from webinars.lib.i18n import gettext as _
from webinars.lib.links import Links
from webinars.models import CalendarEntry, Registration, RegistrationState, Status
from webinars.pure.ical.writing import CALENDAR_TAIL, Entry, write_entry, write_head


def own_calendar(session: Session, settings: Settings, registration: Registration) -> bytes | None:
    """Returns a calendar with one entry, as a file to be imported; None if calendars know nothing of the webinar.

    Needs what `registration_by_token` loads.
    """
    entry = _own_entry(session, settings, registration)
    return write_head(None) + write_entry(entry) + CALENDAR_TAIL if entry is not None else None


def _own_entry(session: Session, settings: Settings, registration: Registration) -> Entry | None:
    webinar = registration.webinar
    stored = session.scalar(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id))
    if stored is None or webinar.starts_at is None or webinar.ends_at is None or not webinar.is_public_page:
        return None
    entry = published_entry(
        webinar,
        settings,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        sequence=stored.sequence,
        changed_at=stored.changed_at,
        created_at=stored.created_at,
    )
    lines = []
    if registration.timezone is not None:
        there = own_line(webinar, webinar.starts_at, registration.timezone, settings.display_zones)
        lines.append(_("Where you are: %(start)s", start=there.text))
    code = join_code(settings, registration)
    if code is None or registration.state is not RegistrationState.CONFIRMED or webinar.status != Status.PUBLISHED:
        return replace(entry, description="\n".join([*lines, entry.description]), alarm_before=ALARM_BEFORE)
    links = Links(settings.base_url)
    own, common = links.join(code), links.join(webinar.join_code)
    description = without_register(settings, webinar, entry).replace(common, own)
    if own not in description:
        lines.append(_("Join: %(address)s", address=own))
    return replace(entry, location=own, description="\n".join([*lines, description]), alarm_before=ALARM_BEFORE)
