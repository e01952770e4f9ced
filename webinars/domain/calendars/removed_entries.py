"""What feeds say of a webinar that they listed and list no more: that its hour is free, and nothing else of it.

Programs that only take in what a feed holds keep an entry for ever that is not there any more. So a row of its own
takes the place of the entry in the feeds it has left, under the UID that calendars know, as cancelled and newer than
what they have. The entry itself goes on: its file, and the calendars of those who have registered, are as before.
"""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.calendars.feeds import FeedBook, FeedLabel
from webinars.domain.calendars.queries import farewell_key, memberships_of
from webinars.lib.i18n import gettext as _
from webinars.models import CalendarEntry
from webinars.pure.ical.compression import deflated
from webinars.pure.ical.writing import Entry, EntryStatus, write_entry

CANCELLED_WINDOW = dt.timedelta(days=30)
"""So long after its date what is cancelled stays in feeds."""


def say_farewell(session: Session, book: FeedBook, entry: CalendarEntry, known: CalendarEntry | None) -> None:
    """Note that a farewell shall stand in the feeds in which `entry` is until now, if it is not over yet.

    `known` is the farewell of an earlier time. Later changes of what is not listed are none of it. Flushes.
    """
    if entry.ends_at <= book.now:
        return
    feeds = [row.feed for row in memberships_of(session, [entry.id]) if row.is_in]
    if not feeds:
        return
    farewell = known or _new(entry)
    farewell.sequence, farewell.changed_at, farewell.created_at = entry.sequence, entry.changed_at, entry.created_at
    farewell.starts_at, farewell.ends_at = entry.starts_at, entry.ends_at
    farewell.leaves_at = entry.ends_at + CANCELLED_WINDOW
    write_forms(farewell, _farewell(entry))
    session.add(farewell)
    session.flush()
    labels = {(feed.kind, feed.subject_id): FeedLabel(feed.path, feed.name) for feed in feeds}
    book.place(farewell, labels, is_changed=True)


def write_forms(row: CalendarEntry, entry: Entry) -> None:
    """Write `entry` into `row` in each form in which feeds take it."""
    row.full, row.short = write_entry(entry), write_entry(entry, is_short=True)
    row.full_deflated, row.short_deflated = deflated(row.full), deflated(row.short)
    row.full_size = len(row.full)


def _farewell(stored: CalendarEntry) -> Entry:
    """The entry of a webinar that is listed no more: its UID and its hour, which is free, and no title or address.

    Whoever knows its address finds it as before, so nothing here says that it does not take place.
    """
    text = _("This was taken out of the calendar. What holds stands on its page, for those who have its address.")
    return Entry(
        uid=stored.uid,
        sequence=stored.sequence,
        changed_at=stored.changed_at,
        created_at=stored.created_at,
        starts_at=stored.starts_at,
        ends_at=stored.ends_at,
        summary=_("No longer in this calendar"),
        description=text,
        short_description=text,
        location="",
        url="",
        status=EntryStatus.CANCELLED,
    )


def _new(entry: CalendarEntry) -> CalendarEntry:
    return CalendarEntry(
        uid=farewell_key(entry.id),
        sequence=entry.sequence,
        changed_at=entry.changed_at,
        created_at=entry.created_at,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        leaves_at=entry.leaves_at,
        title="",
        is_withdrawn=True,
        content_digest="",
        written_with="",
        full_size=0,
        full=b"",
        short=b"",
        full_deflated=b"",
        short_deflated=b"",
    )
