"""What takes its time, and is therefore never done while a request holds the right to write."""

import functools
from collections.abc import Iterator

import argon2
import pytest
import sqlalchemy as sa
from flask import has_request_context
from PIL import Image
from sqlalchemy.engine import Connection, Engine

from webinars import db as database
from webinars.domain.imports.calendars import files
from webinars.domain.media.bucket_storage import BucketStorage
from webinars.domain.transcripts import actions as transcripts
from webinars.lib.configured_server import NamedServer
from webinars.lib.safe_http import SafeHttpClient
from webinars.pure.announcements import reader
from webinars.site.recordings.recaps import views as recaps

SLOW = [
    (argon2.PasswordHasher, "hash"),
    (argon2.PasswordHasher, "verify"),
    (Image.Image, "save"),
    (Image, "open"),
    (BucketStorage, "put"),
    (BucketStorage, "take_back"),
    (reader, "read"),
    (NamedServer, "post"),
    (SafeHttpClient, "ask"),
    (files, "read_calendar"),
    (files, "read_schedule"),
    (recaps, "read_list"),
    (transcripts, "read_captions"),
]


@pytest.fixture(autouse=True)
def slow_work_waits_for_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a request does in any test: nothing slow within a transaction that writes."""
    writing: set[Connection] = set()

    def begun(connection: Connection) -> None:
        if has_request_context() and not database._is_reading.get():
            writing.add(connection)

    def ended(connection: Connection) -> None:
        writing.discard(connection)

    def guarded(work):
        @functools.wraps(work)
        def guard(*args, **kwargs):
            assert not (writing and has_request_context()), f"{work.__qualname__} while everybody else waits to write"
            return work(*args, **kwargs)

        return guard

    for owner, name in SLOW:
        monkeypatch.setattr(owner, name, guarded(getattr(owner, name)))
    listeners = [("begin", begun), ("commit", ended), ("rollback", ended)]
    for name, listener in listeners:
        sa.event.listen(Engine, name, listener)
    yield
    for name, listener in listeners:
        sa.event.remove(Engine, name, listener)
