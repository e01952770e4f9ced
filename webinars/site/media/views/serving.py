"""The bytes of files, to everyone who may see what they belong to."""

import re

import structlog
from flask import Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.utils import send_file

from webinars.db import db
from webinars.domain.media.contents import SHOWN
from webinars.domain.media.queries import file_at
from webinars.models import StoredFile, Visibility
from webinars.site.media.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.assets import FOREVER
from webinars.site.web.lookups import visible_or_gone
from webinars.site.web.pictures import SHARED
from webinars.site.web.security_headers import sandbox
from webinars.site.web.uploads import storage_of_site

ONE_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-[0-9]{1,18})")
"""Python makes no number of thousands of digits, and no file is as long."""

log = structlog.get_logger()


@bp.get("/files/<key>/<name>")
@access.public
def show(key: str, name: str) -> ResponseReturnValue:
    file = file_at(db.session(), key)
    if file is None or file.name != name:
        abort(404)
    visible_or_gone(file.recording.webinar)
    answer = bytes_of(file)
    answer.headers["Cache-Control"] = FOREVER
    # An embed that another site shows in a sandbox has no origin, so our own files are another's to it.
    answer.headers.update(SHARED)
    if file.recording.webinar.visibility != Visibility.PUBLIC:
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def bytes_of(file: StoredFile) -> Response:
    """The file, or the range of it that was asked for (RFC 9110, section 14)."""
    try:
        path = storage_of_site().path(file.key)
    except LookupError:
        log.warning("bytes missing", file_id=file.id)
        abort(404)
    sandbox()
    environ = dict(request.environ)
    # Several ranges at once, and what is none, may be answered with the whole.
    if not _is_one_range(environ.get("HTTP_RANGE", "")):
        environ.pop("HTTP_RANGE", None)
    try:
        return send_file(  # type: ignore[return-value]  # of the class that is passed
            path,
            environ,
            mimetype=file.content_type,
            as_attachment=not file.content_type.startswith(SHOWN),
            download_name=file.name,
            etag=file.key,
            last_modified=file.created_at,
            response_class=current_app.response_class,
        )
    except RequestedRangeNotSatisfiable:
        return Response(status=416, headers={"Content-Range": f"bytes */{file.byte_count}", "Accept-Ranges": "bytes"})


def _is_one_range(text: str) -> bool:
    found = ONE_RANGE.fullmatch(text)
    return found is not None and (not found[2] or int(found[1]) <= int(found[2]))
