"""Webinars that a personal feed holds by themselves, beside what belongs to whatever it follows."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.calendars.feed_revisions import next_second
from webinars.domain.programme.public_visibility import listed
from webinars.models import CalendarEntry, FollowedEntry, PersonalFeed, Webinar

LONGEST_ID = 10


class SingleWebinar(Struct, frozen=True):
    """A webinar that can be followed alone."""

    entry_id: int
    title: str
    webinar: Webinar | None
    """None: it is not public any more, and its entry says so."""

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"webinar-{self.entry_id}"


def single_webinars(
    session: Session,
    now: dt.datetime,
    *,
    slugs: Collection[str] = (),
    keys: Collection[str] = (),
    always: Collection[int] = (),
) -> list[SingleWebinar]:
    """Returns listed webinars to come that are named by their slugs, or by the keys of a form, soonest first.

    Those whose entries are `always` there are among them in any case.
    """
    ids = [int(key.removeprefix("webinar-")) for key in keys if _is_key(key)]
    if not (slugs or ids or always):
        return []
    is_asked = sa.or_(Webinar.slug.in_(slugs), CalendarEntry.id.in_(ids))
    is_coming = sa.and_(listed(), CalendarEntry.ends_at > now, sa.not_(CalendarEntry.is_withdrawn))
    rows = session.execute(
        sa.select(CalendarEntry, Webinar)
        .outerjoin(Webinar, Webinar.id == CalendarEntry.webinar_id)
        .where(sa.or_(sa.and_(is_asked, is_coming), CalendarEntry.id.in_(always)), CalendarEntry.leaves_at > now)
        .options(orm.joinedload(Webinar.host))
        .order_by(CalendarEntry.starts_at, CalendarEntry.id)
    )
    return [SingleWebinar(entry.id, entry.title, _if_public(webinar)) for entry, webinar in rows]


def _if_public(webinar: Webinar | None) -> Webinar | None:
    return webinar if webinar is not None and webinar.is_public_page else None


def entries_followed(session: Session, feed: PersonalFeed) -> set[int]:
    """Returns the ids of the entries that `feed` holds by themselves."""
    return set(session.scalars(sa.select(FollowedEntry.entry_id).where(FollowedEntry.personal_feed_id == feed.id)))


def follow_entries(session: Session, feed: PersonalFeed, entry_ids: Sequence[int], *, now: dt.datetime) -> None:
    """Hold exactly these entries by themselves from now on."""
    present, wanted = entries_followed(session, feed), set(entry_ids)
    if present == wanted:
        return
    session.execute(
        sa.delete(FollowedEntry).where(
            FollowedEntry.personal_feed_id == feed.id, FollowedEntry.entry_id.in_(present - wanted)
        )
    )
    session.add_all(FollowedEntry(personal_feed_id=feed.id, entry_id=each) for each in sorted(wanted - present))
    feed.changed_at = next_second(now, feed.changed_at)
    session.flush()


def _is_key(key: str) -> bool:
    """Returns whether a form may have named an entry so. No id has more digits."""
    number = key.removeprefix("webinar-")
    return number != key and number.isascii() and number.isdecimal() and len(number) < LONGEST_ID
