"""What the worker does: one recording at a time over all workers of the site, by a lease on its row."""

import datetime as dt
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import sqlalchemy as sa
import structlog
from msgspec import Struct, field
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars import clock
from webinars.bulk import insert_or
from webinars.config import Settings
from webinars.db import length_of, reading
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.recordings.clip_tree import file_timeline_of
from webinars.domain.recordings.video_copies.places import video_of
from webinars.domain.transcripts.actions import set_transcript
from webinars.domain.transcripts.clocks import in_webinar_time
from webinars.domain.transcripts.queries import load_timeline
from webinars.domain.transcripts.transcriber.actions import FRESH, has_transcript, planned
from webinars.domain.transcripts.transcriber.process import TranscriptionFailed, run
from webinars.domain.transcripts.transcriber.sound import sound_of, why_not_heard
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.languages import primary
from webinars.lib.safe_http import NoAnswer, RequestRefused, SafeHttpClient
from webinars.models import Recording, Transcription, TranscriptionState, Webinar
from webinars.pure.captions.caption import Caption
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.captions.reading.reader import read_captions

LEASE = dt.timedelta(minutes=3)
RENEWED_S = 5.0
"""After so long it is noticed that somebody has stopped it."""
MOST_ATTEMPTS = 2
TIMES_ITS_LENGTH, USUAL_LENGTH_S = 6, 3600
"""How long it may take, and of how long a recording it is taken to be that does not say so."""
WORKING = ".transcription-"
"""How the folder in the data folder begins in which sound and text wait."""

_PLACE = re.compile(r"\{[a-z]+\}")

log = structlog.get_logger()


class Interrupted(Exception):
    """The worker is to end, somebody has stopped it, or another worker has taken it."""


class Lease(Struct):
    """One row in our hands. To be called often: it says when we have to end, and that we go on."""

    session: Session
    recording_id: int
    until: dt.datetime
    is_ending: Callable[[], bool]
    _renewed_s: float = field(default_factory=time.monotonic)

    def __call__(self) -> None:
        """Raises Interrupted."""
        is_due, until = time.monotonic() - self._renewed_s > RENEWED_S, clock.now() + LEASE
        if self.is_ending() or (is_due and not self.write(leased_until=until)):
            raise Interrupted
        if is_due:
            self.session.commit()
            self._renewed_s, self.until = time.monotonic(), until

    def write(self, **values: object) -> bool:
        """Write into the row if it is ours still: only what runs has a lease. Returns whether it was."""
        is_ours = (Transcription.recording_id == self.recording_id, Transcription.leased_until == self.until)
        written = sa.update(Transcription).where(*is_ours).values(**values).returning(Transcription.recording_id)
        return self.session.execute(written).first() is not None


def transcribe_next(
    session: Session, settings: Settings, outside: SafeHttpClient, *, is_ending: Callable[[], bool], now: dt.datetime
) -> bool:
    """Write down what is due, if no worker is at it. Returns whether something was. Commits by itself."""
    _schedule(session, settings, now=now)
    lease = _lease(session, is_ending, now=now)
    if lease is None:
        return False
    try:
        _store(lease, _captions(lease, settings, outside))
    except Interrupted:
        # Begun anew by another worker, if it is ours still.
        lease.write(state=TranscriptionState.WAITING, leased_until=None, attempt_count=Transcription.attempt_count - 1)
    except (WebinarsError, NoAnswer, RequestRefused, OSError) as error:
        session.rollback()
        log.warning("transcription failed", recording=lease.recording_id, kind=type(error).__name__)
        not_brought = _("Its file could not be brought here: %(reason)s.", reason=error)
        failure = (str(error) if isinstance(error, WebinarsError) else not_brought)[: length_of(Transcription.failure)]
        lease.write(state=TranscriptionState.FAILED, failure=failure, leased_until=None, ended_at=clock.now())
    session.commit()
    return True


def _schedule(session: Session, settings: Settings, *, now: dt.datetime) -> None:
    """Let what was added lately wait for its hour."""
    is_fresh, is_whole = Recording.created_at > now - FRESH, Recording.stream_id.is_(None)
    is_known = sa.exists().where(Transcription.recording_id == Recording.id)
    host = orm.joinedload(Recording.webinar).joinedload(Webinar.host)
    with reading():
        fresh = session.scalars(
            sa.select(Recording).where(is_fresh, is_whole, Recording.removed_at.is_(None), ~is_known).options(host)
        ).all()
        rows = [
            {name: getattr(row, name) for name in ("recording_id", "state", "due_at", "attempt_count", "failure")}
            for each in fresh
            if (row := planned(each, now=now))
            and not has_transcript(session, each.id)
            and not why_not_heard(session, each, settings)
        ]
        session.commit()
    if rows:
        session.execute(insert_or(session, Transcription).on_conflict_do_nothing(), rows)
        session.commit()


def _lease(session: Session, is_ending: Callable[[], bool], *, now: dt.datetime) -> Lease | None:
    """Take the row whose turn it is, unless one is being worked at."""
    is_due = sa.and_(Transcription.state == TranscriptionState.WAITING, Transcription.due_at <= now)
    is_open = sa.or_(is_due, Transcription.state == TranscriptionState.RUNNING)
    is_there = Transcription.recording_id.in_(sa.select(Recording.id).where(Recording.removed_at.is_(None)))
    in_turn = sa.select(Transcription).where(is_open, is_there).order_by(Transcription.due_at)
    query = in_turn.execution_options(populate_existing=True)
    lease = None
    with reading():
        row = _next(session.scalars(query).all(), now)
        session.commit()
    if row is not None:
        # Who waits for a lock sees what the other has made of it only when looking again.
        session.scalars(query.with_for_update()).all()
        row = _next(session.scalars(query).all(), now)
    if row is None:
        pass
    elif has_transcript(session, row.recording_id):
        session.delete(row)
    elif row.attempt_count >= MOST_ATTEMPTS:
        row.state, row.leased_until, row.ended_at = TranscriptionState.FAILED, None, now
        row.failure = _("Our machine was ended twice while it was at it.")
    else:
        lease = Lease(session, row.recording_id, now + LEASE, is_ending)
        row.state, row.began_at, row.leased_until = TranscriptionState.RUNNING, now, lease.until
        row.attempt_count += 1
    session.commit()
    return lease


def _next(rows: Sequence[Transcription], now: dt.datetime) -> Transcription | None:
    running = [row for row in rows if row.leased_until is not None]
    is_busy = any(row.leased_until > now for row in running if row.leased_until is not None)
    return None if is_busy else next(iter([*running, *rows]), None)


def _captions(lease: Lease, settings: Settings, outside: SafeHttpClient) -> list[Caption]:
    """Returns what is said, in seconds of the recording's own file."""
    with reading():
        recording = lease.session.get_one(Recording, lease.recording_id)
        why_not = why_not_heard(lease.session, recording, settings)
        lease.session.commit()
    if why_not:
        raise TranscriptionFailed(why_not)
    longest_s = TIMES_ITS_LENGTH * ((None if recording.is_excerpt else recording.duration_s) or USUAL_LENGTH_S)
    for left in settings.data.glob(f"{WORKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=WORKING) as name:
        folder, out = Path(name), Path(name) / "transcript.vtt"
        with sound_of(video_of(recording), folder, storage_of(settings), outside, lease) as audio:
            places = {"{audio}": str(audio), "{out}": str(out), "{language}": primary(recording.language)}
            command = [_PLACE.sub(lambda place: places.get(place[0], place[0]), each) for each in settings.transcriber]
            run(command, folder, out, longest_s, lease)
        try:
            return read_captions(out.read_text(encoding="utf-8-sig"), is_by_machine=True)
        except (FileNotFoundError, UnicodeDecodeError, TranscriptUnreadable) as error:
            raise TranscriptionFailed(_("The command wrote no WebVTT with words in it.")) from error


def _store(lease: Lease, captions: list[Caption]) -> None:
    """Store what was written down, if it is ours still and nobody has given a transcript meanwhile."""
    session, now = lease.session, clock.now()
    # What was loaded hours ago may be another by now.
    session.expire_all()
    is_ours = lease.write(state=TranscriptionState.DONE, leased_until=None, ended_at=now)
    asked = sa.select(Recording).where(Recording.id == lease.recording_id, Recording.removed_at.is_(None))
    recording = session.scalar(asked.options(orm.joinedload(Recording.webinar)))
    if is_ours and recording is not None and not has_transcript(session, recording.id):
        load_timeline(session, recording)
        placed, tag = list(in_webinar_time(captions, file_timeline_of(recording))), recording.language
        set_transcript(
            session, OPERATOR, recording.webinar, recording, captions=placed, language=tag, now=now, is_by_machine=True
        )
