"""When a calendar entry has another SEQUENCE, and with it another LAST-MODIFIED: each time it reads otherwise.

Feeds and downloads have these numbers. The mails of one attendee may be further: see `registration.calendar_sequence`.
"""

import datetime as dt
import hashlib

from msgspec.structs import replace

from webinars.config import Settings
from webinars.domain.calendars.feed_membership import leaves_feeds_at
from webinars.domain.calendars.feed_revisions import next_second
from webinars.models import CalendarEntry, Visibility
from webinars.pure.ical.compression import deflated
from webinars.pure.ical.writing import WRITER_VERSION, CalendarEvent, EntryStatus, renumbered, write_entry

RESTORED = "restored"
"""Stands for the digest of an entry whose numbers are known and whose octets are not."""


def store_entry(
    entry: CalendarEntry,
    sketch: CalendarEvent,
    settings: Settings,
    now: dt.datetime,
    visibility: Visibility = Visibility.PUBLIC,
) -> bool:
    """Write `sketch` into the row with the next SEQUENCE, unless it reads as the row does. Returns whether it wrote.

    To be unlisted and listed again is a change although it reads the same: calendars that have dropped the entry take
    it back only if it is newer than the one they had.
    """
    is_cancelled = sketch.status is EntryStatus.CANCELLED
    entry.leaves_at = leaves_feeds_at(sketch.ends_at, is_cancelled=is_cancelled)
    entry.written_with = settings_digest(settings)
    shown = b"" if visibility == Visibility.PUBLIC else visibility.encode()
    forms = write_entry(sketch), write_entry(sketch, is_short=True)
    digest = hashlib.sha256(b"".join(forms) + shown).hexdigest()
    if digest == entry.content_digest:
        return False
    if entry.content_digest != RESTORED:
        entry.sequence += 1
        entry.changed_at = next_second(now, entry.changed_at)
    entry.content_digest = digest
    numbered = replace(sketch, sequence=entry.sequence, changed_at=entry.changed_at, created_at=entry.created_at)
    write_forms(entry, *(renumbered(each, sketch, numbered) for each in forms))
    return True


def write_forms(row: CalendarEntry, full: bytes, short: bytes) -> None:
    """Write an entry into `row` in each form in which feeds take it."""
    row.full, row.short = full, short
    row.full_deflated, row.short_deflated = deflated(row.full), deflated(row.short)
    row.full_size = len(row.full)


def settings_digest(settings: Settings) -> str:
    """Returns what entries depend on beside the database."""
    zones = [(zone.label, zone.timezone) for zone in settings.display_zones]
    return hashlib.sha256(repr((WRITER_VERSION, settings.base_url, zones)).encode()).hexdigest()
