"""Reads for feeds and their entries."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.engine import Connection
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.models import (
    Appearance,
    CalendarEntry,
    CoOrganiser,
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
"""What a feed is about: the kind and the row's id; 0 for the site."""
SITE: Subject = (FeedKind.SITE, 0)

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


@dataclass(frozen=True, slots=True)
class FeedState:
    """What a poll needs to know of a feed. Two equal states are the same octets."""

    id: int | None
    """None for a feed that never had an entry."""
    name: str
    revision: int
    digest: str
    changed_at: dt.datetime | None


EntryRow = sa.Row[int, bool, dt.datetime, dt.datetime, int, bytes, bytes]
"""(id, is_in, starts_at, ends_at, full_size, plain, deflated)."""


@dataclass(frozen=True, slots=True)
class EntryForms:
    """Which columns a feed is joined from: all its entries in full, or all of them short."""

    plain: InstrumentedAttribute[bytes]
    deflated: InstrumentedAttribute[bytes]


FULL = EntryForms(CalendarEntry.full, CalendarEntry.full_deflated)
SHORT = EntryForms(CalendarEntry.short, CalendarEntry.short_deflated)


def feed_path(kind: FeedKind, slug: str = "") -> str:
    """The address of a feed on this site."""
    return "/calendar.ics" if kind is FeedKind.SITE else f"/{FOLDERS[kind]}/{slug}/calendar.ics"


def feed_at(connection: Session | Connection, path: str) -> FeedState | None:
    """The feed at `path`, by one indexed look-up; None if it never had an entry."""
    row = connection.execute(_STATE.where(Feed.path == path)).first()
    return FeedState(*row) if row else None


_STATE = sa.select(Feed.id, Feed.name, Feed.revision, Feed.digest, Feed.changed_at)


def feed_state(connection: Session | Connection, feed_id: int) -> FeedState | None:
    row = connection.execute(_STATE.where(Feed.id == feed_id)).first()
    return FeedState(*row) if row else None


def full_size_of(connection: Connection, feed_id: int) -> int:
    """Octets of all entries of a feed in full."""
    size = connection.scalar(
        sa.select(sa.func.coalesce(sa.func.sum(CalendarEntry.full_size), 0))
        .join(FeedEntry, FeedEntry.entry_id == CalendarEntry.id)
        .where(FeedEntry.feed_id == feed_id, FeedEntry.is_in)
    )
    return int(size or 0)


def entries_newer(connection: Connection, feed_id: int, revision: int, forms: EntryForms) -> Sequence[EntryRow]:
    """What a holder of the feed as of `revision` lacks: entries that are new, changed, or left."""
    query = (
        sa.select(
            CalendarEntry.id,
            FeedEntry.is_in,
            CalendarEntry.starts_at,
            CalendarEntry.ends_at,
            CalendarEntry.full_size,
            forms.plain,
            forms.deflated,
        )
        .join(FeedEntry, FeedEntry.entry_id == CalendarEntry.id)
        .where(FeedEntry.feed_id == feed_id, FeedEntry.revision > revision)
    )
    if revision == 0:
        query = query.where(FeedEntry.is_in)
    return connection.execute(query).all()


def webinars_for_entries(webinar_ids: Collection[int]) -> sa.Select[Webinar]:
    """Webinars with all that their entries say, as the database has them now."""
    return (
        sa.select(Webinar)
        .where(Webinar.id.in_(webinar_ids))
        .options(
            orm.joinedload(Webinar.host),
            orm.joinedload(Webinar.series),
            orm.selectinload(Webinar.topics),
            orm.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
            orm.selectinload(Webinar.lineup).joinedload(Appearance.speaker),
            orm.selectinload(Webinar.questions),
            orm.selectinload(Webinar.recordings),
        )
        # A collection may have been loaded before rows were added to it by their foreign key.
        .execution_options(populate_existing=True)
    )


def entries_of(session: Session, webinar_ids: Collection[int]) -> dict[int, CalendarEntry]:
    """Webinar id → its entry."""
    rows = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id.in_(webinar_ids)))
    return {row.webinar_id: row for row in rows if row.webinar_id is not None}


def memberships_of(session: Session, entry_ids: Iterable[int]) -> Sequence[FeedEntry]:
    """In which feeds entries are, or were."""
    return session.scalars(
        sa.select(FeedEntry).where(FeedEntry.entry_id.in_(list(entry_ids))).options(orm.joinedload(FeedEntry.feed))
    ).all()


def entry_of_slug(session: Session, slug: str) -> tuple[Webinar, CalendarEntry | None] | None:
    """The webinar at `slug`, whatever its status, with its entry."""
    row = session.execute(
        sa.select(Webinar, CalendarEntry)
        .outerjoin(CalendarEntry, CalendarEntry.webinar_id == Webinar.id)
        .where(Webinar.slug == slug)
        .options(orm.undefer(CalendarEntry.full), orm.undefer(CalendarEntry.full_deflated))
    ).first()
    return (row[0], row[1]) if row else None
