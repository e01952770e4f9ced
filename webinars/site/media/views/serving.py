"""The bytes of files, to everyone who may see what they belong to."""

from http import HTTPStatus
from pathlib import Path

import structlog
from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.utils import send_file
from werkzeug.wsgi import wrap_file

from webinars import clock
from webinars.db import db
from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.file_types import INLINE_TYPES
from webinars.domain.media.queries import file_at, slides_at
from webinars.domain.media.storage import FileHeaders
from webinars.domain.programme.phases import Phase, phase_of
from webinars.lib.file_part import FilePart
from webinars.models import FileKind, StoredFile, Visibility, Webinar
from webinars.site.media.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import visible_or_gone
from webinars.web.requests.uploads import storage_of_site
from webinars.web.security_headers import sandbox
from webinars.web.shared_files import SHARED

STAYS = "public, max-age=31536000, s-maxage=300, must-revalidate"
"""A browser keeps what somebody has seen. What is taken back is gone from caches that others share within minutes."""
UNLISTED = "public, max-age=300, must-revalidate"

log = structlog.get_logger()


@bp.get("/files/<key>/<name>")
@access.public
def show(key: str, name: str) -> ResponseReturnValue:
    file, webinar = _found(key) or abort(404)
    if file.name != name:
        abort(404)
    if webinar is not None:
        visible_or_gone(webinar)
    answer = bytes_of(file)
    is_listed = webinar is None or webinar.visibility == Visibility.PUBLIC
    if answer.location is None:
        answer.headers["Cache-Control"] = STAYS if is_listed else UNLISTED
    # An embed that another site shows in a sandbox has no origin, so our own files are another's to it.
    answer.headers.update(SHARED)
    if not is_listed:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _found(key: str) -> tuple[StoredFile, Webinar | None] | None:
    """Returns the public file of that key, with the webinar whose state decides who may see it.

    Pictures of people and of organisations have none. Slides are there once a speaker offers them and it is over.
    """
    file = file_at(db.session(), key)
    if file is None or file.kind == FileKind.ORIGINAL:
        return None
    if file.picture is not None:
        # One that is only proposed is of an appearance, and nobody's yet.
        return (file, file.picture.webinar) if file.picture.appearance_id is None else None
    if file.recording is not None:
        return file, file.recording.webinar
    slides = slides_at(db.session(), key)
    is_over = slides is not None and phase_of(slides[1], clock.now()) is Phase.AFTER
    return slides if is_over else None


def bytes_of(file: StoredFile) -> Response:
    """Returns the file, or the range of it that was asked for (RFC 9110, section 14).

    Else it leads to where the file is kept.
    """
    is_download = not file.content_type.startswith(INLINE_TYPES)
    shown = FileHeaders(content_type=file.content_type, is_download=is_download, name=file.name)
    try:
        place = storage_of_site().place(file.key, shown, method=request.method)
    except LookupError:
        log.warning("bytes missing", file_id=file.id)
        abort(404)
    except StoreDoesNotAnswer:
        abort(503)
    sandbox()
    return _sent(file, place, is_download=is_download) if isinstance(place, Path) else _pointed_to(place)


def _pointed_to(address: str) -> Response:
    """Returns the way to where the file is kept.

    Nobody keeps it: it ends within hours, and says nothing of who may go it.
    """
    return current_app.response_class(status=302, headers={"Location": address, "Cache-Control": "no-store"})


def _sent(file: StoredFile, path: Path, *, is_download: bool) -> Response:
    answer: Response = send_file(  # type: ignore[assignment]  # of the class that is passed
        path,
        request.environ,
        mimetype=file.content_type,
        as_attachment=is_download,
        download_name=file.name,
        etag=file.key,
        last_modified=file.created_at,
        response_class=current_app.response_class,
    )
    if answer.status_code == HTTPStatus.PARTIAL_CONTENT:
        # As a file again, which the server sends by itself: nobody who watches slowly holds one of its threads.
        asked = answer.content_range
        answer.response.close()  # type: ignore[union-attr]  # it is the file
        answer.response = wrap_file(request.environ, FilePart(path.open("rb"), asked.start or 0, asked.stop or 0))  # type: ignore[arg-type]  # RawIOBase reads octets
    return answer
