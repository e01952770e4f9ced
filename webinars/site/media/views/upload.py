"""Takes the file out of a form and keeps its bytes, before anything is asked of the database."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import IO

import structlog
from flask import abort
from werkzeug.datastructures import FileStorage

from webinars.db import db
from webinars.domain.media.actions import StoredBytes
from webinars.domain.media.after_commit import note_kept
from webinars.domain.media.errors import FileRefused, StoreDoesNotAnswer
from webinars.domain.media.file_types import ACCEPTED, PICTURE, content_of
from webinars.domain.media.picture_decoding import poster_from
from webinars.lib.i18n import gettext as _
from webinars.models import FileKind
from webinars.site.media.forms import UploadForm, refusal_of
from webinars.web.requests.uploads import MEGABYTE, most_bytes, storage_of_site

log = structlog.get_logger()

LIMITS: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.VIDEO: "max_upload_mb",
        FileKind.POSTER: "max_picture_mb",
        FileKind.SLIDES: "max_document_mb",
        FileKind.NOTES: "max_document_mb",
    }
)
"""By which setting a file of each kind may be how large."""


def receive_file(form: UploadForm, kind: FileKind) -> StoredBytes:
    """Returns the file of `form`, kept in the storage until the request ends well or its transaction fails.

    Decoding a picture takes its time, so this comes before the transaction. Raises FileRefused, StoreDoesNotAnswer.
    """
    sent: FileStorage | None = form.file.data
    if not isinstance(sent, FileStorage) or not sent.filename:
        raise FileRefused(_("Choose a file."))
    file: IO[bytes] = sent.stream
    byte_count = file.seek(0, 2)
    if not byte_count:
        raise FileRefused(_("This file is empty. Choose another."))
    if byte_count > (most := most_bytes(LIMITS[kind])):
        raise FileRefused(_("This file is too large: at most %(num)s MB.", num=most // MEGABYTE))
    try:
        brought = _poster(file, sent.filename) if kind == FileKind.POSTER else _kept(file, sent.filename, kind)
    except StoreDoesNotAnswer as error:
        log.warning("file not kept", error=error.kind)
        raise
    except OSError:
        abort(503, _("There is no room for this file at the moment. Nothing was stored; tell whoever runs this site."))
    note_kept(db.session(), brought.key)
    return brought


def _poster(file: IO[bytes], name: str) -> StoredBytes:
    storage = storage_of_site()
    with storage.incoming() as target:
        size = poster_from(file, target)
        byte_count = target.tell()
        return StoredBytes(key=storage.keep(target), content=PICTURE, byte_count=byte_count, name=name, size=size)


def _kept(file: IO[bytes], name: str, kind: FileKind) -> StoredBytes:
    content = content_of(file, name)
    if content is None or content not in ACCEPTED[kind]:
        raise FileRefused(refusal_of(content))
    byte_count = file.seek(0, 2)
    return StoredBytes(key=storage_of_site().keep(file), content=content, byte_count=byte_count, name=name)
