"""What is read of transcripts. A virtual clip has those of its stream."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.domain.recordings.clip_tree import file_of, timeline_of
from webinars.domain.recordings.queries import recording_to_edit
from webinars.domain.transcripts.clocks import in_own_time, webinar_ms
from webinars.models import Cue, Recording, Transcript
from webinars.pure.captions.caption import Caption
from webinars.pure.captions.timestamps import SECOND_MS


def transcripts_of(session: Session, recording: Recording) -> Sequence[Transcript]:
    """Returns the transcripts of a recording: the one in its own language first, then by tag."""
    file = file_of(recording)
    found = session.scalars(
        sa.select(Transcript)
        .where(Transcript.recording_id == file.id)
        .options(orm.joinedload(Transcript.recording))
        .order_by(Transcript.language)
    ).all()
    return sorted(found, key=lambda transcript: transcript.language != recording.language)


def spoken_in(session: Session, recording: Recording, transcript: Transcript) -> list[Caption]:
    """Returns what is said in `recording`, in its own milliseconds. Its timeline was loaded with it."""
    timeline = timeline_of(recording)
    heard = cues_of(transcript).where(Cue.ends_ms > webinar_ms(0, timeline))
    if timeline.ends_s is not None:
        length_ms = round((timeline.ends_s - timeline.starts_s) * SECOND_MS)
        heard = heard.where(Cue.starts_ms < webinar_ms(length_ms, timeline))
    rows = session.execute(heard)
    said = (Caption(row.starts_ms, row.ends_ms, row.text, row.voice, row.unsure) for row in rows)
    return list(in_own_time(said, timeline))


def cues_of(transcript: Transcript) -> sa.Select[int, int, int, str, str, str]:
    """Returns its cues in order, as rows: there are thousands, and most are only looked at."""
    return (
        sa.select(Cue.id, Cue.starts_ms, Cue.ends_ms, Cue.text, Cue.voice, Cue.unsure)
        .where(Cue.transcript_id == transcript.id)
        .order_by(Cue.starts_ms, Cue.id)
    )


def captioned_recording(session: Session, slug: str) -> Recording | None:
    """Returns the recording with what its captions are placed by, whatever the status of its webinar."""
    is_asked = sa.and_(Recording.slug == slug, Recording.removed_at.is_(None))
    return session.scalar(sa.select(Recording).where(is_asked).options(*_with_timeline()))


def load_timeline(session: Session, recording: Recording) -> None:
    """Load what `timeline_of` needs, as far as it is not loaded yet."""
    session.scalars(sa.select(Recording).where(Recording.id == recording.id).options(*_with_timeline())).one()


def recording_to_transcribe(session: Session, slug: str, recording_id: int) -> Recording | None:
    """Returns a recording of the webinar `slug` as `recording_to_edit` does, with its timeline."""
    recording = recording_to_edit(session, slug, recording_id)
    if recording is not None:
        load_timeline(session, recording)
    return recording


def transcript_to_edit(session: Session, slug: str, recording_id: int, language: str) -> Transcript | None:
    """Returns a transcript of that recording's own, with what `recording_to_transcribe` loads."""
    recording = recording_to_transcribe(session, slug, recording_id)
    own = transcripts_of(session, recording) if recording is not None else ()
    return next((each for each in own if (each.recording_id, each.language) == (recording_id, language)), None)


def _with_timeline() -> tuple[LoaderOption, ...]:
    return (
        orm.joinedload(Recording.webinar),
        orm.selectinload(Recording.cuts),
        orm.joinedload(Recording.stream).selectinload(Recording.cuts),
    )
