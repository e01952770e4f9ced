"""Where the database stands between its migrations.

Asked at every start and by every look at the site's health, so without Alembic: its table and the names of our files
say it, and a rule holds both against what Alembic reads.
"""

from functools import cache

import sqlalchemy as sa
from msgspec import Struct

from webinars.database_file import is_missing
from webinars.db import db, reading
from webinars.paths import resource_folder

_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))


class MigrationState(Struct, frozen=True):
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


def state() -> MigrationState:
    """Returns where the application's database stands. Raises OperationalError if it cannot be reached."""
    known, newest = _revisions()
    if is_missing(db.engine.url):
        return MigrationState(None, newest, is_known=True)
    with reading(), db.engine.connect() as connection:
        has_table = sa.inspect(connection).has_table(_VERSION.name)
        current = connection.scalar(sa.select(_VERSION.c.version_num)) if has_table else None
    return MigrationState(current, newest, current is None or current in known)


def is_known(revision: str) -> bool:
    """Returns whether this installation has a migration of this number."""
    return revision in _revisions()[0]


@cache
def _revisions() -> tuple[frozenset[str], str | None]:
    """Returns every revision of this installation, and the newest. The files do not change while a process runs."""
    files = (resource_folder("migrations") / "versions").glob("[0-9]*_*.py")
    numbers = [file.name.partition("_")[0] for file in files]
    return frozenset(numbers), max(numbers, default=None)
