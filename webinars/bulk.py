"""Many rows: put in by one statement, or in steps between which others can save."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from webinars.lib.background_throttle import Pace


class CommittedSteps:
    """Steps of a long work, committed one by one: who saves meanwhile waits for no longer than one of them takes."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pace = Pace(with_pauses=session.get_bind().dialect.name == "sqlite")

    @property
    def count(self) -> int:
        """How many rows the next step should write."""
        return self._pace.count

    def begin(self) -> None:
        """Begin with rows of another kind."""
        self._pace.begin()

    @contextmanager
    def step(self) -> Iterator[None]:
        """The block is one step, which is committed."""
        with self._pace.step():
            yield
            self._session.commit()


def insert_rows(
    session: Session, table: sa.TableClause, rows: Sequence[Mapping[str, Any]], *, skips_known: bool = False
) -> None:
    """Insert `rows`, which all name the same columns, with `skips_known` only those whose key is not there already."""
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        given_one = sqlite.insert(table)
        session.execute(given_one.on_conflict_do_nothing() if skips_known else given_one, rows)
        return
    # To send PostgreSQL row after row costs more than what it does with them: each column goes as one array.
    names = list(rows[0])
    arrays = [sa.cast([row[name] for row in rows], sa.ARRAY(_sent_as(table.c[name]))) for name in names]
    given = sa.func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    columns = [sa.cast(given.c[name], table.c[name].type) for name in names]
    insert = postgresql.insert(table).from_select(names, sa.select(*columns), include_defaults=False)
    session.execute(insert.on_conflict_do_nothing() if skips_known else insert)


def insert_or(session: Session, model: type[Any]) -> sqlite.Insert:
    """Returns an INSERT for rows of `model` that can say what happens where one is there: `.on_conflict_do_…`.

    PostgreSQL and SQLite have the same words for it, and SQLAlchemy an own class for each.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return cast("sqlite.Insert", dialect.insert(model))


def _sent_as(column: sa.ColumnElement[Any]) -> sa.types.TypeEngine[Any]:
    return sa.Text() if isinstance(column.type, TSVECTOR) else column.type
