"""Where the database stands between its migrations."""

from dataclasses import dataclass
from functools import cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from webinars.database_file import is_missing
from webinars.db import db, reading


@dataclass(frozen=True)
class State:
    """The revision of the database and the newest one of this installation."""

    current: str | None
    newest: str | None
    is_known: bool
    """Whether this installation has the migration the database stands at."""

    @property
    def is_current(self) -> bool:
        return self.current is not None and self.current == self.newest

    @property
    def is_empty(self) -> bool:
        return self.current is None

    @property
    def is_behind(self) -> bool:
        return self.is_known and self.current != self.newest


def state() -> State:
    """Where the application's database stands. Raises OperationalError if it cannot be reached."""
    known, newest = _revisions()
    if is_missing(db.engine.url):
        return State(None, newest, is_known=True)
    with reading(), db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return State(current, newest, current is None or current in known)


def is_known(revision: str) -> bool:
    """Whether this installation has a migration of this number."""
    return revision in _revisions()[0]


@cache
def _revisions() -> tuple[frozenset[str], str | None]:
    """Every revision of this installation, and the newest. The files do not change while a process runs."""
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    return frozenset(script.revision for script in scripts.walk_revisions()), scripts.get_current_head()
