"""Requests are read to their end here, before any transaction begins that somebody else would have to wait for.

Those that bring a file are read to disk piece by piece, and only from people who may send one.
"""

from collections.abc import Callable
from typing import IO, TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import LimitedStream

from webinars.db import db, reading
from webinars.domain.media import after_commit
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.media.storage import Storage, StorageFull
from webinars.lib.i18n import gettext as _
from webinars.web.requests.cleaning import CleanRequest
from webinars.web.security.origin import SAFE_METHODS

Gate = Callable[..., bool]
"""Given the view's arguments, whether this person may send a file: not those whom the view would send away."""
View = TypeVar("View", bound=Callable[..., object])
FORM_BYTES = 64 * 1024
"""For what stands beside the file in its form, and for forms that people fill in by hand."""
MEGABYTE = 1_000_000


def takes_file(limit: str, gate: Gate) -> Callable[[View], View]:
    """Let a view get a file as large as the setting `limit` says, from whom `gate` lets. Others get what any form may.

    These are the table of what the server in front has to let through: tests/rules/test_deploy.py.
    """

    def declared(view: View) -> View:
        view.file_limit, view.file_gate = limit, gate  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declared


def most_bytes(limit: str) -> int:
    """Returns how large a file may be by the setting `limit`."""
    megabytes: int = getattr(current_app.config["SETTINGS"], limit)
    return megabytes * MEGABYTE


def takes_short_form(view: View) -> View:
    """Let a view that anybody may send something to take no more than a form holds that people fill in by hand."""
    view.takes_short_form = True  # type: ignore[attr-defined]  # functions take attributes
    return view


def storage_of_site() -> Storage:
    return storage_of(current_app.config["SETTINGS"])


def init_app(app: Flask) -> None:
    app.before_request(_read_whole)


def _read_whole() -> None:
    if request.method in SAFE_METHODS:
        return
    most = _most_for_files()
    if most:
        assert isinstance(request, CleanRequest)
        _require_room(most)
        request.max_content_length = most + FORM_BYTES
        request.file_stream = _incoming
    elif getattr(current_app.view_functions.get(request.endpoint or ""), "takes_short_form", False):
        request.max_content_length = FORM_BYTES
    try:
        stream = request.stream
        request.get_data(parse_form_data=True)
        if request.content_length is None and isinstance(stream, LimitedStream) and stream.is_exhausted:
            stream.read(1)  # one that came in chunks: there must be no more
    except RequestEntityTooLarge:
        if request.content_length is None:
            raise
        # Nothing was read. Whoever asks for the form learns it: a view may rather ask to sign in.
    except OSError:
        abort(503, _full())


def _most_for_files() -> int:
    """Returns how many bytes this person may send for a file here: 0 for none."""
    view = current_app.view_functions.get(request.endpoint or "")
    gate: Gate | None = getattr(view, "file_gate", None)
    if gate is None:
        return 0
    # A transaction of its own, ended before the file is read: on SQLite nobody could write as long as an upload lasts.
    with reading():
        is_let_in = gate(**(request.view_args or {}))
        db.session.rollback()
    return most_bytes(view.file_limit) if is_let_in else 0  # type: ignore[union-attr]  # declared with its gate


def _require_room(most: int) -> None:
    # One that comes in chunks does not say; it is cut off where it becomes too large.
    size = request.content_length or 0
    if size > most + FORM_BYTES:
        abort(413, _("This file is too large: at most %(num)s MB can be uploaded here.", num=most // MEGABYTE))
    try:
        storage_of_site().require_room(size)
    except (StorageFull, OSError):
        abort(503, _full())


def _incoming() -> IO[bytes]:
    return storage_of_site().incoming()


def _full() -> str:
    return _("There is no room for this file at the moment. Nothing was stored; tell whoever runs this site.")


after_commit.watch(db.session, storage_of_site)
