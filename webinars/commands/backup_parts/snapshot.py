"""The database as one file, in one state of it, while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from webinars.commands.backup_parts.postgresql_tools import run_postgresql_tool
from webinars.db import db


def write_snapshot(path: Path) -> None:
    """Write an SQLite database, or a dump of PostgreSQL, to `path`. Raises CommandFailed, OperationalError."""
    if db.engine.dialect.name == "sqlite":
        # Not inside the transaction that SQLAlchemy would begin: so not through it.
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(path),))
        _forget_workers(path)
    else:
        run_postgresql_tool(
            "pg_dump", db.engine.url, "--format=custom", "--no-owner", "--no-privileges", f"--file={path}",
            "--exclude-table-data=worker_sign",
        )  # fmt: skip


def _forget_workers(copy: Path) -> None:
    """Take out of the copy which workers were alive: where it is restored, none of them is."""
    with closing(sqlite3.connect(copy)) as connection, connection:
        # A database that waits for its migration may not have the table yet.
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'worker_sign'").fetchone():
            connection.execute("DELETE FROM worker_sign")
