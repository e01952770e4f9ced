"""The webinar and the rehearsal as entries for a speaker's calendar, by the writer of the feeds."""

import datetime as dt
import hashlib

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.calendars.entry_texts import FULL_LENGTH, published_entry
from webinars.domain.calendars.queries import webinars_for_entries
from webinars.domain.speaker_pages.queries import LinkedAppearance
from webinars.domain.speaker_pages.rehearsals import rehearsal_at
from webinars.lib.i18n import gettext as _
from webinars.models import CalendarEntry, JoinAccess, Status, Webinar
from webinars.pure.ical.safe_text import shortened
from webinars.pure.ical.writing import CALENDAR_TAIL, CalendarEvent, write_entry, write_head

ALARM_BEFORE = dt.timedelta(minutes=15)


def speaker_entry(
    entry: CalendarEvent, settings: Settings, webinar: Webinar, *, page: str, comes: bool
) -> CalendarEvent:
    """Returns `entry` as a speaker has it: it begins with the address of her page.

    Where only registered people are let in, that page is also the way into the room, once she has said yes.
    """
    first = _("You speak. Your page, with the room: %(address)s", address=page)
    if not comes:
        first = _("You are asked to speak. Your page: %(address)s", address=page)
    register = _("Register: %(address)s", address=settings.links.register(webinar.slug))
    description = "\n".join([first, entry.description.replace(f"{register}\n", "")])
    location = page if comes and webinar.join_access != JoinAccess.OPEN else entry.location
    return replace(entry, description=shortened(description, FULL_LENGTH), location=location, alarm_before=ALARM_BEFORE)


def speaker_calendar(
    session: Session, settings: Settings, found: LinkedAppearance, *, page: str, now: dt.datetime
) -> bytes | None:
    """Returns a calendar with the webinar and its rehearsal, to be imported, or None if neither has an hour."""
    webinar = session.scalars(webinars_for_entries([found.webinar.id])).one()
    comes = found.appearance.has_agreed
    entries = [_webinar(session, settings, webinar, found, page=page, now=now), _rehearsal(webinar, page=page, now=now)]
    written = [write_entry(entry) for entry in entries if entry is not None] if comes or webinar.starts_at else []
    return write_head(None) + b"".join(written) + CALENDAR_TAIL if written else None


def _webinar(
    session: Session, settings: Settings, webinar: Webinar, found: LinkedAppearance, *, page: str, now: dt.datetime
) -> CalendarEvent | None:
    if webinar.starts_at is None or webinar.ends_at is None:
        return None
    stored = session.scalar(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id))
    told = found.link.told_sequence if found.link else None
    entry = published_entry(
        webinar,
        settings,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        sequence=max(stored.sequence if stored else 0, told or 0),
        changed_at=stored.changed_at if stored else now,
        created_at=stored.created_at if stored else now,
    )
    return speaker_entry(entry, settings, webinar, page=page, comes=found.appearance.has_agreed)


def _rehearsal(webinar: Webinar, *, page: str, now: dt.datetime) -> CalendarEvent | None:
    at = rehearsal_at(webinar)
    if at is None or webinar.status == Status.CANCELLED:
        return None
    text = _("Your page, with the room: %(address)s", address=page)
    return CalendarEvent(
        # Always the same for one webinar, so that a rehearsal that is moved moves in her calendar too.
        uid=f"rehearsal-{hashlib.sha256(webinar.uid.encode()).hexdigest()[:32]}",
        # The start and the length decide nothing: what is imported later is newer.
        sequence=int(now.timestamp()),
        changed_at=now.replace(microsecond=0),
        created_at=webinar.created_at,
        starts_at=at,
        ends_at=at + dt.timedelta(minutes=webinar.rehearsal_minutes),
        summary=_("Rehearsal: %(title)s", title=webinar.title),
        description=text,
        short_description=text,
        location="",
        url="",
        alarm_before=ALARM_BEFORE,
    )
