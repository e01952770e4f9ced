"""Fixtures for tests on a real database; among them the people of the three kinds that every page knows."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from tests.application import empty_database
from tests.factories import make_member, make_organisation
from tests.integration.slow_work import slow_work_waits_for_nothing
from tests.left_out import left_out
from tests.scene import Scene
from webinars.config import Settings
from webinars.db import db
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.media.folder_storage import FolderStorage
from webinars.models import Organisation, Role, User

__all__ = ["slow_work_waits_for_nothing"]

ASKED_EACH_SECOND = ("FROM site_setting", "FROM edition")
StatementCounter = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture(autouse=True)
def _arranged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Leaves out what follows from webinars while a test arranges: see `tests.left_out`."""
    config = request.config
    if "app" not in request.fixturenames or "derived" in request.fixturenames or config.getoption("--all"):
        yield
        return
    with left_out(request.getfixturevalue("migrated_app")):
        yield


@pytest.fixture
def derived() -> None:
    """What follows from webinars is written at each commit, as it is where nobody tests."""


@pytest.fixture
def lunar(session: Session) -> Organisation:
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session: Session, lunar: Organisation) -> User:
    """Owns the Lunar Society."""
    return make_member(session, lunar, "Olga", Role.OWNER)


@pytest.fixture
def vera(session: Session, lunar: Organisation) -> User:
    """May look at what the Lunar Society has, and change nothing."""
    return make_member(session, lunar, "Vera", Role.VIEWER)


@pytest.fixture
def oskar(session: Session) -> User:
    """Organises elsewhere."""
    return make_member(session, make_organisation(session, "Royal Society"), "Oskar", Role.OWNER)


@pytest.fixture
def scene(session: Session, settings: Settings, new_client: Any, sign_in: Any) -> Callable[..., Scene]:
    """`scene(state, is_full=True)`: a webinar in one of the states of `tests.desk_world`, and everybody near it."""
    return partial(Scene, session, settings, new_client, sign_in)


@pytest.fixture
def empty(session: Session) -> Callable[[], None]:
    """Forget everything that is stored: the test's session then looks at another, empty site."""

    def empty() -> None:
        session.commit()
        session.expunge_all()
        empty_database()

    return empty


@pytest.fixture
def count_statements(app: Flask) -> StatementCounter:
    """Collects the SQL statements of a block, without the beginnings and ends of transactions."""

    @contextmanager
    def collecting() -> Iterator[list[str]]:
        with app.app_context():
            engine = db.engine
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            # What a process asks once a second, whoever comes, is nobody's in particular.
            if not statement.startswith("BEGIN") and not any(each in statement for each in ASKED_EACH_SECOND):
                statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return collecting


@pytest.fixture
def storage(settings: Settings) -> Iterator[FolderStorage]:
    """The site's own, empty before and after."""
    storage = storage_of(settings)
    assert isinstance(storage, FolderStorage)

    def empty() -> None:
        for path in storage.folder.iterdir() if storage.folder.is_dir() else ():
            path.unlink()

    empty()
    yield storage
    empty()
