"""Counts who fetches feeds, by family of clients, on the way from a poll to the worker."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from webinars.config import Settings
from webinars.domain.processes.spool import Spool, spool_of
from webinars.domain.processes.visit_counts import HAND_OVER_S, Tally
from webinars.models import ClientFamily

TRAY = "feed-counts"


@dataclass(slots=True)
class Fetches:
    """How often clients of a family fetched a feed, and what the latest of them got."""

    feed_id: int
    family: ClientFamily
    count: int
    latest_at: dt.datetime
    revision: int

    @property
    def key(self) -> tuple[int, ClientFamily]:
        return self.feed_id, self.family

    def add(self, other: Self) -> None:
        self.count += other.count
        if other.latest_at >= self.latest_at:
            self.latest_at, self.revision = other.latest_at, other.revision


def packed(fetches: Iterable[Fetches]) -> str:
    """Returns counts as one parcel."""
    return json.dumps([[f.feed_id, f.family, f.count, f.latest_at.isoformat(), f.revision] for f in fetches])


def unpacked(parcel: str) -> Iterator[Fetches]:
    """Yields what `packed` has packed."""
    for feed_id, family, count, latest_at, revision in json.loads(parcel):
        yield Fetches(feed_id, ClientFamily(family), count, dt.datetime.fromisoformat(latest_at), revision)


def fetch_tray(settings: Settings) -> Spool:
    """Returns the tray on which the counts of fetches lie."""
    return spool_of(settings, TRAY)


def fetch_tally(tray: Spool, *, hand_over_s: float = HAND_OVER_S) -> Tally[Fetches]:
    """Returns the counts of fetches that this process has not handed over yet."""
    return Tally(tray, packed, hand_over_s)
