"""Where the database stands between its migrations, and the way to the newest."""

import contextlib
import datetime as dt
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app

from webinars import clock
from webinars.commands.command_result import CommandFailed
from webinars.commands.migration_parts import new_tables
from webinars.config import Settings
from webinars.db import db, reading
from webinars.lib.i18n import gettext as _
from webinars.paths import resource_folder
from webinars.web.monitoring.migration_state import MigrationState, is_known, state

COPIES_FOLDER_NAME = "copies"
KEPT_COPIES = 5
PREFIX = "before-migration-"
COPY_LOCK = 7_301_947
"""Any constant but that of migrations/env.py."""

__all__ = [
    "MigrationState",
    "copy_before_migration",
    "downgrade",
    "is_known",
    "migrate",
    "newer_database",
    "older_revision",
    "prepare",
    "quick_check",
    "require_this_version",
    "state",
    "turn",
    "upgrade",
]


def prepare() -> None:
    """Give the application what Flask-Migrate needs of it: no process that only serves ever loads Alembic."""
    from flask_migrate import Migrate  # noqa: PLC0415 - see above

    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(resource_folder("migrations")), render_as_batch=True)


def upgrade(revision: str = "head") -> None:
    """Bring the database to the newest migration, or to another one. Does nothing where it is there already."""
    at = state()
    if revision == "head" and at.is_empty and at.newest is not None:
        new_tables.make(at.newest)
        if state().is_current:
            return
    import flask_migrate  # noqa: PLC0415 - see `prepare`

    _run(flask_migrate.upgrade, revision)


def downgrade(revision: str) -> None:
    """Bring the database back to an older migration."""
    import flask_migrate  # noqa: PLC0415 - see `prepare`

    _run(flask_migrate.downgrade, revision)


def _run(work: Callable[..., None], revision: str) -> None:
    prepare()
    # Alembic reports each step on standard output, where a command's own result belongs.
    with contextlib.redirect_stdout(io.StringIO()):
        work(revision=revision)


def migrate(settings: Settings, revision: str = "head", *, new_database: bool = False, with_copy: bool = True) -> None:
    """Bring the database to this version, after a copy where there is something to lose.

    Raises CommandFailed if it cannot be copied, or if it is empty though it should not be, unless a `new_database` is
    wanted.
    """
    from webinars.commands import missing_database  # noqa: PLC0415 - it imports us
    from webinars.commands.backup_parts import unfinished_restore  # noqa: PLC0415 - it imports us

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with turn():
        at = state()
        if not at.is_known:
            raise CommandFailed(newer_database(at))
        if not at.is_behind:
            return
        if at.is_empty:
            unfinished_restore.require_none(settings)
            if not new_database:
                missing_database.require_none(settings)
        if with_copy:
            copy_before_migration(settings, at, now=clock.now())
        upgrade(revision)


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """On PostgreSQL one process at a time copies and migrates: a migration waits for a dump, but not for long."""
    if db.engine.dialect.name == "sqlite":
        yield
        return
    with db.engine.connect() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(COPY_LOCK)))
        yield


def copy_before_migration(settings: Settings, at: MigrationState, *, now: dt.datetime) -> Path | None:
    """Copy the database before it is migrated, up or down, and say where the copy is.

    Returns that, or None where there is nothing to copy. The newest few are kept. Raises CommandFailed.
    """
    from webinars.commands.backup_parts.snapshot import write_snapshot  # noqa: PLC0415 - only a migration needs it
    from webinars.commands.backup_parts.working_folder import working_folder  # noqa: PLC0415

    is_file = db.engine.dialect.name == "sqlite"
    if at.is_empty or (is_file and db.engine.url.database in {None, "", ":memory:"}):
        return None
    folder = settings.data / COPIES_FOLDER_NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Two that start in one second make a copy each.
    name = f"{PREFIX}from-{at.current}-{now:%Y%m%dT%H%M%S}-{os.getpid()}.{'db' if is_file else 'pgdump'}"
    with working_folder(folder, ".unfinished-") as unfinished:
        write_snapshot(unfinished / name)
        (unfinished / name).chmod(0o600)
        path = (unfinished / name).rename(folder / name)
    for old in sorted(folder.glob(f"{PREFIX}*"), key=lambda copy: copy.stat().st_mtime)[:-KEPT_COPIES]:
        old.unlink()
    click.echo(_("The database is about to be migrated. A copy of it is in %(path)s.", path=str(path)))
    return path


def older_revision(at: MigrationState, wanted: str) -> str:
    """Returns the revision that is `wanted`: its number, `base`, or `-1` for one below. Raises CommandFailed."""
    if not at.is_known:
        raise CommandFailed(newer_database(at))
    current = int(at.current or 0)
    try:
        number = 0 if wanted == "base" else int(wanted) + (current if wanted.startswith("-") else 0)
    except ValueError:
        number = -1
    if not 0 <= number < current:
        raise CommandFailed(
            _("The database is at %(current)s; “%(wanted)s” is nothing below it.", current=at.current, wanted=wanted)
        )
    return f"{number:04d}" if number else "base"


def newer_database(at: MigrationState) -> str:
    """Returns the sentence for a database that a newer installation has migrated."""
    return _(
        "The database is at version %(current)s, which this installation does not know. "
        "Install the newer version again.",
        current=at.current,
    )


def require_this_version(at: MigrationState) -> None:
    """Raises CommandFailed, with what to do, if the tables are those of another version."""
    if at.is_behind:
        raise CommandFailed(_("The database is of an older version. Run `webinars db upgrade`, then try again."))
    if not at.is_known:
        raise CommandFailed(newer_database(at))


def quick_check() -> str | None:
    """Returns what SQLite finds wrong with its file, or None if that is nothing, or if it is another database."""
    if db.engine.dialect.name != "sqlite":
        return None
    with reading(), db.engine.connect() as connection:
        found = connection.scalar(sa.text("PRAGMA quick_check(1)"))
    return None if found == "ok" else str(found)
