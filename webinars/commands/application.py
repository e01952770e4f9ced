"""The application and its database, as commands need them."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

    from webinars.config import Settings


@contextmanager
def without_collector() -> Iterator[None]:
    """While programs are loaded nearly all that is made stays: to look through it again and again takes a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def application(settings: "Settings | None" = None) -> Iterator["Flask"]:
    """Yields the application, with its context pushed.

    Raises SettingsError.
    """
    with without_collector():
        from webinars import create_app  # noqa: PLC0415 - only commands that need the web load it
        from webinars.db import db  # noqa: PLC0415

        app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def make_data_folder(app: "Flask") -> None:
    """Where the first start finds none: a key from the environment has not made it either."""
    app.config["SETTINGS"].data.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def database() -> Iterator["Session"]:
    """Yields a session on the migrated database, and rolls back what the block has not committed.

    An empty database gets its tables, so that `user create` can be the first thing one does. Raises CommandFailed if
    the tables are those of another version, if a restore has not come to its end, or if the database should not be
    empty.
    """
    with application() as app:
        make_data_folder(app)
        from webinars.commands import migrations, missing_database  # noqa: PLC0415 - see `application`
        from webinars.commands.backup_parts import unfinished_restore  # noqa: PLC0415 - see `application`
        from webinars.db import db  # noqa: PLC0415

        state = migrations.state()
        if state.is_empty:
            unfinished_restore.require_none(app.config["SETTINGS"])
            missing_database.require_none(app.config["SETTINGS"])
            migrations.upgrade()
        else:
            migrations.require_this_version(state)
        session = db.session()
        try:
            yield session
        finally:
            session.rollback()
