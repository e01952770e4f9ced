"""Removing a recording: it is gone for everybody at once, can be restored for a while, and then goes for good."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.changes import record
from webinars.domain.recordings.actions import refuse_too_many, require_editor, tie_stretches, untie
from webinars.domain.recordings.video_copies.actions import leave_videos
from webinars.models import FormerSlug, Recording, Webinar

RETENTION = dt.timedelta(days=30)
AT_ONCE = 20


def remove_recording(
    session: Session, actor: Actor, webinar: Webinar, recording: Recording, *, now: dt.datetime
) -> None:
    """Take a recording off the webinar with all that hangs below it. An address that was public answers 410.

    It is kept as one of no webinar, so that nothing that reads those of webinars finds it. Raises NotAllowed.
    """
    require_editor(session, actor, webinar)
    if webinar.published_at is not None:
        session.add(FormerSlug(kind=Recording.__tablename__, slug=recording.slug))
    leave_videos(session, recording)
    for clip in list(recording.clips):
        untie(clip)
    untie(recording)
    webinar.recordings.remove(recording)
    recording.removed_at, recording.removed_from_id = now, webinar.id
    record(session, actor, webinar, "recording:remove", {"title": recording.title, "url": recording.url}, now=now)


def restore_recording(
    session: Session, actor: Actor, webinar: Webinar, recording: Recording, *, now: dt.datetime
) -> None:
    """Bring a removed recording back, at the end of the list and at the address it had.

    Raises NotAllowed, RecordingInvalid.
    """
    require_editor(session, actor, webinar)
    refuse_too_many(webinar)
    session.execute(
        sa.delete(FormerSlug).where(
            FormerSlug.kind == Recording.__tablename__,
            FormerSlug.slug == recording.slug,
            FormerSlug.target_id.is_(None),
        )
    )
    recording.removed_at, recording.removed_from_id = None, None
    webinar.recordings.append(recording)
    tie_stretches(webinar, recording)
    record(session, actor, webinar, "recording:restore", {"title": recording.title, "url": recording.url}, now=now)


def removed_recordings(session: Session, webinar: Webinar) -> Sequence[Recording]:
    """Returns what was removed from a webinar and can still be restored, latest first, with all below it."""
    return session.scalars(
        sa.select(Recording)
        .where(Recording.removed_from_id == webinar.id)
        .options(*_all_below())
        .order_by(Recording.removed_at.desc(), Recording.id.desc())
    ).all()


def load_all_below(session: Session, recording: Recording) -> None:
    """Load what goes with a recording, as far as it is not loaded yet."""
    session.scalars(sa.select(Recording).where(Recording.id == recording.id).options(*_all_below())).one()


def forget_removed(session: Session, *, now: dt.datetime) -> int:
    """Delete for good what was removed long enough ago, with its files. Returns how many. Commits by itself."""
    count = 0
    query = sa.select(Recording).where(Recording.removed_at <= now - RETENTION).order_by(Recording.id).limit(AT_ONCE)
    while recordings := session.scalars(query.options(*_all_below())).all():
        for recording in recordings:
            session.delete(recording)
        session.commit()
        count += len(recordings)
    return count


def _all_below() -> tuple[orm.interfaces.LoaderOption, ...]:
    return (
        orm.joinedload(Recording.webinar),
        orm.joinedload(Recording.stream),
        orm.selectinload(Recording.appearance),
        orm.selectinload(Recording.clips),
        orm.selectinload(Recording.cuts),
        orm.selectinload(Recording.chapters),
        orm.selectinload(Recording.copies),
        orm.selectinload(Recording.transcripts),
        orm.selectinload(Recording.files),
    )
