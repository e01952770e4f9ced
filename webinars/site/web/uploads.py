"""Requests that bring a file: read to disk piece by piece, and only from people who may send one."""

from collections.abc import Callable
from typing import IO, TypeVar

from flask import Flask, abort, current_app, request

from webinars.db import db, reading
from webinars.domain.media import afterwards
from webinars.domain.media.storage import Storage, StorageFull
from webinars.lib.i18n import gettext as _
from webinars.site.web.origin import SAFE_METHODS
from webinars.site.web.requests import CleanRequest

Gate = Callable[..., int]
"""Given the view's arguments, how many bytes this person may send: 0 for those whom the view would send away."""
View = TypeVar("View", bound=Callable[..., object])
FORM_BYTES = 64 * 1024
"""For what stands beside the file in its form."""


def takes_file(gate: Gate) -> Callable[[View], View]:
    """Let a view get a file as large as `gate` says. Others get what any form may hold."""

    def declared(view: View) -> View:
        view.file_gate = gate  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declared


def storage_of_site() -> Storage:
    return Storage(current_app.config["SETTINGS"])


def init_app(app: Flask) -> None:
    app.before_request(_open_gate)


def _open_gate() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    gate: Gate | None = getattr(view, "file_gate", None)
    if gate is None or request.method in SAFE_METHODS:
        return
    # A transaction of its own, ended before the file is read: on SQLite nobody could write as long as an upload lasts.
    with reading():
        most = gate(**(request.view_args or {}))
        db.session.rollback()
    if not most:
        return
    assert isinstance(request, CleanRequest)
    _require_room(most)
    request.max_content_length = most + FORM_BYTES
    request.file_stream = _incoming
    try:
        request.form  # noqa: B018 - read here, where a full disk has an answer
    except OSError:
        abort(503, _full())


def _require_room(most: int) -> None:
    # One that comes in chunks does not say; it is cut off where it becomes too large.
    size = request.content_length or 0
    if size > most + FORM_BYTES:
        abort(413, _("This file is too large: at most %(num)s MB can be uploaded here.", num=most // 1_000_000))
    try:
        storage_of_site().require_room(size)
    except (StorageFull, OSError):
        abort(503, _full())


def _incoming() -> IO[bytes]:
    return storage_of_site().incoming()


def _full() -> str:
    return _("There is no room for this file at the moment. Nothing was stored; tell whoever runs this site.")


afterwards.watch(db.session, storage_of_site)
