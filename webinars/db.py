"""The database: base class, column types, the session, and how each transaction begins."""

import datetime as dt
import enum
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, dataclass_transform

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, orm
from sqlalchemy.engine import Connection, Dialect, Engine, ExceptionContext, ExecutionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from webinars import database_file
from webinars.lib.web_addresses import harmless
from webinars.statement_limits import LOCK_S

BUSY_TIMEOUT_MS = round(LOCK_S * 1000)
BINARY_RESULTS = {"binary_results": True}
"""Execution options of a statement that reads many octets: as text, PostgreSQL would send twice as many."""

_is_reading: ContextVar[bool] = ContextVar("is_reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Until the block ends, transactions are begun for reading only.

    SQLite takes its write lock at BEGIN IMMEDIATE, and a page that only reads must not queue behind writers.
    """
    token = _is_reading.set(True)
    try:
        yield
    finally:
        _is_reading.reset(token)


class Instant(sa.types.TypeDecorator[dt.datetime]):
    """An aware UTC instant. A naive datetime is refused: it would be somebody's local time by accident."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone; an instant needs one")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        # SQLite stores no offset; what was bound was UTC.
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class WebAddress(sa.types.TypeDecorator[str]):
    """An address that somebody has entered. One that no browser may be sent to comes out empty."""

    impl = sa.String
    cache_ok = True

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return value and harmless(value)


class WebAddresses(sa.types.TypeDecorator[list[str]]):
    """A list of addresses of other sites, without those that no browser may be sent to."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> list[str] | None:  # noqa: ARG002 - as above
        return value and [each for each in value if harmless(each) and not each.startswith("/")]


WallTime = Annotated[dt.datetime, orm.mapped_column(sa.DateTime(timezone=False))]
"""A naive local time, as clocks in some zone show it. Its column is named `*_wall`."""

Json = Annotated[Any, orm.mapped_column(sa.JSON(none_as_null=True))]


def states(kind: type[enum.StrEnum]) -> sa.Enum:
    """Returns a column type that holds the values of `kind` as text, checked by the database."""
    return sa.Enum(
        kind,
        name=f"{kind.__name__.lower()}_known",
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


def owned(*, init: Literal[False] = False, **options: Any) -> Any:  # noqa: ANN401 - as of `orm.relationship`
    """Returns the relationship to rows that live and die with the row whose they are. No constructor takes them."""
    return orm.relationship(init=init, cascade="all, delete-orphan", lazy="raise", **options)


def part_of(key: str, **options: Any) -> Any:  # noqa: ANN401 - as of `orm.mapped_column`
    """Returns the column with the `key` of the row without which this one cannot be: deleted is one with the other."""
    return orm.mapped_column(sa.ForeignKey(key, ondelete="CASCADE"), autoincrement=False, **options)


def reference_to(key: str, **options: Any) -> Any:  # noqa: ANN401 - as of `orm.mapped_column`
    """Returns the column with the `key` of a row that this one outlives: it is null once that is deleted."""
    return orm.mapped_column(sa.ForeignKey(key, ondelete="SET NULL"), **options)


NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(orm.DeclarativeBase):
    registry: ClassVar[orm.registry] = orm.registry(
        type_annotation_map={dt.datetime: Instant()},
        metadata=sa.MetaData(naming_convention=NAMING_CONVENTION),
    )


@dataclass_transform(
    kw_only_default=True,
    eq_default=False,
    field_specifiers=(orm.mapped_column, orm.relationship, orm.deferred, owned, part_of, reference_to),
)
class Model(orm.MappedAsDataclass, Base, kw_only=True, repr=False, eq=False):
    """What every table inherits: a typed, keyword-only constructor.

    The decorator tells type checkers that subclasses inherit `kw_only`.
    """

    __abstract__ = True


def length_of(column: orm.InstrumentedAttribute[Any]) -> int:
    """Returns how many characters `column` holds: what forms and archives may bring follows from it."""
    length: int = column.class_.__table__.c[column.key].type.length
    return length


# Models inherit our own Model, so this is only the engine and the session of each request.
db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own connection
    if connection.__class__.__module__ != "sqlite3":
        return
    # The driver's own transaction handling would begin too late and without a write lock.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        # What was answered survives a power cut; NORMAL would lose the last of it.
        "synchronous=FULL",
    ):
        connection.execute(f"PRAGMA {pragma}")


_READ_ONLY_TRANSACTION, _DISK_FULL = "25006", "53100"
"""PostgreSQL's SQLSTATEs read_only_sql_transaction and disk_full."""
_UNUSABLE = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, _READ_ONLY_TRANSACTION}
_CANNOT_STORE = {*_UNUSABLE, sqlite3.SQLITE_FULL, _DISK_FULL}
_WROTE = "has written since a write failed"
_has_failed = threading.Event()
"""Nothing could be stored when this process tried the last time, for a reason that lies with the disk or its server."""


def _code_of(error: BaseException | None) -> int | str | None:
    # The upper octets tell which kind of the error it is: https://sqlite.org/rescode.html
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return getattr(error, "sqlstate", None) if code is None else code & 0xFF


def is_about_storing(error: DBAPIError) -> bool:
    """Returns whether `error` says that nothing can be stored until somebody looks after the disk or the server."""
    return _code_of(error.orig) in _CANNOT_STORE


@event.listens_for(Engine, "handle_error")
def _note_failure(context: ExceptionContext) -> None:
    """What was opened while only reading was possible never learns that writing is possible again."""
    code = _code_of(context.original_exception)
    if code in _CANNOT_STORE and not _is_reading.get():
        _has_failed.set()
    if code in _UNUSABLE:
        context.is_disconnect = True
    if code == sqlite3.SQLITE_READONLY and context.engine is not None:
        database_file.close_all(context.engine)


@event.listens_for(Engine, "after_cursor_execute")
def _note_writing(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
    if _has_failed.is_set() and statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
        connection.info[_WROTE] = True


@event.listens_for(Engine, "rollback")
def _forget_writing(connection: Connection) -> None:
    if not connection.invalidated:
        connection.info.pop(_WROTE, None)


@event.listens_for(Engine, "checkin")
def _note_written(connection: object, record: ConnectionPoolEntry) -> None:
    if connection is None:
        return
    if record.info.pop(_WROTE, False):
        _has_failed.clear()
    elif _has_failed.is_set():
        # It may be one that can only read, for good.
        record.invalidate()


def can_be_written() -> bool:
    """Returns False if nothing can be stored at the moment. Raises OperationalError if the database cannot be reached.

    After a write that failed that is so until one succeeds, at the latest the sign that this process gives each minute.
    Takes no lock: whoever asks need not wait for those who write.
    """
    if _has_failed.is_set():
        return False
    if db.engine.dialect.name == "sqlite":
        return database_file.is_writable(Path(db.engine.url.database or ""))
    with reading(), db.engine.connect() as connection:
        return bool(connection.scalar(sa.text("SHOW transaction_read_only")) == "off")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        # A transaction that reads and then writes under plain BEGIN fails at once when another has written since:
        # busy_timeout cannot help a stale snapshot. IMMEDIATE queues the writers instead.
        connection.exec_driver_sql("BEGIN" if _is_reading.get() else "BEGIN IMMEDIATE")


@event.listens_for(Engine, "before_cursor_execute")
def _ask_for_binary_results(
    _connection: Connection,
    cursor: Any,  # noqa: ANN401 - a driver's own cursor
    _statement: str,
    _parameters: object,
    context: ExecutionContext | None,
    _executemany: bool,  # noqa: FBT001 - SQLAlchemy's signature
) -> None:
    if context is None or context.dialect.driver != "psycopg" or not context.execution_options.get("binary_results"):
        return
    # Here, because a site on SQLite never loads this driver.
    from psycopg.pq import Format  # noqa: PLC0415

    cursor.format = Format.BINARY
