"""That a speaker has opened the page, on its way from a visit, which writes nothing, to the worker, which stores it."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.processes.spool import Spool, spool_of
from webinars.domain.processes.visit_counts import Tally, store_parcels
from webinars.models import SpeakingLink

TRAY = "speaking"


@dataclass(slots=True)
class PageOpened:
    """A link was opened, first at an instant."""

    link_id: int
    first_at: dt.datetime

    @property
    def key(self) -> int:
        return self.link_id

    def add(self, other: Self) -> None:
        self.first_at = min(self.first_at, other.first_at)


def packed(opened: Iterable[PageOpened]) -> str:
    """Returns them as one parcel."""
    return json.dumps([[each.link_id, each.first_at.isoformat()] for each in opened])


def unpacked(parcel: str) -> Iterator[PageOpened]:
    """Returns what `packed` has packed."""
    for link_id, first_at in json.loads(parcel):
        yield PageOpened(link_id, dt.datetime.fromisoformat(first_at))


def opening_tray(settings: Settings) -> Spool:
    """Returns the tray on which they lie."""
    return spool_of(settings, TRAY)


def opening_tally(tray: Spool) -> Tally[PageOpened]:
    """Returns what this process has not handed over yet."""
    return Tally(tray, packed)


def store_opened(session: Session, settings: Settings) -> None:
    """Note on links when they were first opened. Commits by itself."""
    store_parcels(session, opening_tray(settings), lambda parcel: _store(session, unpacked(parcel)))


def _store(session: Session, opened: Iterable[PageOpened]) -> None:
    for each in sorted(opened, key=lambda each: each.link_id):
        is_news = sa.or_(SpeakingLink.opened_at.is_(None), SpeakingLink.opened_at > each.first_at)
        session.execute(
            sa.update(SpeakingLink).where(SpeakingLink.id == each.link_id, is_news).values(opened_at=each.first_at)
        )
