"""That a speaker has opened the page, on its way from a visit, which writes nothing, to the worker, which stores it."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.processes.visit_counts import CountTray, store_parcels
from webinars.models import SpeakingLink

TRAY = "speaking"


class PageOpened(Struct):
    """A link was opened, first at an instant."""

    link_id: int
    first_at: dt.datetime

    @property
    def key(self) -> int:
        return self.link_id

    def add(self, other: Self) -> None:
        self.first_at = min(self.first_at, other.first_at)


_COUNTS = CountTray(TRAY, PageOpened)
packed, unpacked = _COUNTS.packed, _COUNTS.unpacked
opening_tray, opening_tally = _COUNTS.spool, _COUNTS.tally


def store_opened(session: Session, settings: Settings) -> None:
    """Note on links when they were first opened. Commits by itself."""
    store_parcels(session, opening_tray(settings), lambda parcel: _store(session, unpacked(parcel)))


def _store(session: Session, opened: Iterable[PageOpened]) -> None:
    for each in sorted(opened, key=lambda each: each.link_id):
        is_news = sa.or_(SpeakingLink.opened_at.is_(None), SpeakingLink.opened_at > each.first_at)
        session.execute(
            sa.update(SpeakingLink).where(SpeakingLink.id == each.link_id, is_news).values(opened_at=each.first_at)
        )
