"""Runs migrations on the application's own database, safely on SQLite.

Batch mode copies a table and drops the old one. With foreign keys on, SQLite deletes the child rows with it, so they
are off on this connection, and `foreign_key_check` afterwards shows that nothing dangles.
"""

import sqlalchemy as sa
from alembic import context
from flask import current_app

from webinars import models  # noqa: F401 - fills the metadata
from webinars.database_file import creation_allowed
from webinars.db import BUSY_TIMEOUT_MS, Base, Instant, WebAddress, WebAddresses

LOCK_TIMEOUT = "4s"
"""How long a migration waits on PostgreSQL for those who read and write: they all wait behind it."""
ADVISORY_LOCK = 7_301_946
"""Any constant: two processes that start at once take turns."""
PATIENCE_MS = 3_600_000
"""How long the second of them waits on SQLite, where the first holds the write lock."""


def render_item(type_, obj, autogen_context):
    """Write our own column types as plain SQLAlchemy, so that old migrations never import the application."""
    if type_ == "type" and isinstance(obj, Instant):
        return "sa.DateTime(timezone=True)"
    if type_ == "type" and isinstance(obj, WebAddress | WebAddresses):
        return f"sa.{obj.impl!r}"
    return False


def process_revision_directives(context_, revision, directives):
    """Number the revisions, so that their files stand in order."""
    script = directives[0]
    newest = context_.script.get_current_head()
    script.rev_id = f"{int(newest or 0) + 1:04d}"


def run():
    engine = current_app.extensions["migrate"].db.engine
    with creation_allowed(), engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            connection.connection.execute("PRAGMA foreign_keys=OFF")
            connection.connection.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        else:
            # First the turn, for which one waits as long as the other takes.
            connection.execute(sa.text(f"SELECT pg_advisory_lock({ADVISORY_LOCK})"))
            connection.execute(sa.text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
            connection.commit()
        try:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                render_item=render_item,
                process_revision_directives=process_revision_directives,
                include_name=include_name,
                transaction_per_migration=False,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite:
                    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                    if dangling:
                        raise RuntimeError(f"The migration left rows without their parent: {dangling[:5]}")
        finally:
            connection.rollback()
            if is_sqlite:
                connection.connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
                connection.connection.execute("PRAGMA foreign_keys=ON")
            else:
                connection.execute(sa.text("RESET lock_timeout"))
                connection.execute(sa.text(f"SELECT pg_advisory_unlock({ADVISORY_LOCK})"))
                connection.commit()


def include_name(name, type_, parent_names):
    """Leave alone what the search back ends keep for themselves (FTS5 has tables of its own)."""
    return not (type_ == "table" and name is not None and name.startswith("search_fts"))


run()
