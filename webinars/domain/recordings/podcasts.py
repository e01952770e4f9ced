"""Episodes of podcasts: the recordings of which there is a file here, with its length."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.recordings.clip_tree import is_same_video
from webinars.domain.recordings.moments import Moment, moments_of
from webinars.domain.recordings.queries import belonging_to, listed_recordings, with_moments
from webinars.models import (
    Appearance,
    CoOrganiser,
    FileKind,
    Organisation,
    Recording,
    RecordingKind,
    Series,
    Speaker,
    StoredFile,
    Topic,
    Webinar,
)
from webinars.pure.videos.video_file import own_file

STATIC, STATIC_PATH = Path(__file__).parents[2] / "static", "/static/"
LENGTH = 150
"""Of a feed, in episodes: programs keep what has left a feed, and new listeners want what is old."""
LONGEST_NAME = 128
"""Of a soundbite, by the namespace."""


class Soundbite(Struct, frozen=True):
    """A talk within the file that has a page of its own, in seconds of the file."""

    title: str
    starts_s: int
    duration_s: int


class EpisodeFile(Struct, frozen=True):
    """What is downloaded. `path` is its address on this site."""

    path: str
    byte_count: int
    content_type: str


class Episode(Struct, frozen=True):
    recording: Recording
    file: EpisodeFile
    moments: tuple[Moment, ...]

    @property
    def heard(self) -> list[Appearance]:
        """Whose voices one hears, in the order of the line-up."""
        if self.recording.appearance is not None:
            return [self.recording.appearance]
        return public_lineup(self.recording.webinar, is_over=True) if self.recording.kind == RecordingKind.FULL else []

    @property
    def is_in_step(self) -> bool:
        """Whether seconds of the file are the recording's own: in a copy all may come earlier or later."""
        shift = next((copy.shift_s for copy in self.recording.copies if copy.url == self.file.path), 0)
        return self.file.path == self.recording.url or shift == 0

    @property
    def soundbites(self) -> Iterator[Soundbite]:
        for clip in self.recording.webinar.recordings:
            is_part = clip is not self.recording and is_same_video(clip, self.recording)
            if is_part and clip.ends_s is not None:
                yield Soundbite(clip.title[:LONGEST_NAME], clip.starts_s, clip.ends_s - clip.starts_s)


def episodes_of(session: Session, subject: Organisation | Series | Speaker | Topic | None) -> list[Episode]:
    """Returns the latest listed recordings with a file, of everybody or of one organisation, series, speaker or topic.

    What is only a stretch of a file has no file of its own: a podcast could not tell where it ends.
    """
    with_file = sa.exists().where(StoredFile.recording_id == Recording.id, StoredFile.kind == FileKind.VIDEO)
    came_along = sa.and_(Recording.provider_host == "", Recording.url.startswith(STATIC_PATH, autoescape=True))
    query = listed_recordings().where(
        sa.or_(with_file, came_along),
        Recording.stream_id.is_(None),
        Recording.starts_s == 0,
        Recording.ends_s.is_(None),
    )
    if subject is not None:
        query = query.where(belonging_to(subject))
    webinar = orm.joinedload(Recording.webinar)
    query = query.options(
        orm.selectinload(Recording.files),
        orm.selectinload(Recording.copies),
        orm.selectinload(Recording.transcripts),
        webinar.selectinload(Webinar.topics),
        webinar.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
        *with_moments(),
    )
    query = query.order_by(Recording.published_at.desc(), Recording.id.desc())
    # By a statement of its own: PostgreSQL would load all episodes to choose among them afterwards.
    latest = session.scalars(query.with_only_columns(Recording.id).limit(LENGTH)).all()
    found = session.scalars(query.where(Recording.id.in_(latest))).unique()
    return [
        Episode(recording, file, moments_of(recording))
        for recording in found
        if (file := _file_of(recording)) is not None
    ]


def _file_of(recording: Recording) -> EpisodeFile | None:
    """Returns the file that is played, else the first copy that is kept here, else what came with the application."""
    files = [file for file in recording.files if file.kind == FileKind.VIDEO]
    if files:
        file = next((file for file in files if file.path == recording.url), files[0])
        return EpisodeFile(file.path, file.byte_count, file.content_type)
    path = STATIC.joinpath(recording.url.removeprefix(STATIC_PATH))
    content_type, _encoding = mimetypes.guess_type(recording.url)
    if own_file(recording.url) is None or content_type is None or not path.is_file():
        return None
    return EpisodeFile(recording.url, path.stat().st_size, content_type)
