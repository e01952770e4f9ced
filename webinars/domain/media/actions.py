"""Giving a recording files of its own, and taking them away."""

import datetime as dt

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.media.errors import FileRefused
from webinars.domain.media.file_types import ACCEPTED, FileType
from webinars.domain.media.queries import other_player
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.recordings.video_copies.actions import MAX_COPIES, add_copy, show_first
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.names import slugify
from webinars.models import FileKind, Recording, StoredFile, Webinar

MAX_FILES = 30
NAME_LENGTH = 80


class StoredBytes(Struct, frozen=True, kw_only=True):
    """A file whose bytes are kept already."""

    key: str
    content: FileType
    byte_count: int
    name: str
    """As it was called by whoever sent it."""
    size: tuple[int, int] | None = None
    """Width and height of a picture, in pixels."""


def stored_file(kind: FileKind, received: StoredBytes, *, now: dt.datetime) -> StoredFile:
    """Returns the row of a file, of no recording yet. Raises FileRefused."""
    if received.content not in ACCEPTED[kind]:
        raise FileRefused(_("This kind of file is not taken here. Choose another."))
    return StoredFile(
        key=received.key,
        kind=kind,
        name=_name(kind, received),
        content_type=received.content.content_type,
        byte_count=received.byte_count,
        width=received.size and received.size[0],
        height=received.size and received.size[1],
        created_at=now,
    )


def add_file(session: Session, actor: Actor, recording: Recording, file: StoredFile, *, now: dt.datetime) -> None:
    """Give a recording, loaded by `recording_with_files`, a file. A new poster takes the place of the old one.

    Raises NotAllowed, FileRefused.
    """
    webinar = _edited_webinar(actor, recording)
    if file.kind == FileKind.POSTER:
        for each in [each for each in recording.files if each.kind == FileKind.POSTER]:
            recording.files.remove(each)
    if len(recording.files) >= MAX_FILES:
        raise FileRefused(_("A recording has at most %(num)s files. Remove one first.", num=MAX_FILES))
    recording.files.append(file)
    record(session, actor, webinar, "file:add", {"recording": recording.title, "name": file.name}, now=now)
    session.expire(recording, ["poster_path"])


def show_video(
    session: Session, actor: Actor, recording: Recording, file: StoredFile, *, is_first: bool, now: dt.datetime
) -> None:
    """Let an uploaded video be a place of its recording: the first, or behind those there are.

    Raises NotAllowed, RecordingInvalid.
    """
    if is_first and len(recording.copies) >= MAX_COPIES:
        raise FileRefused(_("This recording has many places. Remove a copy first."))
    copy = add_copy(session, actor, recording, url=file.path, shift_s=0, now=now)
    if is_first:
        show_first(session, actor, recording, copy, now=now)


def remove_file(session: Session, actor: Actor, recording: Recording, file: StoredFile, *, now: dt.datetime) -> None:
    """Take a file away. Its address answers 404 from then on. Raises NotAllowed, FileRefused."""
    webinar = _edited_webinar(actor, recording)
    if file.kind == FileKind.VIDEO:
        _leave(session, actor, recording, file, now=now)
    recording.files.remove(file)
    record(session, actor, webinar, "file:remove", {"recording": recording.title, "name": file.name}, now=now)
    session.expire(recording, ["poster_path"])


def _leave(session: Session, actor: Actor, recording: Recording, file: StoredFile, *, now: dt.datetime) -> None:
    """Let `file` be no place of the recording any more."""
    if title := other_player(session, recording, file):
        raise FileRefused(
            _("“%(title)s” plays this file too. Give that another address first, then remove the file.", title=title)
        )
    if recording.url == file.path:
        if not recording.copies:
            raise FileRefused(
                _("This file is what the recording plays. Give the recording another address first, then remove it.")
            )
        show_first(session, actor, recording, recording.copies[0], now=now)
    for copy in [copy for copy in recording.copies if copy.url == file.path]:
        recording.copies.remove(copy)


def _edited_webinar(actor: Actor, recording: Recording) -> Webinar:
    require_right(permissions.can_edit_texts(actor, recording.webinar))
    return recording.webinar


def _name(kind: FileKind, received: StoredBytes) -> str:
    """Returns what it is called in its address: letters that every program can carry, and the ending of what it is."""
    if kind == FileKind.POSTER:
        return kind + received.content.ending
    stem = received.name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    return (slugify(stem)[:NAME_LENGTH].strip("-") or kind) + received.content.ending
