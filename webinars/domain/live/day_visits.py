"""That somebody conducts a webinar, on its way from a look at the page of the day, which writes nothing, to the worker.

From then on the hour waits for them: see `Webinar.conducted_at`.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Self

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.processes.visit_counts import CountTray, store_parcels
from webinars.models import Webinar

TRAY = "conducting"
HAND_OVER_S = 5.0
"""Sooner than other counts: the hour may come within a minute."""


class DayVisit(Struct):
    """The page of a webinar's day was looked at, last at an instant."""

    webinar_id: int
    last_at: dt.datetime

    @property
    def key(self) -> int:
        return self.webinar_id

    def add(self, other: Self) -> None:
        self.last_at = max(self.last_at, other.last_at)


_COUNTS = CountTray(TRAY, DayVisit, hand_over_s=HAND_OVER_S)
packed, unpacked = _COUNTS.packed, _COUNTS.unpacked
day_visit_tray, day_visit_tally = _COUNTS.spool, _COUNTS.tally


def store_conducted(session: Session, settings: Settings) -> None:
    """Note on webinars that somebody conducts them. Commits by itself."""
    store_parcels(session, day_visit_tray(settings), lambda parcel: _store(session, unpacked(parcel)))


def needs_note(webinar: Webinar, at: dt.datetime) -> bool:
    """Returns whether a look at `at` is one at the start that is planned, and the first."""
    return webinar.pressed(at) is not None and webinar.pressed(webinar.conducted_at) is None


def _store(session: Session, visits: Iterable[DayVisit]) -> None:
    for each in sorted(visits, key=lambda each: each.webinar_id):
        webinar = session.scalar(
            sa.select(Webinar)
            .where(Webinar.id == each.webinar_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        if webinar is not None and needs_note(webinar, each.last_at):
            webinar.conducted_at = each.last_at
    session.flush()
