from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from icalendar import Calendar, Event

from webinars.db import db


@pytest.fixture(autouse=True)
def _derived(derived: None) -> None:
    """What is looked at here follows from webinars."""


@pytest.fixture(autouse=True)
def nothing_remembered(app) -> None:
    """Each test has a database of its own, which the process must not take for the one of the test before."""
    app.extensions["feeds"].watch.expire()
    app.extensions["feeds"].shelf.forget()


@pytest.fixture
def feed(client) -> Callable[..., list[Event]]:
    """The entries of a feed as a reader sees them."""

    def read(path: str = "/calendar.ics") -> list[Event]:
        response = client.get(path)
        assert response.status_code == 200
        return list(Calendar.from_ical(response.data).walk("VEVENT"))

    return read


@pytest.fixture
def statements(app) -> Iterator[list[str]]:
    """Every SQL statement sent while the test runs; clear it before what you count."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)
