import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.models import CoOrganiser, HostedVideo, Recording, RecordingCopy, Webinar

SILENT_PROVIDERS = frozenset({"link", "twitch"})
"""Nobody answers for these."""
USUAL_PAUSE = dt.timedelta(days=3)
LOST_PAUSE = dt.timedelta(days=1)
"""Between two looks at something that is believed to be gone: it may come back."""
DOUBT_PAUSES = (
    dt.timedelta(hours=1),
    dt.timedelta(hours=7),
    *(dt.timedelta(days=days) for days in (1, 2, 3, 5, 7, 10, 14)),
)
"""From the first failed check to the second, the third and so on, while they are not believed."""


def recording_with_copies(session: Session, slug: str, recording_id: int) -> Recording | None:
    """Returns a recording of the webinar `slug` with its places, and with what follows a change of them."""
    webinar = orm.contains_eager(Recording.webinar)
    return session.scalar(
        sa.select(Recording)
        .join(Recording.webinar)
        .where(Recording.id == recording_id, Recording.removed_at.is_(None), Webinar.slug == slug)
        .options(
            orm.selectinload(Recording.copies),
            orm.selectinload(Recording.clips),
            orm.selectinload(Recording.cuts),
            orm.joinedload(Recording.stream).selectinload(Recording.copies),
            webinar.joinedload(Webinar.host),
            webinar.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
        )
    )


def due_recordings(session: Session, *, now: dt.datetime, limit: int) -> Sequence[Recording]:
    """Returns the recordings whose place is to be asked for, those never asked for first.

    Virtual clips follow their streams.
    """
    return session.scalars(
        sa.select(Recording)
        .where(Recording.removed_at.is_(None), Recording.stream_id.is_(None), _is_due(Recording, now))
        .order_by(Recording.checked_at.is_not(None), Recording.checked_at, Recording.id)
        .limit(limit)
    ).all()


def due_copies(session: Session, *, now: dt.datetime, limit: int) -> Sequence[RecordingCopy]:
    """Returns the copies that are to be asked for, those never asked for first."""
    return session.scalars(
        sa.select(RecordingCopy)
        .join(Recording, Recording.id == RecordingCopy.recording_id)
        .where(Recording.removed_at.is_(None), _is_due(RecordingCopy, now))
        .order_by(RecordingCopy.checked_at.is_not(None), RecordingCopy.checked_at, RecordingCopy.id)
        .limit(limit)
    ).all()


def has_another_host_answered(session: Session, host: str, since: dt.datetime) -> bool:
    """Returns whether a video at another host was found since then.

    If none was, our own network may be what is away.
    """
    return any(
        session.scalar(
            sa.select(
                sa.exists().where(kind.provider_host != host, kind.failed_check_count == 0, kind.checked_at > since)
            )
        )
        for kind in (Recording, RecordingCopy)
    )


def lost_recordings(session: Session, condition: ColumnElement[bool]) -> Sequence[Recording]:
    """Returns recordings one of whose places is gone, with all places, of the webinars for which `condition` holds."""
    return session.scalars(
        sa.select(Recording)
        .join(Recording.webinar)
        .where(
            condition, Recording.stream_id.is_(None), sa.or_(Recording.unavailable_at.is_not(None), _has_lost_copy())
        )
        .order_by(Recording.id)
        .options(
            orm.joinedload(Recording.webinar).joinedload(Webinar.host),
            orm.joinedload(Recording.webinar).selectinload(Webinar.co_organisers),
            orm.joinedload(Recording.stream),
            orm.selectinload(Recording.copies),
        )
    ).all()


def _has_lost_copy() -> ColumnElement[bool]:
    return sa.exists().where(RecordingCopy.recording_id == Recording.id, RecordingCopy.unavailable_at.is_not(None))


def _is_due(kind: type[HostedVideo], now: dt.datetime) -> ColumnElement[bool]:
    doubts = [
        sa.and_(kind.failed_check_count == count, kind.checked_at <= now - pause)
        for count, pause in enumerate(DOUBT_PAUSES[:-1], start=1)
    ]
    most = sa.and_(kind.failed_check_count >= len(DOUBT_PAUSES), kind.checked_at <= now - DOUBT_PAUSES[-1])
    return sa.and_(
        kind.provider.not_in(SILENT_PROVIDERS),
        # A file of this site is looked after by the site.
        kind.provider_host != "",
        sa.or_(
            kind.checked_at.is_(None),
            sa.and_(kind.failed_check_count == 0, kind.checked_at <= now - USUAL_PAUSE),
            sa.and_(kind.unavailable_at.is_not(None), kind.checked_at <= now - LOST_PAUSE),
            sa.and_(kind.unavailable_at.is_(None), sa.or_(*doubts, most)),
        ),
    )
