"""Where the database stands between its migrations, and the way to the newest."""

import contextlib
import datetime as dt
import io
import os
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from webinars.commands.command_result import CommandFailed
from webinars.config import Settings
from webinars.db import db, reading
from webinars.lib.i18n import gettext as _
from webinars.paths import resource_folder
from webinars.web.monitoring.migration_state import MigrationState, is_known, state

COPIES_FOLDER_NAME = "copies"
KEPT_COPIES = 5

__all__ = [
    "MigrationState",
    "copy_before_upgrade",
    "is_known",
    "newer_database",
    "prepare",
    "quick_check",
    "require_this_version",
    "state",
    "upgrade",
]


def prepare() -> None:
    """Give the application what Flask-Migrate needs of it: no process that only serves ever loads Alembic."""
    from flask_migrate import Migrate  # noqa: PLC0415 - see above

    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(resource_folder("migrations")), render_as_batch=True)


def upgrade(revision: str = "head") -> None:
    """Bring the database to the newest migration, or to another one. Does nothing where it is there already."""
    import flask_migrate  # noqa: PLC0415 - see `prepare`

    prepare()
    # Alembic reports each step on standard output, where a command's own result belongs.
    with contextlib.redirect_stdout(io.StringIO()):
        flask_migrate.upgrade(revision=revision)


def copy_before_upgrade(settings: Settings, at: MigrationState, *, now: dt.datetime) -> Path | None:
    """Copy an SQLite database before it is migrated.

    Returns where the copy is, or None where there is nothing to copy. The newest few are kept.
    """
    if db.engine.dialect.name != "sqlite" or at.is_empty or db.engine.url.database in {None, "", ":memory:"}:
        return None
    folder = settings.data / COPIES_FOLDER_NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Two that start in one second make a copy each.
    path = folder / f"before-migration-from-{at.current}-{now:%Y%m%dT%H%M%S}-{os.getpid()}.db"
    # VACUUM INTO copies a consistent state while others write, and refuses to run inside a transaction: so not through
    # SQLAlchemy, which begins one.
    connection = db.engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM INTO ?", (str(path),))
    finally:
        connection.close()
    path.chmod(0o600)
    for old in sorted(folder.glob("before-migration-*.db"), key=lambda copy: copy.stat().st_mtime)[:-KEPT_COPIES]:
        old.unlink()
    return path


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
