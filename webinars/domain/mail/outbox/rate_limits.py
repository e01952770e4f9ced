"""How fast things may leave: all of them, and to each domain. It stands in the database, for every worker.

Each kind of promise has a space of its own among the names: what holds a webhook must not hold the mails to its domain.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.models import SendingRate

ALL, IN_BULK = "*", "* in bulk"
"""Names of rows that no domain can have: what leaves at all, and reminders and all that is less urgent."""
RETENTION = dt.timedelta(days=1)


class Limits(Struct, frozen=True):
    """At most so many a second, or None: as many as there are."""

    of_all: int | None = None
    of_a_domain: int | None = None
    space: str = ""
    """What stands before the names of that kind. Mails have none."""


MAILS = Limits()


def free_at(session: Session, limits: Limits = MAILS, *, now: dt.datetime) -> dt.datetime:
    """Returns when the next may leave: `now`, or later. Locks the row, so that one worker asks at a time."""
    name = limits.space + ALL
    next_at = session.scalar(sa.select(SendingRate.next_at).where(SendingRate.name == name).with_for_update())
    return max(now, next_at) if next_at else now


def held_domains(session: Session, limits: Limits = MAILS, *, now: dt.datetime) -> set[str]:
    """Returns the domains to which nothing may leave now, and `IN_BULK` if that is so of what is not urgent."""
    names = session.scalars(sa.select(SendingRate.name).where(SendingRate.next_at > now))
    return {name.removeprefix(limits.space) for name in names if name.startswith(limits.space)}


def sendable_places(domains: Sequence[str], limit: int | None) -> list[int]:
    """Returns which of `domains`, by their places in the list, may have one now.

    Of each that is as many as may leave in a second.
    """
    seen: Counter[str] = Counter()
    places = []
    for place, domain in enumerate(domains):
        seen[domain] += 1
        if limit is None or seen[domain] <= limit:
            places.append(place)
    return places


def count_out(session: Session, domains: Iterable[str], limits: Limits, *, now: dt.datetime) -> None:
    """Write down that one leaves now to each of `domains`."""
    counts = Counter(domains)
    if limits.of_all:
        hold(session, ALL, now + dt.timedelta(seconds=counts.total() / limits.of_all), limits)
    for domain, count in sorted(counts.items() if limits.of_a_domain else ()):
        hold(session, domain, now + dt.timedelta(seconds=count / (limits.of_a_domain or math.inf)), limits)


def hold(session: Session, name: str, until: dt.datetime, limits: Limits = MAILS) -> None:
    """Let nothing leave to that domain before `until`."""
    insert = insert_or(session, SendingRate).values(name=limits.space + name, next_at=until)
    session.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"next_at": insert.excluded.next_at}))


def forget_old_rates(session: Session, *, now: dt.datetime) -> None:
    """Delete what holds nothing any more. Does not commit."""
    session.execute(sa.delete(SendingRate).where(SendingRate.next_at < now - RETENTION))
