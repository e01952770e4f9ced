"""Writes entries into feeds and out of them, and when each feed last changed."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.calendars.feed_membership import FeedLabel, label_of
from webinars.domain.calendars.queries import SUBJECT_KINDS, Subject, memberships_of
from webinars.models import CalendarEntry, Feed, FeedEntry, FeedKind

ONE_SECOND = dt.timedelta(seconds=1)
FEEDS_CHANGED = "feeds changed"
"""The key in `session.info` under which a transaction notes that polls will be answered differently."""


class _Placing(Struct):
    entry: CalendarEntry
    wanted: Mapping[Subject, FeedLabel] | None
    """The feeds it shall be in, or None: where it is already."""
    is_changed: bool


class FeedBook(Struct):
    """Collects what happens to entries in a transaction, then changes each feed concerned once."""

    session: Session
    now: dt.datetime
    _placings: list[_Placing] = field(default_factory=list)

    def place(self, entry: CalendarEntry, wanted: Mapping[Subject, FeedLabel] | None, *, is_changed: bool) -> None:
        """Note that `entry` shall be in the feeds `wanted` (None: those it is in), and whether its octets changed."""
        self._placings.append(_Placing(entry, wanted, is_changed))

    def settle(self) -> None:
        """Write the memberships, and raise the revision of every feed in which something is different."""
        placings = {placing.entry.id: placing for placing in self._placings}
        self._placings = []
        if not placings:
            return
        memberships: dict[int, dict[Subject, FeedEntry]] = {}
        for row in memberships_of(self.session, placings):
            memberships.setdefault(row.entry_id, {})[row.feed.kind, row.feed.subject_id] = row
        differences: dict[Subject, list[tuple[_Placing, bool]]] = {}
        labels: dict[Subject, FeedLabel] = {}
        for entry_id, placing in placings.items():
            current = {subject for subject, row in memberships.get(entry_id, {}).items() if row.is_in}
            wanted = current if placing.wanted is None else set(placing.wanted)
            labels.update(placing.wanted or {})
            for subject in current | wanted:
                if placing.is_changed or (subject in wanted) != (subject in current):
                    differences.setdefault(subject, []).append((placing, subject in wanted))
        stored = {subject for members in memberships.values() for subject in members}
        feeds = self._locked_feeds(differences, {each: labels[each] for each in labels.keys() - stored})
        if feeds:
            self.session.info[FEEDS_CHANGED] = True
        for subject, feed in feeds.items():
            touch_feed(
                feed, self.now, (f"{p.entry.uid} {p.entry.sequence} {is_in}" for p, is_in in differences[subject])
            )
            for placing, is_in in differences[subject]:
                member = memberships.get(placing.entry.id, {}).get(subject)
                if member is None:
                    self.session.add(FeedEntry(feed=feed, entry=placing.entry, is_in=is_in, revision=feed.revision))
                else:
                    member.is_in, member.revision = is_in, feed.revision
        self.session.flush()

    def _locked_feeds(self, subjects: Iterable[Subject], labels: Mapping[Subject, FeedLabel]) -> dict[Subject, Feed]:
        wanted = set(subjects)
        if not wanted:
            return {}
        new = [
            {
                "kind": kind,
                "subject_id": subject_id,
                "path": labels[kind, subject_id].path,
                "name": labels[kind, subject_id].name,
                "revision": 0,
                "digest": "",
                "changed_at": self.now.replace(microsecond=0) - ONE_SECOND,
            }
            for kind, subject_id in sorted(wanted & set(labels))
        ]
        if new:
            self.session.execute(insert_or(self.session, Feed).on_conflict_do_nothing(), new)
        # In the order of their ids, so that two transactions never wait for each other; the lock makes revisions of
        # one feed follow each other also on PostgreSQL.
        rows = self.session.scalars(
            sa.select(Feed)
            .where(sa.tuple_(Feed.kind, Feed.subject_id).in_(sorted(wanted)))
            .order_by(Feed.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return {(feed.kind, feed.subject_id): feed for feed in rows}


def touch_feed(feed: Feed, now: dt.datetime, differences: Iterable[str]) -> None:
    """Move a feed on: a client that has it as it was must fetch it again."""
    feed.revision += 1
    feed.changed_at = next_second(now, feed.changed_at)
    feed.digest = hashlib.sha256("\n".join([feed.digest, str(feed.changed_at), *differences]).encode()).hexdigest()


def next_second(now: dt.datetime, previous: dt.datetime) -> dt.datetime:
    """Returns `now` in whole seconds, but later than `previous`: HTTP and iCalendar know no smaller unit."""
    return max(now.replace(microsecond=0), previous + ONE_SECOND)


def rename_feeds(session: Session, renamed: Mapping[type[Any], Iterable[int]], now: dt.datetime) -> None:
    """Follow the names and slugs of organisations, series, speakers and topics."""
    for model, ids in renamed.items():
        kind = SUBJECT_KINDS[model]
        feeds = session.execute(
            sa.select(Feed, model)
            .join(model, model.id == Feed.subject_id)
            .where(Feed.kind == kind, Feed.subject_id.in_(list(ids)))
            .order_by(Feed.id)
            .with_for_update(of=Feed)
        ).all()
        for feed, subject in feeds:
            label = label_of(subject)
            if (feed.path, feed.name) != (label.path, label.name):
                feed.path, feed.name = label.path, label.name
                touch_feed(feed, now, [label.path, label.name])
                session.info[FEEDS_CHANGED] = True


def rename_site(session: Session, site_name: str, now: dt.datetime) -> None:
    """Follow the name of the site, which is a setting."""
    feed = session.scalar(sa.select(Feed).where(Feed.kind == FeedKind.SITE, Feed.name != site_name).with_for_update())
    if feed is not None:
        feed.name = site_name
        touch_feed(feed, now, [site_name])
        session.info[FEEDS_CHANGED] = True


def close_feeds(session: Session, deleted: Mapping[type[Any], Iterable[int]]) -> None:
    """Remove the feeds of what no longer exists."""
    for model, ids in deleted.items():
        session.execute(sa.delete(Feed).where(Feed.kind == SUBJECT_KINDS[model], Feed.subject_id.in_(list(ids))))
