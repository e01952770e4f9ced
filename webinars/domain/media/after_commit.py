"""Bytes follow rows: those of removed files go after the commit, those of new files go after a rollback.

What a crash leaves behind is found by the nightly sweep.
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy import event, orm
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.storage import Storage
from webinars.models import Appearance, Organisation, Picture, Recording, Speaker, StoredFile, Webinar

_REMOVED, _KEPT = "bytes of removed files", "bytes of new files"

log = structlog.get_logger()


def watch(sessions: orm.sessionmaker[Any] | orm.scoped_session[Any], storage: Callable[[], Storage]) -> None:
    """Have the bytes follow the rows in every session that `sessions` makes."""

    def committed(session: Session) -> None:
        # The end of a savepoint comes here too, and nothing is certain yet then.
        if not session.in_nested_transaction():
            session.info.pop(_KEPT, None)
            _remove(session, _REMOVED, storage)

    def rolled_back(session: Session) -> None:
        if not session.in_nested_transaction():
            session.info.pop(_REMOVED, None)
            _remove(session, _KEPT, storage)

    event.listen(sessions, "after_commit", committed)
    event.listen(sessions, "after_rollback", rolled_back)


def note_kept(session: Session, key: str) -> None:
    """Say that the bytes of `key` were written for a row that is not committed yet."""
    session.info.setdefault(_KEPT, set()).add(key)


def _remove(session: Session, which: str, storage: Callable[[], Storage]) -> None:
    keys: set[str] = session.info.pop(which, set())
    for key in keys:
        try:
            storage().remove(key)
        except StoreDoesNotAnswer as error:
            # What is committed is committed.
            log.warning("bytes stay until the next sweep", error=error.kind)


def _note_of_file(_mapper: object, _connection: Connection, file: StoredFile) -> None:
    _note(file, {file.key})


def _note_of_recording(_mapper: object, connection: Connection, recording: Recording) -> None:
    # Its files go with it in the database, without the session hearing of it.
    _note(recording, connection.scalars(sa.select(StoredFile.key).where(StoredFile.recording_id == recording.id)))


def _note_of_appearance(_mapper: object, connection: Connection, appearance: Appearance) -> None:
    _note(appearance, connection.scalars(sa.select(StoredFile.key).where(StoredFile.appearance_id == appearance.id)))
    _note_pictures(appearance, connection, Picture.appearance_id == appearance.id)


def _note_of_picture(_mapper: object, connection: Connection, picture: Picture) -> None:
    _note_pictures(picture, connection, Picture.id == picture.id)


def _note_of_speaker(_mapper: object, connection: Connection, speaker: Speaker) -> None:
    _note_pictures(speaker, connection, Picture.speaker_id == speaker.id)


def _note_of_organisation(_mapper: object, connection: Connection, organisation: Organisation) -> None:
    _note_pictures(organisation, connection, Picture.organisation_id == organisation.id)


def _note_of_webinar(_mapper: object, connection: Connection, webinar: Webinar) -> None:
    _note_pictures(webinar, connection, Picture.webinar_id == webinar.id)


def _note_pictures(row: object, connection: Connection, theirs: ColumnElement[bool]) -> None:
    _note(row, connection.scalars(sa.select(StoredFile.key).join(StoredFile.picture).where(theirs)))


def _note(row: object, keys: Any) -> None:  # noqa: ANN401 - a set, or the rows of a query
    session = orm.object_session(row)
    assert session is not None
    session.info.setdefault(_REMOVED, set()).update(keys)


event.listen(StoredFile, "before_delete", _note_of_file)
event.listen(Recording, "before_delete", _note_of_recording)
event.listen(Appearance, "before_delete", _note_of_appearance)
event.listen(Picture, "before_delete", _note_of_picture)
event.listen(Speaker, "before_delete", _note_of_speaker)
event.listen(Organisation, "before_delete", _note_of_organisation)
event.listen(Webinar, "before_delete", _note_of_webinar)
