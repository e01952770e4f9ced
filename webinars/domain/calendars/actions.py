"""Writes calendar entries anew, in the transaction of the change that they follow from."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.calendars.entry_sequence import RESTORED, store_entry, write_forms
from webinars.domain.calendars.entry_texts import cancelled_entry, published_entry, withdrawn_entry
from webinars.domain.calendars.feed_membership import FeedLabel, leaves_feeds_at, public_feeds_of
from webinars.domain.calendars.feed_revisions import ONE_SECOND, FeedBook, close_feeds, rename_feeds
from webinars.domain.calendars.queries import (
    entries_of,
    farewell_key,
    farewells_of,
    memberships_of,
    webinars_for_entries,
)
from webinars.lib.i18n import DEFAULT_LOCALE, use_locale
from webinars.lib.i18n import gettext as _
from webinars.models import CalendarEntry, FeedEntry, Status, Visibility, Webinar
from webinars.models.derived import Changes, Derived, Subscriber
from webinars.pure.ical.writing import CalendarEvent, write_entry

# What feeds say of a webinar that they listed and list no more: that its hour is free, and nothing else of it.
#
# Programs that only take in what a feed holds keep an entry for ever that is not there any more. So a row of its own
# takes the place of the entry in the feeds it has left, under the UID that calendars know, as cancelled and newer than
# what they have. The entry itself goes on: its file, and the calendars of those who have registered, are as before.

_UNWRITTEN: Mapping[str, Any] = {
    "content_digest": "",
    "written_with": "",
    "full_size": 0,
    "full": b"",
    "short": b"",
    "full_deflated": b"",
    "short_deflated": b"",
}
"""What a new row holds until its forms are written."""


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
    farewell.leaves_at = leaves_feeds_at(entry.ends_at, is_cancelled=True)
    said = _farewell(entry)
    write_forms(farewell, write_entry(said), write_entry(said, is_short=True))
    session.add(farewell)
    session.flush()
    labels = {(feed.kind, feed.subject_id): FeedLabel(feed.path, feed.name) for feed in feeds}
    book.place(farewell, labels, is_changed=True)


def _farewell(stored: CalendarEntry) -> CalendarEvent:
    """Returns the entry of a webinar that is listed no more: its UID, its hour, which is free, no title and no address.

    Whoever knows its address finds it as before, so nothing here says that it does not take place.
    """
    text = _("This was taken out of the calendar. What holds stands on its page, for those who have its address.")
    summary = _("No longer in this calendar")
    return cancelled_entry(stored, summary, text, sequence=stored.sequence, changed_at=stored.changed_at)


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
        **_UNWRITTEN,
    )


AT_ONCE = 200
_NEVER = dt.datetime.fromtimestamp(0, dt.UTC)


def calendar_writer(settings: Callable[[], Settings]) -> Subscriber:
    """Returns what keeps the calendars in step: see `webinars.models.derived`. `settings` gives those that hold now."""

    def write(session: Session, changes: Changes, now: dt.datetime) -> None:
        follow_changes(session, changes, now, settings=settings())

    return write


def follow_changes(session: Session, changes: Changes, now: dt.datetime, *, settings: Settings) -> None:
    """Bring entries and feeds up to date with what a transaction has touched."""
    # Webinars are locked first and feeds after them, in every transaction: another order would let two of them wait for
    # each other.
    write_entries(session, changes.of[Derived.ENTRIES], settings=settings, now=now, read=changes.read)
    if changes.deleted_webinar_uids:
        _withdraw_deleted(session, changes.deleted_webinar_uids, settings=settings, now=now)
    rename_feeds(session, changes.renamed[Derived.ENTRIES], now)
    close_feeds(session, changes.deleted)


def write_entries(
    session: Session,
    webinar_ids: Collection[int],
    *,
    settings: Settings,
    now: dt.datetime,
    read: dict[int, Webinar] | None = None,
) -> None:
    """Write the entries of these webinars as they are now. What reads the same stays the same, octet by octet.

    Those in `read` are locked and as they are now. The others are put there, if they are not too many to be held.
    """
    read = {} if read is None else read
    book = FeedBook(session, now)
    # Whatever language the organiser's desk speaks, subscribers read the site's.
    with use_locale(DEFAULT_LOCALE):
        for chunk in _chunks(sorted(webinar_ids)):
            if others := [each for each in chunk if each not in read]:
                # Two transactions that change the same webinar in different places (its title here, a speaker's name
                # there) take turns: the later one must see what the earlier one wrote.
                is_one = Webinar.id.in_(others)
                session.execute(
                    sa.select(Webinar.id).where(is_one).order_by(Webinar.id).with_for_update(key_share=True)
                )
            entries = entries_of(session, chunk)
            farewells = farewells_of(session, [entry.id for entry in entries.values()])
            # Entries of the same start stand in feeds in the order in which they were first written.
            now_read = {each.id: each for each in session.scalars(webinars_for_entries(others))} if others else {}
            webinars = read | now_read
            for webinar_id in chunk:
                if webinar_id in webinars:
                    _write(session, book, webinars[webinar_id], entries.get(webinar_id), farewells, settings)
            if len(webinar_ids) <= AT_ONCE:
                read |= now_read
            session.flush()
    book.settle()


def withdraw(entry: CalendarEntry, *, settings: Settings, now: dt.datetime) -> bool:
    """Cancel an entry whose webinar is no longer public. Returns whether that is news."""
    entry.is_withdrawn = True
    sketch = withdrawn_entry(entry, sequence=0, changed_at=_NEVER)
    return store_entry(entry, sketch, settings, now)


def restore_history(session: Session, webinar: Webinar, *, sequence: int, changed_at: dt.datetime) -> None:
    """Let an imported webinar's entry begin with the numbers it had elsewhere: subscribers must see no step back.

    The entry itself is written, like every other, before the commit.
    """
    hours = _hours(webinar, None)
    if hours is not None:
        entry = _new_entry(webinar, hours, changed_at)
        entry.sequence, entry.changed_at, entry.content_digest = sequence, changed_at, RESTORED
        session.add(entry)
        session.flush()


def move_windows(session: Session, now: dt.datetime) -> int:
    """Take out of feeds what is too long over. Returns how many entries left."""
    book = FeedBook(session, now)
    is_in_a_feed = sa.exists().where(FeedEntry.entry_id == CalendarEntry.id, FeedEntry.is_in)
    leaving = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.leaves_at <= now, is_in_a_feed)).all()
    for entry in leaving:
        book.place(entry, {}, is_changed=False)
    book.settle()
    return len(leaving)


def _write(
    session: Session,
    book: FeedBook,
    webinar: Webinar,
    entry: CalendarEntry | None,
    farewells: Mapping[int, CalendarEntry],
    settings: Settings,
) -> None:
    hours = _hours(webinar, entry)
    if webinar.status == Status.DRAFT or hours is None:
        # Never published, or an hour that was never known: nobody's calendar holds it.
        if entry is not None:
            book.place(entry, None, is_changed=withdraw(entry, settings=settings, now=book.now))
        return
    if entry is None:
        entry = _new_entry(webinar, hours, book.now)
        session.add(entry)
    entry.is_withdrawn = False
    entry.title = webinar.title
    entry.starts_at, entry.ends_at = hours
    sketch = published_entry(
        webinar, settings, starts_at=hours[0], ends_at=hours[1], sequence=0, changed_at=_NEVER, created_at=_NEVER
    )
    is_changed = store_entry(entry, sketch, settings, book.now, webinar.visibility)
    session.flush()
    farewell = farewells.get(entry.id)
    if webinar.visibility == Visibility.UNLISTED:
        say_farewell(session, book, entry, farewell)
    elif farewell is not None:
        book.place(farewell, {}, is_changed=False)
    feeds = public_feeds_of(webinar, settings.site_name) if entry.leaves_at > book.now else {}
    book.place(entry, feeds, is_changed=is_changed)


def _hours(webinar: Webinar, entry: CalendarEntry | None) -> tuple[dt.datetime, dt.datetime] | None:
    if webinar.starts_at is not None:
        length = dt.timedelta(minutes=webinar.duration_minutes)
        return webinar.starts_at, webinar.ends_at or webinar.starts_at + length
    if entry is not None and webinar.status in {Status.POSTPONED, Status.CANCELLED}:
        # The hour at which it does not take place is the one that calendars have.
        return entry.starts_at, entry.ends_at
    return None


def _new_entry(webinar: Webinar, hours: tuple[dt.datetime, dt.datetime], now: dt.datetime) -> CalendarEntry:
    created_at = (webinar.published_at or now).replace(microsecond=0)
    return CalendarEntry(
        webinar_id=webinar.id,
        uid=webinar.uid,
        sequence=-1,
        changed_at=now.replace(microsecond=0) - ONE_SECOND,
        created_at=created_at,
        starts_at=hours[0],
        ends_at=hours[1],
        leaves_at=now,
        title=webinar.title,
        **_UNWRITTEN,
    )


def _withdraw_deleted(session: Session, uids: Collection[str], *, settings: Settings, now: dt.datetime) -> None:
    book = FeedBook(session, now)
    with use_locale(DEFAULT_LOCALE):
        for entry in session.scalars(sa.select(CalendarEntry).where(CalendarEntry.uid.in_(uids))):
            entry.webinar_id = None
            book.place(entry, None, is_changed=withdraw(entry, settings=settings, now=now))
    session.flush()
    book.settle()


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
