"""What the worker does for files."""

import datetime as dt
import hashlib
import io
from collections.abc import Iterable
from typing import IO

import sqlalchemy as sa
import structlog
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import reading
from webinars.domain.media.after_commit import note_kept
from webinars.domain.media.errors import FileRefused, StoreDoesNotAnswer
from webinars.domain.media.file_types import PICTURE
from webinars.domain.media.picture_decoding import poster_from
from webinars.domain.media.queries import COPIED, known_keys, poster_names
from webinars.domain.media.storage import Storage, StorageStrange
from webinars.domain.recordings.video_copies.checks import OK, CheckResult
from webinars.lib.safe_http import Answer, NoAnswer, Question, RequestRefused, SafeHttpClient
from webinars.models import FileKind, Recording, StoredFile
from webinars.pure.videos import Inquiry

MOST_PICTURE_BYTES = 8_000_000
OLD = dt.timedelta(days=1)
"""What is younger may belong to an upload that is still going on."""

log = structlog.get_logger()


class PictureCopier(Struct, frozen=True):
    """Copies the pictures of videos to this site, so that no page of ours asks a provider for one."""

    storage: Storage
    outside: SafeHttpClient

    def __call__(self, session: Session, recording: Recording, inquiry: Inquiry, look: CheckResult) -> None:
        """Copy the picture of a video that was found, unless there is a poster. Commits by itself."""
        name = _name(recording)
        with reading():
            names = poster_names(session, recording.id)
            session.commit()
        if not look.pictures or not _is_wanted(names, name):
            return
        with self.storage.incoming() as file:
            size = self._fetch(look, inquiry, file)
            if size is None:
                return
            byte_count = file.tell()
            try:
                key = self.storage.keep(file)
            except StoreDoesNotAnswer as error:
                # Asked for again at the next check.
                log.warning("picture not kept", error=error.kind)
                return
        note_kept(session, key)
        _store(
            session,
            recording,
            StoredFile(
                key=key,
                kind=FileKind.POSTER,
                name=name,
                content_type=PICTURE.content_type,
                byte_count=byte_count,
                width=size[0],
                height=size[1],
                created_at=clock.now(),
            ),
        )

    def _fetch(self, look: CheckResult, inquiry: Inquiry, file: IO[bytes]) -> tuple[int, int] | None:
        """Write the first picture that is one to `file`. Returns its size, or None if there is none."""
        for url in look.pictures:
            try:
                answer: Answer = self.outside.ask(
                    Question(url=url, hosts=inquiry.picture_hosts, max_bytes=MOST_PICTURE_BYTES)
                )
                if answer.status == OK:
                    return poster_from(io.BytesIO(answer.body), file)
            except (NoAnswer, RequestRefused, FileRefused) as error:
                log.info("picture not copied", host=inquiry.host, reason=str(error))
        return None


def sweep_files(session: Session, storage: Storage, *, now: dt.datetime) -> int:
    """Remove bytes that belong to no row. Returns how many files those were.

    None where most belong to none: after a move to another database, or with a wrong address of it, all would go.
    """
    with reading():
        known = known_keys(session)
        session.commit()
    try:
        count = storage.sweep(known, before=now - OLD)
    except StoreDoesNotAnswer as error:
        log.warning("files not swept", error=error.kind)
        return 0
    except StorageStrange as error:
        log.warning("most files are unknown to the database: none was removed", known=len(known), unknown=error.args[0])
        return 0
    if count:
        log.info("files swept", count=count)
    return count


def _name(recording: Recording) -> str:
    """Returns what a copied picture is called.

    It says of which video it is, so that another video gets another picture.
    """
    of = f"{recording.provider}\n{recording.provider_host}\n{recording.provider_video}"
    return f"{COPIED}{hashlib.sha256(of.encode()).hexdigest()[:12]}{PICTURE.ending}"


def _is_wanted(names: Iterable[str], name: str) -> bool:
    """Returns whether a picture called `name` may take the place of the posters there are.

    It never may of an uploaded one.
    """
    return all(each.startswith(COPIED) and each != name for each in names)


def _store(session: Session, recording: Recording, file: StoredFile) -> None:
    """Put `file` in the place of the poster there is, unless somebody uploaded one or moved the recording meanwhile."""
    now = session.scalar(
        sa.select(Recording)
        .where(Recording.id == recording.id, Recording.url == recording.url)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    names = poster_names(session, recording.id)
    if now is None or not _is_wanted(names, file.name):
        session.rollback()
        return
    for old in session.scalars(
        sa.select(StoredFile).where(StoredFile.recording_id == now.id, StoredFile.kind == FileKind.POSTER)
    ):
        session.delete(old)
    file.recording = now
    session.add(file)
    session.commit()
