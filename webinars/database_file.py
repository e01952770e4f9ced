"""The file of an SQLite database: opened, never made by mistake, and missed at once when it is moved away.

A process that has a file open goes on writing into it when it has another name, or none, and whoever opens the old name
gets an empty database. So each time a connection is taken, its file has to be the one that stands at the path. If it
is not, the connection is closed. If another stands there, that one is opened, and if none does, neither reading nor
writing is possible until it is back.

The latest changes are in the write-ahead log, a file beside it that SQLite finds by its name
(https://www.sqlite.org/howtocorrupt.html, 1.4 and 4.3). They are brought into the database first, wherever it is now:
it would lack them there, and whatever comes to the old place would take them for its own.

The file beside the log (-shm) is mapped into memory once for all connections of a process: for reading only, if nothing
could be written then, and that until the last of them is closed (https://www.sqlite.org/wal.html#readonly). So once
writing is possible again whoever needs a connection waits until all are closed.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from weakref import WeakSet

import structlog
from sqlalchemy import event
from sqlalchemy.engine import URL, Dialect, Engine
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from webinars.lib.log_throttle import LogThrottle

SILENCE_S = 60.0
"""Between two lines of a log that say the same."""
LONGEST_WAIT_S = 2.0
"""For connections that others have, before one more is opened that cannot write either."""

_OPENED, _LOG = "opened file", "its write-ahead log"
_may_make: ContextVar[bool] = ContextVar("may_make", default=False)
_is_time = LogThrottle(every_s=SILENCE_S).is_time
_seen: set[Path] = set()
"""The files that this process has had open."""
_only_read: set[Path] = set()
"""Those whose connections cannot write, though the file may have become writable since."""
_connections: WeakSet[ConnectionPoolEntry] = WeakSet()
_change = threading.Condition()
"""Of these two."""

log = structlog.get_logger()


@contextmanager
def creation_allowed() -> Iterator[None]:
    """Until the block ends, a database file that is not there is made."""
    token = _may_make.set(True)
    try:
        yield
    finally:
        _may_make.reset(token)


def path_of(url: URL) -> Path | None:
    """Returns where the database at `url` is a file, or None if it is in memory, on a server, or named by a URI."""
    name = url.database or ""
    is_file = url.get_backend_name() == "sqlite" and name not in {"", ":memory:"} and not name.startswith("file:")
    return Path(name) if is_file else None


def is_missing(url: URL) -> bool:
    """Returns whether the database at `url` is a file that is not there."""
    path = path_of(url)
    return path is not None and _identity(path) is None


def is_writable(path: Path) -> bool:
    """Returns whether the file can be written, and its folder: the write-ahead log is a file beside it."""
    return all(os.access(each, os.W_OK, effective_ids=True) for each in (path, path.parent))


def close_all(engine: Engine) -> None:
    """Have each connection of this process to an SQLite database closed, those in use once they are given back."""
    path = path_of(engine.url)
    if path is not None:
        with _change:
            _only_read.add(path)
        engine.dispose()


def _require_all_closed(path: Path) -> None:
    with _change:
        if path in _only_read and is_writable(path):
            _change.wait_for(lambda: path not in _only_read or not _is_open(path), LONGEST_WAIT_S)
            if not _is_open(path):
                _only_read.discard(path)
                _change.notify_all()


def _is_open(path: Path) -> bool:
    return any(record.info.get(_OPENED, (None,))[0] == path for record in _connections)


@event.listens_for(Engine, "connect")
def _count_in(_connection: object, record: ConnectionPoolEntry) -> None:
    with _change:
        _connections.add(record)


@event.listens_for(Engine, "close")
def _count_out(_connection: object, record: ConnectionPoolEntry) -> None:
    with _change:
        _connections.discard(record)
        _change.notify_all()


@event.listens_for(Engine, "do_connect")
def _open(dialect: Dialect, record: ConnectionPoolEntry, arguments: list[Any], options: dict[str, Any]) -> Any:  # noqa: ANN401 - a driver's own connection
    if dialect.name != "sqlite" or options.get("uri") or arguments[0] == ":memory:":
        return None
    path = Path(arguments[0])
    _require_all_closed(path)
    before = _identity(path)
    if before is None and path in _seen:
        _tell(path)
    # https://www.sqlite.org/uri.html: rw opens what is there, rwc makes what is not.
    mode = "rwc" if _may_make.get() else "rw"
    connection = dialect.connect(f"{path.absolute().as_uri()}?mode={mode}", *arguments[1:], uri=True, **options)
    after = _identity(path)
    # One that took the place meanwhile is not known to be the one that was opened.
    record.info[_OPENED] = (path, after if before in {None, after} else None)
    _seen.add(path)
    return connection


@event.listens_for(Engine, "checkout")
def _require_same_file(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401 - see `_open`
    opened = record.info.get(_OPENED)
    if opened is None:
        return
    path, identity = opened
    wal = _log_of(path)
    there = _identity(path)
    if there is not None and there == identity:
        return
    if there is None:
        _tell(path)
    if record.info.get(_LOG) is not None and _identity(wal) == record.info[_LOG]:
        _complete(connection, wal, is_replaced=there is not None)
    raise DisconnectionError("the database file is another one, or none, at its place")


@event.listens_for(Engine, "checkin")
def _know_log(_connection: object, record: ConnectionPoolEntry) -> None:
    # Not when it is opened: SQLite makes the log when something is read or written for the first time.
    if _OPENED in record.info and record.info.get(_LOG) is None:
        path, identity = record.info[_OPENED]
        record.info[_LOG] = _identity(_log_of(path)) if _identity(path) == identity else None
    if _OPENED in record.info and record.info[_OPENED][0] in _only_read:
        record.invalidate()


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _complete(connection: Any, wal: Path, *, is_replaced: bool) -> None:  # noqa: ANN401 - see `_open`
    """Bring what stands in the log into the file that `connection` has open."""
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if is_replaced:
            # Not while the place is empty: if the file comes back, others may have this log open with it still.
            for leftover in (wal, wal.with_name(wal.name.removesuffix("-wal") + "-shm")):
                leftover.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int] | None:
    """Returns what no other file has as long as this one is open, or None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _tell(path: Path) -> None:
    if _is_time():
        log.error("the database file is gone; put it back, nothing can be read or saved meanwhile", file=str(path))
