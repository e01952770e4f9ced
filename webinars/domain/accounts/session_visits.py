"""That a session was used, on its way from a request, which writes nothing, to the worker, which stores it."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.processes.visit_counts import CountTray, store_parcels
from webinars.models import UserSession

NOTED_AFTER = dt.timedelta(minutes=10)
"""A session that was seen less long ago is not noted again."""


class SessionVisit(Struct):
    """A session was used, last at an instant."""

    session_id: int
    last_at: dt.datetime

    @property
    def key(self) -> int:
        return self.session_id

    def add(self, other: Self) -> None:
        self.last_at = max(self.last_at, other.last_at)


_COUNTS = CountTray("sessions", SessionVisit)
session_visit_tray, session_visit_tally = _COUNTS.spool, _COUNTS.tally


def store_session_visits(session: Session, settings: Settings) -> None:
    """Note on sessions when they were last used. Commits by itself."""
    store_parcels(session, session_visit_tray(settings), lambda parcel: _store(session, _COUNTS.unpacked(parcel)))


def _store(session: Session, visits: Iterable[SessionVisit]) -> None:
    for each in sorted(visits, key=lambda each: each.session_id):
        session.execute(
            sa.update(UserSession)
            .where(UserSession.id == each.session_id, UserSession.seen_at < each.last_at)
            .values(seen_at=each.last_at),
            execution_options={"synchronize_session": False},
        )
    session.flush()
