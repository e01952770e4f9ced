"""Where a moment of a webinar can be watched."""

from collections.abc import Callable

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.recordings.neighbours import recording_showing
from webinars.models import Recording


class WatchLink(Struct, frozen=True):
    """A second of a recording with a page of its own."""

    slug: str
    place_s: int
    """What `?t=` names."""


def watch_link_finder(session: Session, webinar_id: int) -> Callable[[int], WatchLink | None]:
    """Returns what leads from a second of webinar time to the recording that shows it: None where none does.

    It is the same place to which the questions of the agenda lead. Two queries, whatever it is asked then. Whether the
    webinar, and so its recordings, may be seen is the caller's to ask.
    """
    recordings = session.scalars(
        sa.select(Recording)
        .where(Recording.webinar_id == webinar_id, Recording.removed_at.is_(None))
        .order_by(Recording.position, Recording.id)
        .options(orm.selectinload(Recording.cuts), orm.selectinload(Recording.stream).selectinload(Recording.cuts))
    ).all()

    def watch(at_s: int) -> WatchLink | None:
        seen = recording_showing(recordings, at_s)
        return None if seen is None else WatchLink(seen[0].slug, seen[1])

    return watch
