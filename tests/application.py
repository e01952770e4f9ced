"""Fixtures for tests of the whole application, on a real database that is emptied after each test.

A plugin of pytest that `tests/conftest.py` loads unless only unit tests are asked for.

Transactions are real: what a test arranges is committed before a request sees it. `client` does that by itself.
"""

import dataclasses
import sqlite3
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.property_order import fix_property_order
from tests.services import POSTGRESQL_URL
from webinars import clock
from webinars.app.application import build_app
from webinars.commands.migrations import upgrade
from webinars.config import MailServer, Settings, read_settings
from webinars.db import Base, db
from webinars.domain.accounts.actions import open_session
from webinars.domain.processes.visit_counts import Tally
from webinars.models import User
from webinars.web.security.identity import TOKEN
from webinars.web.security.rate_limits import limiter
from webinars.web.site_context import look_again_at_settings


@event.listens_for(Engine, "connect")
def _spare_the_disk(connection: Any, _record: object) -> None:
    # What a power cut would lose of a test's database, nobody misses.
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database of this process's own."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'webinars.db'}"
        return
    with new_postgresql_database() as url:
        yield url


class new_postgresql_database:  # noqa: N801 - reads as a function in a with statement
    """A PostgreSQL database that lasts as long as the block: empty, or as the one at the address `like`."""

    def __init__(self, like: str | None = None) -> None:
        self.template = "template1" if like is None else sa.make_url(like).database

    def __enter__(self) -> str:
        self.name = f"webinars_test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(POSTGRESQL_URL, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')
            # As of SQLite's.
            connection.execute(f'ALTER DATABASE "{self.name}" SET synchronous_commit = off')
        return sa.make_url(POSTGRESQL_URL).set(database=self.name).render_as_string(hide_password=False)

    def __exit__(self, *_error: object) -> None:
        with psycopg.connect(POSTGRESQL_URL, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{self.name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return read_settings(
        {
            "WEBINARS_DATA": str(tmp_path_factory.mktemp("data")),
            "WEBINARS_DATABASE_URL": database_url,
            "WEBINARS_SECRET_KEY": "a secret for tests, of more than 32 characters",
            "WEBINARS_SITE_NAME": "Learned Societies",
            "WEBINARS_BASE_URL": "http://localhost",
        }
    )


@pytest.fixture(scope="session")
def migrated_app(settings: Settings) -> Iterator[Flask]:
    fix_property_order(is_reversed=not settings.database_url.startswith("sqlite"))
    app = build_app(settings)
    app.testing = True
    # Tests post what a form would hold; that nothing is read without a token has tests of its own.
    app.config["WTF_CSRF_ENABLED"] = False
    # Whatever a test does, no page that was kept may say anything but what a new one would.
    app.extensions["page_shelf"].is_checked = True
    with app.app_context():
        upgrade()
        start_ids_apart()
    yield app
    with app.app_context():
        db.engine.dispose()


def start_ids_apart() -> None:
    """Let the ids of every table begin at a number of its own.

    A test that knows an id by heart, or takes one table's for another's, is red at once, not in the one order of tests
    in which its number is another. SQLite begins at 1 again whenever a table is empty.
    """
    if db.engine.dialect.name != "postgresql":
        return
    with db.engine.begin() as connection:
        for begin, sequence in enumerate(sorted(sa.inspect(connection).get_sequence_names()), start=1):
            connection.exec_driver_sql(f'ALTER SEQUENCE "{sequence}" RESTART WITH {begin * 100_000}')


@pytest.fixture
def app(migrated_app: Flask) -> Iterator[Flask]:
    # Before the test, for a session's server may have answered since the last one that asked for this.
    with migrated_app.app_context():
        limiter.reset()
        migrated_app.extensions["page_shelf"].forget()
    forget_counts(migrated_app)
    yield migrated_app
    with migrated_app.app_context():
        empty_database()
        look_again_at_settings()


def forget_counts(app: Flask) -> None:
    """Empty every tray: what other tests have counted is about rows that are gone, and SQLite gives their ids again."""
    for extension in app.extensions.values():
        tally = getattr(extension, "tally", extension)
        if isinstance(tally, Tally):
            # A test hands over itself when it wants to: the clock, by which pages do, would at any moment.
            tally.hand_over_s = 3600
            tally.hand_over()
            list(tally.tray.take())


def empty_database() -> None:
    # Not TRUNCATE on PostgreSQL: it makes new files for every table, which costs more than the few rows of a test.
    statements = [f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables)]
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("; ".join(statements))
        else:
            for statement in statements:
                connection.exec_driver_sql(statement)


Stored = dict[sa.Table, list[dict[str, Any]]]


def everything_stored() -> Stored:
    """All committed rows of every table, in the order of their keys: what a row refers to was there before it."""
    with db.engine.connect() as connection:
        return {
            table: [
                dict(row)
                for row in connection.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()
            ]
            for table in Base.metadata.sorted_tables
        }


@contextmanager
def snapshot() -> Iterator[Callable[[], None]]:
    """Yields what makes the database hold what it holds now, and nothing else, quicker than to make the same anew."""
    if db.engine.dialect.name == "postgresql":
        yield partial(_put_back, everything_stored())
        return
    with closing(sqlite3.connect(":memory:")) as pages:
        with closing(db.engine.raw_connection()) as connection:
            connection.driver_connection.backup(pages)

        def put_back() -> None:
            with closing(db.engine.raw_connection()) as connection:
                pages.backup(connection.driver_connection)

        yield put_back


def _put_back(stored: Stored) -> None:
    empty_database()
    with db.engine.begin() as connection:
        for table, rows in stored.items():
            if rows:
                connection.execute(table.insert(), rows)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database session of the test itself; a request has its own."""
    with app.app_context():
        yield db.session()
        db.session.rollback()


class Browser(FlaskClient):
    """A client that, like a person, sees only what has been committed."""

    test_session: Session | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.test_session is not None:
            # An open transaction of the test would hold SQLite's write lock, or show it a past state afterwards.
            self.test_session.commit()
        # A context of its own: inside the test's, Flask would share `g`, and with it who asked the last time.
        with self.application.app_context():
            response = super().open(*args, buffered=True, **kwargs)
        if self.test_session is not None:
            self.test_session.expire_all()
        return response


@pytest.fixture
def new_client(app: Flask, session: Session) -> Callable[[], Browser]:
    """Another browser, with cookies of its own."""

    def new_client() -> Browser:
        browser = Browser(app, response_wrapper=app.response_class)
        browser.test_session = session
        return browser

    return new_client


@pytest.fixture
def client(new_client: Callable[[], Browser]) -> Browser:
    return new_client()


@pytest.fixture
def sign_in(session: Session) -> Callable[[FlaskClient, User], None]:
    """`sign_in(client, user)`: from then on the client's requests are those of `user`."""

    def sign_in(client: FlaskClient, user: User) -> None:
        _opened, token = open_session(session, user, now=clock.now())
        session.commit()
        with client.session_transaction("/account/") as cookie:
            cookie[TOKEN] = token

    return sign_in


@pytest.fixture
def with_mail_server(app: Flask, settings: Settings) -> Iterator[None]:
    """Mails leave the site, as far as pages know."""
    app.config["SETTINGS"] = dataclasses.replace(settings, mail_url=MailServer(host="127.0.0.1", port=25))
    yield
    app.config["SETTINGS"] = settings


@pytest.fixture
def fresh_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty database of the test's own, without tables."""
    stack = ExitStack()
    if request.config.getoption("--database") == "sqlite":
        url = f"sqlite:///{tmp_path / 'fresh.db'}"
    else:
        url = stack.enter_context(new_postgresql_database())
    with stack:
        app = build_app(
            read_settings(
                {
                    "WEBINARS_DATA": str(tmp_path / "data"),
                    "WEBINARS_DATABASE_URL": url,
                    "WEBINARS_BASE_URL": "http://localhost",
                }
            )
        )
        app.testing = True
        yield app
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


@contextmanager
def site(environment: Mapping[str, str]) -> Iterator[Flask]:
    """The application as it is with these settings."""
    app = build_app(read_settings({**environment, "WEBINARS_BASE_URL": "http://localhost"}))
    app.testing = True
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
