"""The database that `webinars copy-database` fills: another one, empty, and with our tables."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from webinars.commands import migrations
from webinars.commands.command_result import CommandFailed
from webinars.database_file import is_missing
from webinars.db import Base, reading
from webinars.lib.i18n import gettext as _


def prepare(source: Engine, target: Engine) -> None:
    """Make the tables of this version in `target`, the database of the current application, unless they are there.

    Raises CommandFailed if it is `source` itself, holds anything, or was made by a newer version. Raises DBAPIError if
    it cannot be reached, or the tables cannot be made.
    """
    state = migrations.state()
    if _are_same(source, target):
        raise CommandFailed(_("The target is the database of this site itself. Name another one, which is empty."))
    if not is_missing(target.url):
        with reading(), target.connect() as connection:
            _require_empty(connection, has_our_tables=not state.is_empty)
    if not state.is_known:
        raise CommandFailed(
            _(
                "The target has the tables of a newer version, %(current)s. Name an empty database, or install that "
                "version.",
                current=state.current,
            )
        )
    if not state.is_current:
        migrations.upgrade()


def _are_same(source: Engine, target: Engine) -> bool:
    if source.dialect.name != target.dialect.name:
        return False
    if source.dialect.name == "sqlite":
        file = Path(str(target.url.database))
        return file.exists() and Path(str(source.url.database)).samefile(file)
    # An address can be written in many ways: that of a socket, a name or a number.
    identity = sa.text("SELECT pg_postmaster_start_time(), current_database()")
    with reading(), source.connect() as here, target.connect() as there:
        return here.execute(identity).one() == there.execute(identity).one()


def _require_empty(target: Connection, *, has_our_tables: bool) -> None:
    """Raises CommandFailed if there is a row in a table of ours, or a table that is not ours."""
    ours = Base.metadata.tables.keys() if has_our_tables else frozenset[str]()
    for name in sorted(sa.inspect(target).get_table_names()):
        # What the engines of search keep for themselves follows from our rows.
        if name == "alembic_version" or (has_our_tables and name.startswith("search_fts")):
            continue
        if name not in ours:
            raise CommandFailed(
                _("The target has a table %(table)s, which is not ours. Name an empty database.", table=name)
            )
        if target.scalar(sa.select(sa.exists(sa.select(sa.literal(1)).select_from(Base.metadata.tables[name])))):
            raise CommandFailed(
                _(
                    "The target is not empty: there are rows in %(table)s, and nothing is overwritten. Name an empty "
                    "database.",
                    table=name,
                )
            )
