"""Counts who fetches feeds, by family of clients, on the way from a poll to the worker.

A poll writes nothing to the database. Each process adds up in memory and now and then lays the sums where the worker
takes them: see `webinars.domain.calendars.trays`.
"""

import datetime as dt
import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import structlog

from webinars.domain.calendars.trays import Tray, TrayUnreachable
from webinars.models import ClientFamily

HAND_OVER_S = 30.0
"""How long a count may wait in a process's memory."""

log = structlog.get_logger()


@dataclass(slots=True)
class Fetches:
    """How often clients of a family fetched a feed, and what the latest of them got."""

    feed_id: int
    family: ClientFamily
    count: int
    latest_at: dt.datetime
    revision: int


def packed(fetches: Iterable[Fetches]) -> str:
    """Counts as one parcel."""
    return json.dumps([[f.feed_id, f.family, f.count, f.latest_at.isoformat(), f.revision] for f in fetches])


def unpacked(parcel: str) -> Iterator[Fetches]:
    """What `packed` has packed."""
    for feed_id, family, count, latest_at, revision in json.loads(parcel):
        yield Fetches(feed_id, ClientFamily(family), count, dt.datetime.fromisoformat(latest_at), revision)


@dataclass(slots=True)
class FetchTally:
    """What one process has counted and not handed over yet. Safe to use from several threads."""

    tray: Tray
    hand_over_s: float = HAND_OVER_S
    _sums: dict[tuple[int, ClientFamily], Fetches] = field(default_factory=dict)
    _timer: threading.Timer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, feed_id: int, family: ClientFamily, revision: int, now: dt.datetime) -> None:
        """Note that a client of `family` fetched the feed and has it now at `revision`."""
        with self._lock:
            self._add(Fetches(feed_id, family, 1, now, revision))
            if self._timer is None:
                self._timer = threading.Timer(self.hand_over_s, self.hand_over)
                # A process that ends must not wait for it: it hands over by itself.
                self._timer.daemon = True
                self._timer.start()

    def hand_over(self) -> None:
        """Lay what has been counted on the tray. While that cannot be done it is kept, and tried again."""
        with self._lock:
            sums, self._sums = self._sums, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not sums:
            return
        try:
            self.tray.lay(packed(sums.values()))
        except TrayUnreachable as error:
            if not error.is_told:
                log.warning("feed counts not handed over", reason=str(error))
            with self._lock:
                for fetches in sums.values():
                    self._add(fetches)

    def _add(self, fetches: Fetches) -> None:
        key = fetches.feed_id, fetches.family
        known = self._sums.get(key)
        if known is None:
            self._sums[key] = fetches
            return
        known.count += fetches.count
        if fetches.latest_at >= known.latest_at:
            known.latest_at, known.revision = fetches.latest_at, fetches.revision
