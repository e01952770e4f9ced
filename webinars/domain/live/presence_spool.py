"""What open pages say of themselves, on its way from a web process, which writes nothing, to the worker."""

import datetime as dt
from typing import Self

from msgspec import Struct

from webinars.domain.processes.visit_counts import CountTray
from webinars.models import Presence

TRAY = "presence"


class PresenceSeen(Struct):
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


_COUNTS = CountTray(TRAY, PresenceSeen)
packed, unpacked = _COUNTS.packed, _COUNTS.unpacked
presence_tray, presence_tally = _COUNTS.spool, _COUNTS.tally
