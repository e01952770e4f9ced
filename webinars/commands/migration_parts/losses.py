"""What a database holds that an older version of it has no place for."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from webinars.commands import migrations
from webinars.commands.application import application
from webinars.config import Settings
from webinars.db import db, reading
from webinars.lib.i18n import ngettext

DERIVED = ("search_", "alembic_", "edition", "listed_webinar", "worker_sign")
"""How tables begin that are written anew, or are none of ours."""
NOTHING = ("", "0", "false", "[]", "{}", "null")
"""What columns hold of which nobody has said anything."""


def losses(settings: Settings, revision: str) -> Iterator[str]:
    """Yields each table, and each column of another one, that goes with its rows, and how many say something in it.

    The older version is made once, empty and elsewhere, and compared: what a migration says of itself need not be so.
    """
    places = _places(settings, revision)
    with reading(), db.engine.connect() as connection:
        for table in _tables(connection):
            conditions: dict[str, sa.ColumnElement[bool]] = {table.name: sa.true()}
            if table.name in places:
                gone = [column for column in table.columns if column.name not in places[table.name]]
                conditions = {f"{table.name}.{column.name}": _says_something(column) for column in gone}
            for name, condition in conditions.items():
                if count := connection.scalar(sa.select(sa.func.count()).select_from(table).where(condition)):
                    yield ngettext("%(name)s: %(num)s row", "%(name)s: %(num)s rows", count, name=name)


def _places(settings: Settings, revision: str) -> dict[str, set[str]]:
    """Returns the columns of each table at `revision`."""
    if revision == "base":
        return {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        elsewhere = replace(settings, data=folder, database_url=f"sqlite:///{folder / 'older.db'}")
        stack.enter_context(application(elsewhere))
        migrations.upgrade(revision)
        with reading(), db.engine.connect() as connection:
            return {table.name: set(table.columns.keys()) for table in _tables(connection)}


def _tables(connection: sa.Connection) -> list[sa.Table]:
    metadata = sa.MetaData()
    metadata.reflect(connection, only=lambda name, _metadata: not name.startswith(DERIVED))
    return metadata.sorted_tables


def _says_something(column: sa.Column[object]) -> sa.ColumnElement[bool]:
    return column.is_not(None) & sa.cast(column, sa.String).not_in(NOTHING)
