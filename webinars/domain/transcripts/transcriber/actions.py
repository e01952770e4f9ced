"""When a recording is written down: by itself on the day after, now, or never."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.transcripts.actions import require_editor
from webinars.domain.transcripts.transcriber.sound import why_not_heard
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, RecordingKind, Transcript, Transcription
from webinars.models import TranscriptionState as S
from webinars.pure.captions.errors import TranscriptInvalid
from webinars.pure.times import first_instant, wall

HOUR = dt.time(11)
"""On the next day where the host is, it begins by itself. Until then captions may have come."""
FRESH = dt.timedelta(days=7)
"""What was added before is written down only if somebody asks: a site that gets a machine has years of recordings."""


class TranscriberView(Struct, frozen=True):
    """What the desk says of a recording that has no transcript in its language yet."""

    why_not: str
    """Why it cannot be had, or an empty text."""
    row: Transcription | None
    """None: it does not begin by itself. One that is not stored yet is what a worker will store."""


def has_transcript(session: Session, recording_id: int) -> bool:
    """Returns whether a recording has one in its own language."""
    own = sa.select(Transcript.id).join(Recording, Recording.id == Transcript.recording_id)
    is_own = sa.and_(Recording.id == recording_id, Transcript.language == Recording.language)
    return session.scalar(own.where(is_own)) is not None


def planned(recording: Recording, *, now: dt.datetime) -> Transcription | None:
    """Returns the row that waits for the hour at which a recording, loaded with its host, is written down by itself."""
    if recording.kind != RecordingKind.FULL or recording.created_at <= now - FRESH:
        return None
    timezone = recording.webinar.host.timezone
    day = wall(recording.created_at, timezone).date() + dt.timedelta(days=1)
    due_at = first_instant(dt.datetime.combine(day, HOUR), timezone)
    return Transcription(recording_id=recording.id, state=S.WAITING, due_at=due_at)


def transcriber_view(
    session: Session, recording: Recording, settings: Settings, *, now: dt.datetime
) -> TranscriberView | None:
    """Returns what is to be said, or None where the site has no machine, or the recording no need of it."""
    if not settings.transcriber or recording.stream_id is not None or has_transcript(session, recording.id):
        return None
    row = session.get(Transcription, recording.id) or planned(recording, now=now)
    return TranscriberView(why_not_heard(session, recording, settings), row)


def set_wanted(
    session: Session, actor: Actor, recording: Recording, settings: Settings, *, is_wanted: bool, now: dt.datetime
) -> None:
    """Have a recording written down as soon as the machine is free, or not at all: what runs ends within some seconds.

    Raises NotAllowed, TranscriptInvalid.
    """
    require_editor(session, actor, recording.webinar)
    view = transcriber_view(session, recording, settings, now=now)
    if view is None or (is_wanted and view.why_not):
        sentence = _("This site has no machine that writes it down, or it was written down already.")
        raise TranscriptInvalid("text", view.why_not if view else sentence)
    row = session.get(Transcription, recording.id, with_for_update=True)
    stays = {S.RUNNING} if is_wanted else {S.DONE, S.FAILED, S.STOPPED}
    if row is None or row.state not in stays:
        anew: dict[str, Any] = {
            "leased_until": None,
            "attempt_count": 0,
            "failure": "",
            "ended_at": None if is_wanted else now,
        }
        state = S.WAITING if is_wanted else S.STOPPED
        session.merge(Transcription(recording_id=recording.id, state=state, due_at=now, **anew))
