"""How many pages of a webinar stand open, and how many say that the stream does not work. Nobody is named or followed.

An open, visible page says "here" every two minutes. What all pages have said within two minutes is therefore about as
many as there are. Of a large audience only one page in N says so, and counts for N.
"""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.live.presence_spool import PresenceSeen
from webinars.domain.programme.phases import Phase
from webinars.models import Presence, PresenceCount, Webinar

MINUTE = dt.timedelta(minutes=1)
ARRIVES_AFTER = dt.timedelta(minutes=2, seconds=15)
"""By then the worker, which looks every full minute, has stored what was said in the minute that began so long ago."""
EVERY_MINUTES = 2
"""How often one page says that it is here."""
PER_SAMPLE = 600
"""So many pages, each every two minutes, are five requests a second."""
KEPT_FOR = dt.timedelta(days=1)
TROUBLE_LASTS = dt.timedelta(hours=1)
FEWEST_TOLD = 5
"""Of fewer nothing is said in public."""
COUNTED = frozenset({Phase.OPEN, Phase.LATE, Phase.DUE, Phase.LIVE, Phase.RUNNING_OVER})
"""When pages are counted."""


class Trouble(Struct, frozen=True):
    """How many people have said in the last hour that the stream does not work, and when the last one did."""

    count: int
    last_at: dt.datetime
    """To the minute."""


def present_count(session: Session, webinar_id: int, now: dt.datetime) -> int:
    """Returns how many pages stand open, about: by what was said in the last two minutes of which all is stored."""
    return _said(session, webinar_id, Presence.HERE, now)


def playing_count(session: Session, webinar_id: int, now: dt.datetime) -> int:
    """Returns how many of them have opened the player of the stream."""
    return _said(session, webinar_id, Presence.PLAYING, now)


def rounded(count: int) -> int | None:
    """Returns how many the public is told: 5, 10, tens to 100, fifties to 500, hundreds. None below 5."""
    if count < FEWEST_TOLD:
        return None
    if count < FEWEST_TOLD + 10:
        return FEWEST_TOLD if count < 8 else 10  # noqa: PLR2004 - halfway to ten
    step = 10 if count < 100 else 50 if count < 500 else 100  # noqa: PLR2004 - as the sentence above has it
    return (count + step // 2) // step * step


def sample_of(count: int) -> int:
    """Returns N if one page in N is to say that it is here, where `count` pages are open."""
    return max(1, -(-count // PER_SAMPLE))


def trouble_of(session: Session, webinar_id: int, now: dt.datetime) -> Trouble | None:
    """Returns what was said of trouble with the stream in the last hour, or None."""
    count, last_at = session.execute(
        sa.select(sa.func.sum(PresenceCount.count), sa.func.max(PresenceCount.at)).where(
            PresenceCount.webinar_id == webinar_id,
            PresenceCount.presence == Presence.TROUBLE,
            PresenceCount.at > now - TROUBLE_LASTS,
        )
    ).one()
    return Trouble(int(count), last_at) if count else None


def forget_trouble(session: Session, webinar_id: int) -> None:
    """Forget what was said of trouble: it works now. Does not commit."""
    session.execute(
        sa.delete(PresenceCount).where(
            PresenceCount.webinar_id == webinar_id, PresenceCount.presence == Presence.TROUBLE
        )
    )


def count_presence(session: Session, seen: Iterable[PresenceSeen]) -> None:
    """Add to what is counted, and forget it where the webinar is gone. Does not commit."""
    # In one order, so that no two transactions wait for each other's rows.
    ordered = sorted(seen, key=lambda each: each.key)
    ids = {each.webinar_id for each in ordered}
    there = set(session.scalars(sa.select(Webinar.id).where(Webinar.id.in_(ids))))
    for each in ordered:
        if each.webinar_id not in there:
            continue
        insert = insert_or(session, PresenceCount).values(
            webinar_id=each.webinar_id, presence=each.presence, at=each.at, count=each.count
        )
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["webinar_id", "presence", "at"],
                set_={"count": PresenceCount.count + insert.excluded.count},
            )
        )


def forget_old_presence(session: Session, *, now: dt.datetime) -> None:
    """Forget what is older than a day. Does not commit."""
    session.execute(sa.delete(PresenceCount).where(PresenceCount.at < now - KEPT_FOR))


def minute_of(at: dt.datetime) -> dt.datetime:
    """Returns when the minute of `at` begins."""
    return at.replace(second=0, microsecond=0)


def _said(session: Session, webinar_id: int, presence: Presence, now: dt.datetime) -> int:
    last = minute_of(now - ARRIVES_AFTER)
    found = session.scalar(
        sa.select(sa.func.sum(PresenceCount.count)).where(
            PresenceCount.webinar_id == webinar_id,
            PresenceCount.presence == presence,
            PresenceCount.at > last - EVERY_MINUTES * MINUTE,
            PresenceCount.at <= last,
        )
    )
    return int(found or 0)
