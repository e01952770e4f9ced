"""Counts who fetches feeds, by family of clients, on the way from a poll to the worker."""

import datetime as dt
from typing import Self

from msgspec import Struct

from webinars.domain.processes.visit_counts import CountTray
from webinars.models import ClientFamily

TRAY = "feed-counts"


class Fetches(Struct):
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


_COUNTS = CountTray(TRAY, Fetches)
packed, unpacked = _COUNTS.packed, _COUNTS.unpacked
fetch_tray, fetch_tally = _COUNTS.spool, _COUNTS.tally
