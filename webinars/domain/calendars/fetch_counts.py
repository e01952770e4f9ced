"""How often feeds were fetched: what the worker stores, and what organisers read of it."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.calendars.fetch_counting import Fetches
from webinars.domain.calendars.queries import SITE
from webinars.models import ClientFamily, Feed, FeedFetches, FeedKind, Follow, Organisation, Series

SHOWN_FOR = dt.timedelta(days=30)
KEPT_FOR = dt.timedelta(days=90)


class FamilyFetches(Struct, frozen=True):
    """What clients of one family did with a feed lately."""

    family: ClientFamily
    fetch_count: int
    latest_at: dt.datetime
    changes_missed: int
    """How many changes of the feed the family has not fetched yet, which is 0 where it has the feed as it is."""


class FeedHealth(Struct, frozen=True):
    """How a feed is doing."""

    feed: Feed
    families: Sequence[FamilyFetches]
    """The busiest first."""
    follower_count: int
    """Personal feeds that it is followed in. Their own fetches are not counted: they would be about one person."""


def add_fetches(session: Session, fetches: Iterable[Fetches]) -> None:
    """Add counts to what is stored. Those of feeds that are gone are dropped."""
    found = list(fetches)
    if not found:
        return
    known = set(session.scalars(sa.select(Feed.id).where(Feed.id.in_({each.feed_id for each in found}))))
    for each in found:
        if each.feed_id in known:
            session.execute(
                _insert(session),
                {
                    "feed_id": each.feed_id,
                    "family": each.family,
                    "fetched_on": each.latest_at.date(),
                    "fetch_count": each.count,
                    "latest_at": each.latest_at,
                    "revision": each.revision,
                },
            )


def forget_fetches(session: Session, now: dt.datetime) -> None:
    """Remove what is too old to be shown."""
    session.execute(sa.delete(FeedFetches).where(FeedFetches.fetched_on < (now - KEPT_FOR).date()))


def health_of(session: Session, organisation: Organisation, now: dt.datetime) -> list[FeedHealth]:
    """Returns the organisation's feed, those of its series, and the site's, in which its webinars stand as well."""
    feeds = list(session.scalars(_feeds_about(organisation)))
    families = _families_of(session, feeds, now)
    followers = {
        (row[0], row[1]): row[2]
        for row in session.execute(
            sa.select(Follow.kind, Follow.subject_id, sa.func.count())
            .where(sa.tuple_(Follow.kind, Follow.subject_id).in_([(feed.kind, feed.subject_id) for feed in feeds]))
            .group_by(Follow.kind, Follow.subject_id)
        )
    }
    return [
        FeedHealth(feed, families.get(feed.id, ()), followers.get((feed.kind, feed.subject_id), 0)) for feed in feeds
    ]


def _feeds_about(organisation: Organisation) -> sa.Select[Feed]:
    series = sa.select(Series.id).where(Series.organisation_id == organisation.id)
    order = sa.case((Feed.kind == FeedKind.ORGANISATION, 0), (Feed.kind == FeedKind.SERIES, 1), else_=2)
    return (
        sa.select(Feed)
        .where(
            sa.or_(
                sa.and_(Feed.kind == FeedKind.ORGANISATION, Feed.subject_id == organisation.id),
                sa.and_(Feed.kind == FeedKind.SERIES, Feed.subject_id.in_(series)),
                sa.and_(Feed.kind == SITE[0], Feed.subject_id == SITE[1]),
            )
        )
        .order_by(order, sa.func.lower(Feed.name), Feed.id)
    )


def _families_of(session: Session, feeds: Sequence[Feed], now: dt.datetime) -> dict[int, list[FamilyFetches]]:
    revisions = {feed.id: feed.revision for feed in feeds}
    count = sa.func.sum(FeedFetches.fetch_count)
    rows = session.execute(
        sa.select(
            FeedFetches.feed_id,
            FeedFetches.family,
            count,
            sa.func.max(FeedFetches.latest_at, type_=FeedFetches.latest_at.type),
            sa.func.max(FeedFetches.revision),
        )
        .where(FeedFetches.feed_id.in_(revisions), FeedFetches.fetched_on > (now - SHOWN_FOR).date())
        .group_by(FeedFetches.feed_id, FeedFetches.family)
        .order_by(count.desc(), FeedFetches.family)
    )
    found: dict[int, list[FamilyFetches]] = {}
    for feed_id, family, fetch_count, latest_at, revision in rows:
        missed = max(revisions[feed_id] - revision, 0)
        found.setdefault(feed_id, []).append(FamilyFetches(family, int(fetch_count), latest_at, missed))
    return found


def _insert(session: Session) -> sa.Insert:
    insert = insert_or(session, FeedFetches)
    new = insert.excluded
    # Processes hand over in any order: the count of an earlier minute may come later.
    is_later = new.latest_at >= FeedFetches.latest_at
    return insert.on_conflict_do_update(
        index_elements=["feed_id", "family", "fetched_on"],
        set_={
            "fetch_count": FeedFetches.fetch_count + new.fetch_count,
            "latest_at": sa.case((is_later, new.latest_at), else_=FeedFetches.latest_at),
            "revision": sa.case((is_later, new.revision), else_=FeedFetches.revision),
        },
    )
