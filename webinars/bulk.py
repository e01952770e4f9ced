"""Many rows in one statement."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session


def insert_rows(session: Session, table: sa.TableClause, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, which all name the same columns."""
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sa.insert(table), rows)
        return
    # To send PostgreSQL row after row costs more than what it does with them: each column goes as one array.
    names = list(rows[0])
    arrays = [sa.cast([row[name] for row in rows], sa.ARRAY(_sent_as(table.c[name]))) for name in names]
    given = sa.func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    columns = [sa.cast(given.c[name], table.c[name].type) for name in names]
    session.execute(sa.insert(table).from_select(names, sa.select(*columns), include_defaults=False))


def _sent_as(column: sa.ColumnElement[Any]) -> sa.types.TypeEngine[Any]:
    return sa.Text() if isinstance(column.type, TSVECTOR) else column.type
