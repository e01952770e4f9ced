"""How long a statement may take, and wait for others, while somebody waits for a page.

Without a limit one unlucky question would hold a thread, a connection and a core for as long as it likes. The worker,
commands and migrations have none: nobody waits for them, and what they do may be large.
"""

import math
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError

READING_S = 5.0
"""For each statement of a public page."""
WRITING_S = 30.0
"""For each statement of what is saved, and of the desk, where a long history may be looked through."""
LOCK_S = 5.0
"""How long is waited for what somebody else is writing."""
IDLE_S = 60.0
"""How long a transaction may stand between two statements. PostgreSQL ends its session then: who was in it is gone."""
STEPS_BETWEEN_LOOKS = 500_000
"""Of SQLite's virtual machine, some 10 to 100 ms. Each look waits for Python's own lock, so they must be few."""

_DEADLINE, _LIMIT = "statement deadline", "statement limit"
_ENDED = {
    # https://www.postgresql.org/docs/current/errcodes-appendix.html
    "57014": "a statement took too long",
    "55P03": "somebody else held a row for too long",
    "25P03": "a transaction stood still for too long",
}

_limit_s: ContextVar[float | None] = ContextVar("limit_s", default=None)


@contextmanager
def limited_to(seconds: float) -> Iterator[None]:
    """Until the block ends, each statement is ended with OperationalError once it has taken so many `seconds`."""
    token = _limit_s.set(seconds)
    try:
        yield
    finally:
        _limit_s.reset(token)


def reason_of_end(error: DBAPIError) -> str | None:
    """Returns for the log why a limit has ended a statement, or None if `error` is of another kind."""
    if getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
        return _ENDED["57014"]
    return _ENDED.get(getattr(error.orig, "sqlstate", None) or "")


@event.listens_for(Engine, "connect")
def _look_at_the_clock(connection: Any, record: Any) -> None:  # noqa: ANN401 - a driver's own connection
    if connection.__class__.__module__ == "sqlite3":
        info = record.info
        connection.set_progress_handler(lambda: time.monotonic() > info.get(_DEADLINE, math.inf), STEPS_BETWEEN_LOOKS)


@event.listens_for(Engine, "before_cursor_execute")
def _set_deadline(connection: Connection, *_of_the_statement: object) -> None:
    if connection.dialect.name == "sqlite":
        limit_s = _limit_s.get()
        connection.info[_DEADLINE] = math.inf if limit_s is None else time.monotonic() + limit_s


@event.listens_for(Engine, "begin")
def _set_timeouts(connection: Connection) -> None:
    """Only where a session was told otherwise the last time: most requests cost no statement more."""
    if connection.dialect.name == "postgresql" and connection.info.get(_LIMIT) != (limit_s := _limit_s.get()):
        _tell(connection.connection.dbapi_connection, limit_s)
        connection.info[_LIMIT] = limit_s


def _tell(session: Any, limit_s: float | None) -> None:  # noqa: ANN401 - a driver's own connection
    has_limit = limit_s is not None
    milliseconds = [str(round(s * 1000)) if has_limit else "0" for s in (limit_s or 0, LOCK_S, IDLE_S)]
    # Past the transaction: if it is rolled back, PostgreSQL forgets what was set in it.
    session.autocommit = True
    try:
        session.execute(
            "SELECT set_config('statement_timeout', %s, false), set_config('lock_timeout', %s, false),"
            " set_config('idle_in_transaction_session_timeout', %s, false)",
            milliseconds,
        )
    finally:
        session.autocommit = False
