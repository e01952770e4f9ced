"""Acts are counted: who registers, opens the door to the room, plays a recording. Nobody is followed between them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.models import Act, ActCount, Webinar
from webinars.pure.times import TimesError, first_instant, presentable, wall

DOOR_STRETCH = dt.timedelta(minutes=10)


class ActDone(Struct, frozen=True, order=True):
    """Something that was done for a webinar at some time of the stretch that begins at `at`."""

    webinar_id: int
    act: Act
    at: dt.datetime
    about: str = ""


def count_acts(session: Session, done: Iterable[ActDone]) -> None:
    """Add acts to what is counted. One that stands there several times was done as often. Does not commit."""
    count_sums(session, Counter(done))


def count_sums(session: Session, sums: Counter[ActDone]) -> None:
    """Add acts to what is counted, each so often as `sums` says. Does not commit."""
    # In one order, so that no two transactions wait for each other's rows.
    for done, count in sorted(sums.items()):
        insert = insert_or(session, ActCount).values(
            webinar_id=done.webinar_id, act=done.act, at=done.at, about=done.about, count=count
        )
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["webinar_id", "act", "at", "about"],
                set_={"count": ActCount.count + insert.excluded.count},
            )
        )


def count_registered(session: Session, webinar: Webinar, timezone: str | None, *, now: dt.datetime) -> None:
    """Count that somebody has registered who chose `timezone`. Needs `webinar.host` loaded. Does not commit."""
    at = day_of(now, webinar.timezone or webinar.host.timezone)
    count_acts(session, [ActDone(webinar.id, Act.REGISTERED, at, timezone or "")])


def stretch_of(at: dt.datetime) -> dt.datetime:
    """Returns when the ten minutes begin in which a door was opened at `at`."""
    return at - (at - dt.datetime.min.replace(tzinfo=dt.UTC)) % DOOR_STRETCH


def day_of(at: dt.datetime, timezone: str) -> dt.datetime:
    """Returns the instant at which the day of `at` begins in `timezone`."""
    zone = presentable(timezone)
    try:
        return first_instant(dt.datetime.combine(wall(at, zone).date(), dt.time()), zone)
    except TimesError:
        return dt.datetime.combine(at.date(), dt.time(), dt.UTC)


def zones_of(session: Session, webinar_ids: Iterable[int]) -> dict[int, str]:
    """Returns the zones in which the days of these webinars begin, by their ids. Those that are gone are left out."""
    webinars = session.scalars(
        sa.select(Webinar).where(Webinar.id.in_(set(webinar_ids))).options(orm.joinedload(Webinar.host))
    )
    return {webinar.id: webinar.timezone or webinar.host.timezone for webinar in webinars}
