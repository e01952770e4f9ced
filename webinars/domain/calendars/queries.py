"""Reads for feeds and their entries."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.db import BINARY_RESULTS
from webinars.domain.programme.queries import for_texts
from webinars.models import (
    CalendarEntry,
    Feed,
    FeedEntry,
    FeedKind,
    Organisation,
    Series,
    Speaker,
    Topic,
    Webinar,
)

Subject = tuple[FeedKind, int]
"""What a feed is about: the kind and the row's id, which is 0 for the site."""
SITE: Subject = (FeedKind.SITE, 0)

IDS_IN_A_STATEMENT = 5000
ROWS_AT_ONCE = 500

SUBJECT_KINDS: dict[type[Any], FeedKind] = {
    Organisation: FeedKind.ORGANISATION,
    Series: FeedKind.SERIES,
    Speaker: FeedKind.SPEAKER,
    Topic: FeedKind.TOPIC,
}
FOLDERS = {
    FeedKind.ORGANISATION: "organisations",
    FeedKind.SERIES: "series",
    FeedKind.SPEAKER: "speakers",
    FeedKind.TOPIC: "topics",
}


class FeedState(Struct, frozen=True):
    """What a poll needs to know of a feed. Two equal states are the same octets."""

    id: int | None
    """None for a feed that never had an entry."""
    name: str
    revision: int
    digest: str
    changed_at: dt.datetime | None


EntryRow = tuple[int, dt.datetime, dt.datetime, int, bytes, bytes]
"""(id, starts_at, ends_at, full_size, plain, deflated)."""


Change = tuple[int, EntryRow | None]
"""The id of an entry and the entry as it is now, or None if it has left the feed."""


class FeedNews(Struct, frozen=True):
    """A feed as it is, and what a holder of an earlier revision lacks."""

    state: FeedState
    changes: Iterator[Change]
    """To be read once, before the connection is asked anything else."""


@dataclass(frozen=True, slots=True)
class EntryForms:
    """Which columns a feed is joined from: all its entries in full, or all of them short."""

    plain: InstrumentedAttribute[bytes]
    deflated: InstrumentedAttribute[bytes]


FULL = EntryForms(CalendarEntry.full, CalendarEntry.full_deflated)
SHORT = EntryForms(CalendarEntry.short, CalendarEntry.short_deflated)
_STATE_COLUMNS = (Feed.id, Feed.name, Feed.revision, Feed.digest, Feed.changed_at)
# Made once: polls are so many and so cheap that putting the statement together would be a good part of them.
_STATE_AT = sa.select(*_STATE_COLUMNS).where(Feed.path == sa.bindparam("path"))
_FULL_SIZE = (
    sa.select(sa.func.coalesce(sa.func.sum(CalendarEntry.full_size), 0))
    .join(FeedEntry, FeedEntry.entry_id == CalendarEntry.id)
    .where(FeedEntry.feed_id == sa.bindparam("feed_id"), FeedEntry.is_in)
)


def feed_path(kind: FeedKind, slug: str = "") -> str:
    """Returns the address of a feed on this site."""
    return "/calendar.ics" if kind is FeedKind.SITE else f"/{FOLDERS[kind]}/{slug}/calendar.ics"


def feed_at(session: Session, path: str) -> FeedState | None:
    """Returns the feed at `path`, by one indexed look-up, or None if it never had an entry."""
    row = session.execute(_STATE_AT, {"path": path}).first()
    return FeedState(*row) if row else None


def columns_of(forms: EntryForms) -> tuple[InstrumentedAttribute[Any], ...]:
    """Returns what an `EntryRow` is made of."""
    return (
        CalendarEntry.id,
        CalendarEntry.starts_at,
        CalendarEntry.ends_at,
        CalendarEntry.full_size,
        forms.plain,
        forms.deflated,
    )


def full_size_of(connection: Connection, feed_id: int) -> int:
    """Returns the octets of all entries of a feed in full."""
    size = connection.scalar(_FULL_SIZE, {"feed_id": feed_id})
    return int(size or 0)


def feed_news(connection: Connection, feed_id: int, since: int, forms: EntryForms) -> FeedNews | None:
    """Returns what is newer in a feed than its revision `since`, or None if the feed is gone.

    One statement: it sees one moment also where a transaction does not, so that state and entries belong together.
    """
    # A feed is short because it is large; what a driver lays out at once for thousands of rows stays in the process.
    options: dict[str, Any] = BINARY_RESULTS | ({"yield_per": ROWS_AT_ONCE} if forms is SHORT else {})
    width = len(_STATE_COLUMNS)
    rows = iter(connection.execute(_news(forms), {"feed_id": feed_id, "since": since}, execution_options=options))
    first = next(rows, None)
    if first is None:
        return None
    return FeedNews(
        FeedState(*first[:width]),
        # A feed without news has one row that tells of no entry.
        ((row[width + 1], row[width + 2 :] if row[width] else None) for row in chain([first], rows) if row[width + 1]),
    )


@cache
def _news(forms: EntryForms) -> sa.Select[Any]:
    since = sa.bindparam("since", type_=sa.Integer)
    return (
        sa.select(*_STATE_COLUMNS, FeedEntry.is_in, FeedEntry.entry_id, *columns_of(forms))
        .outerjoin(
            FeedEntry,
            sa.and_(
                FeedEntry.feed_id == Feed.id,
                FeedEntry.revision > since,
                # Who holds nothing need not be told what left.
                sa.or_(FeedEntry.is_in, since > 0),
            ),
        )
        .outerjoin(CalendarEntry, CalendarEntry.id == FeedEntry.entry_id)
        .where(Feed.id == sa.bindparam("feed_id"))
    )


def webinars_for_entries(webinar_ids: Collection[int]) -> sa.Select[Webinar]:
    """Returns the query of webinars with all that their entries say, as the database has them now."""
    return (
        sa.select(Webinar)
        .where(Webinar.id.in_(webinar_ids))
        .options(*for_texts(), orm.selectinload(Webinar.recordings))
        .order_by(Webinar.id)
        # A collection may have been loaded before rows were added to it by their foreign key.
        .execution_options(populate_existing=True)
    )


def entries_of(session: Session, webinar_ids: Collection[int]) -> dict[int, CalendarEntry]:
    """Returns the entries by the ids of their webinars."""
    rows = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id.in_(webinar_ids)))
    return {row.webinar_id: row for row in rows if row.webinar_id is not None}


def farewell_key(entry_id: int) -> str:
    """Returns the `uid` of the row that stands in feeds for an entry that was listed, and is not any more."""
    return f"left feeds {entry_id}"


def farewells_of(session: Session, entry_ids: Collection[int]) -> dict[int, CalendarEntry]:
    """Returns by the ids of entries the rows that stand in feeds for them, or did."""
    keys = {farewell_key(each): each for each in entry_ids}
    rows = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.uid.in_(keys))) if keys else ()
    return {keys[row.uid]: row for row in rows}


def memberships_of(session: Session, entry_ids: Iterable[int]) -> list[FeedEntry]:
    """Returns in which feeds entries are, or were."""
    ids = sorted(entry_ids)
    rows: list[FeedEntry] = []
    # An import brings any number of them, and a statement takes some thirty thousand parameters.
    for start in range(0, len(ids), IDS_IN_A_STATEMENT):
        chunk = ids[start : start + IDS_IN_A_STATEMENT]
        query = sa.select(FeedEntry).where(FeedEntry.entry_id.in_(chunk)).options(orm.joinedload(FeedEntry.feed))
        rows.extend(session.scalars(query))
    return rows


def entry_of_slug(session: Session, slug: str) -> tuple[Webinar, CalendarEntry | None] | None:
    """Returns the webinar at `slug`, whatever its status, with its entry."""
    row = session.execute(
        sa.select(Webinar, CalendarEntry)
        .outerjoin(CalendarEntry, CalendarEntry.webinar_id == Webinar.id)
        .where(Webinar.slug == slug)
        .options(orm.undefer(CalendarEntry.full), orm.undefer(CalendarEntry.full_deflated))
    ).first()
    return (row[0], row[1]) if row else None
