"""Doors and plays on their way from a visit, which writes nothing, to the worker, which stores them.

A parcel may name a registration, so what lies on the tray is about people: once it is an hour old, or the registration
is erased, only the act is left of it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Self

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.insight.activity_counts import ActDone, count_sums, day_of, stretch_of, zones_of
from webinars.domain.processes.visit_counts import CountTray, store_parcels
from webinars.models import Act, Registration, RegistrationDesk

TRAY = "acts"
PERSONAL_FOR = dt.timedelta(hours=1)
SLOT_S = 300
"""Acts within it are added up: every stretch that is told apart, and every zone's day, begins with one."""


class ActCount(Struct):
    """How often something was done by one way within some minutes."""

    act: Act
    webinar_id: int
    first_at: dt.datetime
    about: str = ""
    """Which recording was played."""
    registration_id: int = 0
    """Whose own link was opened, or 0: everybody's."""
    count: int = 1

    @property
    def key(self) -> tuple[Act, int, str, int, int]:
        slot = int(self.first_at.timestamp()) // SLOT_S
        return self.act, self.webinar_id, self.about, self.registration_id, slot

    def add(self, other: Self) -> None:
        self.count += other.count
        self.first_at = min(self.first_at, other.first_at)


_COUNTS = CountTray(TRAY, ActCount)
packed, unpacked = _COUNTS.packed, _COUNTS.unpacked
act_tray, act_tally = _COUNTS.spool, _COUNTS.tally


def store_acts(session: Session, settings: Settings, *, now: dt.datetime) -> None:
    """Store what the web processes have noticed. Commits by itself."""
    store_parcels(session, act_tray(settings), lambda parcel: _store(session, list(unpacked(parcel)), now=now))


def _store(session: Session, noticed: Sequence[ActCount], *, now: dt.datetime) -> None:
    zones = zones_of(session, (each.webinar_id for each in noticed))
    # Of webinars that are gone nothing is counted.
    known = [each for each in noticed if each.webinar_id in zones]
    chosen = _note_doors(session, [each for each in known if each.act is Act.DOOR and each.registration_id], now=now)
    sums: Counter[ActDone] = Counter()
    for each in known:
        if each.act is Act.DOOR:
            at, about = stretch_of(each.first_at), chosen.get(each.registration_id, "")
        else:
            at, about = day_of(each.first_at, zones[each.webinar_id]), each.about
        sums[ActDone(each.webinar_id, each.act, at, about)] += each.count
    count_sums(session, sums)


def _note_doors(session: Session, doors: Sequence[ActCount], *, now: dt.datetime) -> Mapping[int, str]:
    """Note on registrations that their doors were opened. Returns the zones they have chosen, by their ids."""
    if not doors:
        return {}
    # As every verb does, and in an order, so that no two transactions wait for each other.
    session.execute(
        sa.select(RegistrationDesk.webinar_id)
        .where(RegistrationDesk.webinar_id.in_({each.webinar_id for each in doors}))
        .order_by(RegistrationDesk.webinar_id)
        .with_for_update()
    ).all()
    found = session.scalars(
        sa.select(Registration)
        .where(Registration.id.in_({each.registration_id for each in doors}), Registration.erased_at.is_(None))
        .execution_options(populate_existing=True)
    )
    registrations = {each.id: each for each in found}
    for each in doors:
        registration = registrations.get(each.registration_id)
        if registration is not None and now - each.first_at <= PERSONAL_FOR:
            registration.joined_first_at = min(registration.joined_first_at or each.first_at, each.first_at)
            registration.joined_count += each.count
    session.flush()
    return {number: each.timezone or "" for number, each in registrations.items()}
