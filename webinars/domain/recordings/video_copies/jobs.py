"""What the worker does so that nobody presses play on a video that is gone."""

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from webinars import clock
from webinars.config import Settings
from webinars.db import reading
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations.queries import owners_and_editors
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.video_copies.checks import CheckResult, Verdict, check_video
from webinars.domain.recordings.video_copies.places import video_of
from webinars.domain.recordings.video_copies.queries import due_copies, due_recordings, has_another_host_answered
from webinars.lib.safe_http import SafeHttpClient
from webinars.models import HostedVideo, Organisation, Priority, Recording, RecordingCopy, Webinar
from webinars.pure.videos import Inquiry, inquiry

AT_ONCE = 20
MOST_OF_ONE_HOST = 3
"""In one round, which is a minute: no provider has to think that it is being crawled."""
ROUND_S = 30.0
"""After so long the rest waits for the next round: the worker has other things to do."""
ENOUGH_FAILURES = 3

Place: TypeAlias = Recording | RecordingCopy
VideoFound = Callable[[Session, Recording, Inquiry, CheckResult], None]
"""Told of a recording that is where it was said to be."""

log = structlog.get_logger()


def check_videos(
    session: Session,
    settings: Settings,
    outside: SafeHttpClient,
    *,
    found: VideoFound,
    now: Callable[[], dt.datetime] = clock.now,
) -> int:
    """Ask for the videos that are due. Returns how many were asked for. Commits by itself, place by place."""
    if not settings.ask_video_hosts:
        return 0
    players = players_of(settings)
    ends_at_s = time.monotonic() + ROUND_S
    asked: Counter[str] = Counter()
    for place in _due(session, now=now()):
        if time.monotonic() > ends_at_s:
            break
        if asked[place.provider_host] == MOST_OF_ONE_HOST:
            continue
        question = inquiry(video_of(place), players)
        if question is None:
            _write(session, place, {"checked_at": now(), "failed_check_count": 0})
            continue
        asked[place.provider_host] += 1
        seen = check_video(outside, question, site_url=settings.base_url)
        _note(session, place, seen, now=now())
        if seen.verdict == Verdict.THERE and isinstance(place, Recording):
            found(session, place, question, seen)
    return asked.total()


def _due(session: Session, *, now: dt.datetime) -> list[Place]:
    with reading():
        due: list[Place] = [
            *due_recordings(session, now=now, limit=AT_ONCE),
            *due_copies(session, now=now, limit=AT_ONCE),
        ]
        # Ended before anybody is asked: a transaction must not last as long as a conversation with a server.
        session.commit()
    return due


def _note(session: Session, place: Place, seen: CheckResult, *, now: dt.datetime) -> None:
    """Store what was found, and tell the organisers when it is believed for the first time that the video is gone."""
    if seen.verdict == Verdict.THERE:
        _write(session, place, {"checked_at": now, "failed_check_count": 0, "unavailable_at": None})
        return
    first_at = place.checked_at if place.failed_check_count and place.checked_at else now
    count = place.failed_check_count + 1
    was_lost = place.unavailable_at is not None
    is_lost = was_lost or (
        count >= ENOUGH_FAILURES
        and (seen.verdict == Verdict.GONE or has_another_host_answered(session, place.provider_host, first_at))
    )
    is_written = _write(
        session,
        place,
        {
            "failed_check_count": count,
            "checked_at": now if is_lost else first_at,
            "unavailable_at": place.unavailable_at or (first_at if is_lost else None),
        },
        is_committed=False,
    )
    if is_written and is_lost and not was_lost:
        log.warning("video gone", kind=type(place).__tablename__, id=place.id, host=place.provider_host)
        _tell(session, place, first_at, now=now)
    session.commit()


def _write(session: Session, place: Place, values: dict[str, object], *, is_committed: bool = True) -> bool:
    """Write what was found, unless the place was changed or another worker was quicker. Returns whether it was."""
    kind: type[HostedVideo] = type(place)
    written = session.execute(
        sa.update(kind)
        .where(
            type(place).id == place.id,
            kind.url == place.url,
            kind.checked_at.is_not_distinct_from(place.checked_at),
            kind.failed_check_count == place.failed_check_count,
        )
        .values(values)
        .returning(type(place).id)
        .execution_options(synchronize_session=False)
    ).first()
    if is_committed:
        session.commit()
    return written is not None


def _tell(session: Session, place: Place, lost_at: dt.datetime, *, now: dt.datetime) -> None:
    recording_id = place.id if isinstance(place, Recording) else place.recording_id
    copy_id = None if isinstance(place, Recording) else place.id
    host = session.scalars(
        sa.select(Organisation)
        .join(Webinar, Webinar.host_id == Organisation.id)
        .join(Recording, Recording.webinar_id == Webinar.id)
        .where(Recording.id == recording_id)
    ).one_or_none()
    if host is None:  # removed while its place was asked
        return
    for user in owners_and_editors(session, host):
        add_mail(
            session,
            kind="recordings.unavailable",
            priority=Priority.MESSAGE,
            recipient=user.email,
            organisation_id=host.id,
            context={"recording_id": recording_id, "copy_id": copy_id},
            dedupe_key=f"recordings.unavailable:{recording_id}:{copy_id}:{int(lost_at.timestamp())}:{user.id}",
            now=now,
        )
