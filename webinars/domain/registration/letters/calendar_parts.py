"""What the letters to attendees bring for their calendars (RFC 5546, RFC 6047)."""

from collections.abc import Iterable

from msgspec.structs import replace

from webinars.domain.calendars.entry_texts import published_entry, withdrawn_entry
from webinars.domain.calendars.queries import entries_of
from webinars.domain.mail.mail_kind import CalendarPart, Occasion
from webinars.domain.registration.letters.calendar_entry import ALARM_BEFORE, personalised_entry
from webinars.domain.registration.letters.shared_parts import Reader
from webinars.lib.email_addresses import address_for_delivery
from webinars.models import CalendarEntry, Status, Webinar
from webinars.pure.ical.writing import CalendarEvent, Mailbox, Method, write_invitation, write_publication


def stored_entry(occasion: Occasion, webinar_id: int) -> CalendarEntry | None:
    """Returns the entry as calendars that follow have it, or None if no hour was ever published."""
    return occasion.once(("entry", webinar_id), lambda: entries_of(occasion.session, [webinar_id]).get(webinar_id))


def own_entry(reader: Reader, stored: CalendarEntry, *, sequence: int) -> CalendarEvent:
    """Returns the entry as it is hers alone."""
    occasion, webinar = reader.occasion, reader.webinar
    entry = occasion.once(("published", webinar.id), lambda: _published(occasion, webinar, stored))
    hers = reader.when(stored.starts_at, with_year=True)
    return replace(
        personalised_entry(entry, occasion.settings, webinar, hers=hers, join=reader.join),
        sequence=sequence,
        # With a METHOD it is the time of the message (RFC 5545, 3.8.7.2): a later one must be newer.
        changed_at=occasion.now,
        alarm_before=ALARM_BEFORE,
    )


def request(reader: Reader, sequence: int | None) -> CalendarPart | None:
    """Returns what puts the webinar into her calendar, or moves it there, or None if calendars know no hour of it."""
    stored = stored_entry(reader.occasion, reader.webinar.id)
    if sequence is None or stored is None or stored.is_withdrawn:
        return None
    return _part(reader.occasion, own_entry(reader, stored, sequence=sequence), Method.REQUEST)


def publication(readers: Iterable[tuple[Reader, int | None]]) -> CalendarPart | None:
    """Returns what puts several webinars into her calendar, or None if calendars know no hour of any.

    Each stands beside its SEQUENCE, or None where nothing was promised.
    """
    entries, settings = [], None
    for reader, sequence in readers:
        stored, settings = stored_entry(reader.occasion, reader.webinar.id), reader.occasion.settings
        if sequence is not None and stored is not None and not stored.is_withdrawn:
            entries.append(own_entry(reader, stored, sequence=sequence))
    if settings is None or not entries:
        return None
    organiser = Mailbox(name=settings.site_name, email=settings.mail_from)
    return CalendarPart(method=Method.PUBLISH, octets=write_publication(entries, organiser=organiser))


def cancel(occasion: Occasion, webinar: Webinar, sequence: int | None, why: str = "") -> CalendarPart | None:
    """Returns what takes the webinar out of her calendar, or None if it never was there.

    `why` is said where it is hers alone.
    """
    stored = stored_entry(occasion, webinar.id)
    if sequence is None or stored is None:
        return None
    if webinar.status == Status.DRAFT or stored.is_withdrawn:
        entry = withdrawn_entry(stored, sequence=sequence, changed_at=occasion.now)
    else:
        entry = replace(_published(occasion, webinar, stored), sequence=sequence, location="")
        if webinar.status == Status.PUBLISHED:
            entry = replace(entry, description=why)
    return _part(occasion, entry, Method.CANCEL)


def _published(occasion: Occasion, webinar: Webinar, stored: CalendarEntry) -> CalendarEvent:
    return published_entry(
        webinar,
        occasion.settings,
        starts_at=stored.starts_at,
        ends_at=stored.ends_at,
        sequence=stored.sequence,
        changed_at=occasion.now,
        created_at=stored.created_at,
    )


def _part(occasion: Occasion, entry: CalendarEvent, method: Method) -> CalendarPart:
    settings = occasion.settings
    octets = write_invitation(
        entry,
        method=method,
        # Whoever writes the mail, or calendars do not believe it.
        organiser=Mailbox(name=settings.site_name, email=settings.mail_from),
        # Her name is what somebody has typed: it goes to no address that may be another person's.
        attendee=Mailbox(name="", email=address_for_delivery(occasion.recipient)),
    )
    return CalendarPart(method=method, octets=octets)
