"""Copies the rows of every table from one database to another, and tells whether they are the same there."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.exc import DBAPIError

from webinars.commands.command_result import CommandFailed
from webinars.db import Base
from webinars.lib.i18n import gettext as _

AT_ONCE = 500
"""Rows that are held in memory: a calendar entry has some kilobytes."""


class Digest(Struct, frozen=True):
    """What a table holds, the same on every kind of database."""

    count: int
    """Of its rows."""
    sha256: str
    """Of their values, written as JSON, in the order of the primary key."""


class _RowDigester:
    """Rows that are counted and digested as they pass."""

    def __init__(self) -> None:
        self._count = 0
        self._sha256 = hashlib.sha256()

    def add(self, rows: Sequence[sa.RowMapping]) -> None:
        self._count += len(rows)
        for row in rows:
            self._sha256.update(json.dumps(list(row.values()), default=_written).encode() + b"\n")

    @property
    def digest(self) -> Digest:
        return Digest(self._count, self._sha256.hexdigest())


def count_rows(source: Connection) -> int:
    """Returns how many rows all tables have."""
    counts = (source.scalar(sa.select(sa.func.count()).select_from(each)) or 0 for each in _tables())
    return sum(counts)


def copy_rows(source: Connection, target: Connection, advance: Callable[[int], None]) -> dict[str, Digest]:
    """Copy every row of every table, and tell `advance` of each part.

    Returns what was read, by the name of the table. Raises CommandFailed, with the table or the row, if `target` does
    not take one. The caller commits.
    """
    copied = {}
    for table in _tables():
        try:
            copied[table.name] = _copy_table(source, target, table, advance)
        except DBAPIError as error:
            reason = str(error.orig).strip().partition("\n")[0].rstrip(".")
            raise CommandFailed(
                _(
                    "The rows of %(table)s cannot be copied: %(reason)s. Nothing was stored in the target. Mend that, "
                    "then try again.",
                    table=table.name,
                    reason=reason,
                )
            ) from error
    return copied


def require_same(target: Connection, copied: Mapping[str, Digest], advance: Callable[[int], None]) -> None:
    """Read all tables of `target` again, and tell `advance` of each part.

    Raises CommandFailed if one of them holds anything but what was `copied` there.
    """
    for table in _tables():
        found = _RowDigester()
        with _parts(target, _in_order(table, target)) as parts:
            for rows in parts:
                found.add(rows)
                advance(len(rows))
        if found.digest != copied[table.name]:
            raise CommandFailed(
                _(
                    "The copy of %(table)s is not the same: %(wanted)s rows were read, and %(found)s that may differ "
                    "were found in the target. Nothing was stored there. See that nobody else writes to it, then try "
                    "again.",
                    table=table.name,
                    wanted=copied[table.name].count,
                    found=found.digest.count,
                )
            )


def set_sequences(target: Connection) -> None:
    """Let new rows have ids behind those that were copied. SQLite does so by itself."""
    if target.dialect.name != "postgresql":
        return
    for table in _tables():
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = target.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
        highest = target.scalar(sa.select(sa.func.max(column)))
        if sequence is not None and highest is not None:
            target.execute(sa.select(sa.func.setval(sa.cast(sequence, REGCLASS), highest)))


def gather_statistics(target: Connection) -> None:
    """Let PostgreSQL know now what it will know of the new rows later: without that it plans as for empty tables."""
    if target.dialect.name == "postgresql":
        target.exec_driver_sql("ANALYZE " + ", ".join(f'"{table.name}"' for table in _tables()))


def _tables() -> Sequence[sa.Table]:
    """Returns every table, after those that it refers to."""
    return Base.metadata.sorted_tables


def _copy_table(source: Connection, target: Connection, table: sa.Table, advance: Callable[[int], None]) -> Digest:
    read = _RowDigester()
    references = [each for each in table.columns if any(key.column.table is table for key in each.foreign_keys)]
    with _parts(source, _in_order(table, source)) as parts:
        for rows in parts:
            read.add(rows)
            if target.dialect.name == "postgresql":
                _require_storable(table, rows)
            _insert(target, table, [row for row in rows if all(row[each.name] is None for each in references)])
            advance(len(rows))
    # When those are there to which others refer: one may refer to another that comes after it. None refers to one that
    # refers to a third.
    if references:
        referring = _in_order(table, source).where(sa.or_(*(each.is_not(None) for each in references)))
        with _parts(source, referring) as parts:
            for rows in parts:
                _insert(target, table, rows)
    return read.digest


def _insert(target: Connection, table: sa.Table, rows: Sequence[sa.RowMapping]) -> None:
    if rows:
        target.execute(sa.insert(table), [dict(row) for row in rows])


@contextmanager
def _parts(connection: Connection, query: sa.Select[Any]) -> Iterator[Iterator[Sequence[sa.RowMapping]]]:
    """Yields the rows of `query`, of which only a part is in memory at once."""
    with connection.execute(query, execution_options={"yield_per": AT_ONCE}) as result:
        yield result.mappings().partitions()


def _in_order(table: sa.Table, connection: Connection) -> sa.Select[Any]:
    """Returns all rows by their primary key, texts by their code points: databases have other alphabets."""
    order: list[sa.ColumnElement[Any]] = [
        sa.collate(each, "C") if connection.dialect.name == "postgresql" and isinstance(each.type, sa.String) else each
        for each in table.primary_key
    ]
    return sa.select(table).order_by(*order)


def _written(value: object) -> str:
    """Returns the text of what JSON has no form for."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dt.date):
        # An instant is UTC from every database.
        return value.isoformat()
    raise TypeError(f"no form is known for {type(value)}")


def _require_storable(table: sa.Table, rows: Sequence[sa.RowMapping]) -> None:
    """Raises CommandFailed if SQLite has a text that PostgreSQL does not take."""
    for column in table.columns:
        if not isinstance(column.type, sa.String):
            continue
        for row in rows:
            if reason := _refusal_of(row[column.name], column.type.length):
                raise CommandFailed(
                    _(
                        "PostgreSQL does not take %(table)s.%(column)s of the row %(key)s: it %(reason)s. Nothing was "
                        "stored in the target. Correct that text, then try again.",
                        table=table.name,
                        column=column.name,
                        key=", ".join(f"{each.name} {row[each.name]}" for each in table.primary_key),
                        reason=reason,
                    )
                )


def _refusal_of(text: str | None, longest: int | None) -> str | None:
    if text is not None and "\0" in text:
        return _("has a NUL character in it")
    if text is not None and longest is not None and len(text) > longest:
        return _("is longer than %(longest)s characters", longest=longest)
    return None
