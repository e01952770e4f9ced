"""Full streams begin where moderators say that the stream began, until somebody sets it by hand."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.recordings.clip_tree import settle_clips, sync_s_of
from webinars.domain.recordings.timeline_actions import shift_below
from webinars.models import QuestionBoard, Recording, RecordingCut, RecordingKind, Webinar
from webinars.models.derived import Changes, Derived


def follow_stream(session: Session, changes: Changes, now: dt.datetime) -> None:  # noqa: ARG001 - a subscriber's signature
    """Let full streams begin where they are now said to have begun, if they did where it was said before. Flushes.

    What was marked in their files stays there. Answers do not move, for their moments were stored as they came.
    """
    for webinar_id, before in changes.began_before.items():
        now_said = session.execute(
            sa.select(Webinar.starts_at, QuestionBoard.stream_began_at)
            .join(QuestionBoard, QuestionBoard.webinar_id == Webinar.id)
            .where(Webinar.id == webinar_id)
        ).one_or_none()
        if now_said is None:
            continue
        starts_at, after = now_said
        former_s, sync_s = sync_s_of(starts_at, before), sync_s_of(starts_at, after)
        if former_s == sync_s:
            continue
        followers = session.scalars(
            sa.select(Recording)
            .where(
                Recording.webinar_id == webinar_id,
                Recording.kind == RecordingKind.FULL,
                Recording.stream_id.is_(None),
                Recording.sync_s == former_s,
            )
            .order_by(Recording.id)
            .options(
                orm.selectinload(Recording.cuts),
                orm.selectinload(Recording.clips).selectinload(Recording.cuts),
                orm.selectinload(Recording.chapters),
            )
        ).all()
        for stream in followers:
            _move(session, stream, sync_s)
        if followers:
            changes.webinar_ids.add(webinar_id)
            changes.of[Derived.PASSAGES].add(webinar_id)


def _move(session: Session, stream: Recording, sync_s: int) -> None:
    by_s = sync_s - stream.sync_s
    shift_below(session, stream, by_s)
    cuts = [(cut.starts_s + by_s, cut.ends_s + by_s) for cut in stream.cuts]
    stream.sync_s = sync_s
    stream.cuts[:] = [RecordingCut(starts_s=starts_s, ends_s=ends_s) for starts_s, ends_s in cuts]
    settle_clips(stream)
    session.flush()
