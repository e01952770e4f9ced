"""What open pages say of themselves, on its way from a web process, which writes nothing, to the worker."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from webinars.config import Settings
from webinars.domain.processes.spool import Spool, spool_of
from webinars.domain.processes.visit_counts import Tally
from webinars.models import Presence

TRAY = "presence"


@dataclass(slots=True)
class PresenceSeen:
    """How many pages of a webinar have said something in one minute."""

    webinar_id: int
    presence: Presence
    at: dt.datetime
    """When the minute begins."""
    count: int = 1

    @property
    def key(self) -> tuple[int, Presence, dt.datetime]:
        return self.webinar_id, self.presence, self.at

    def add(self, other: Self) -> None:
        self.count += other.count


def packed(seen: Iterable[PresenceSeen]) -> str:
    """Returns counts as one parcel."""
    return json.dumps([[each.webinar_id, each.presence, each.at.isoformat(), each.count] for each in seen])


def unpacked(parcel: str) -> Iterator[PresenceSeen]:
    """Yields what `packed` has packed."""
    for webinar_id, presence, at, count in json.loads(parcel):
        yield PresenceSeen(webinar_id, Presence(presence), dt.datetime.fromisoformat(at), count)


def presence_tray(settings: Settings) -> Spool:
    """Returns the tray on which it lies."""
    return spool_of(settings, TRAY)


def presence_tally(tray: Spool) -> Tally[PresenceSeen]:
    """Returns what this process has not handed over yet."""
    return Tally(tray, packed)
