import datetime as dt

import pytest
import time_machine

from tests.audience_question_factories import make_question, open_board
from tests.factories import make_webinar
from webinars.models import AskingMode
from webinars.web.page_cache import poll_cache

NOW = dt.datetime(2027, 2, 14, 16, 41, tzinfo=dt.UTC)
"""41 minutes after the start of the webinar."""


@pytest.fixture
def noon():
    """Time stands still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def at_once(monkeypatch, app):
    """Polls are answered from what is stored now, not from what was a second ago."""
    monkeypatch.setattr(poll_cache, "FRESH_S", 0.0)
    app.extensions["questions"].forget()


@pytest.fixture
def webinar(session, lunar, noon):
    """On Sunday 14 February 2027, 4pm to 6pm in London: it is live."""
    return make_webinar(
        session,
        lunar,
        "Can a machine be said to think?",
        slug="machine",
        starts_wall=dt.datetime(2027, 2, 14, 16),
        timezone="Europe/London",
        duration_minutes=120,
    )


@pytest.fixture
def board(session, webinar):
    return open_board(session, webinar, mode=AskingMode.ALWAYS, code="machine2")


@pytest.fixture
def asked(session, settings, board):
    """`asked("Why?", votes=3)`: a question that is public, unless values say otherwise."""

    def asked(text="Could the Engine have composed music?", **values):
        return make_question(session, settings, board, text, **values)

    return asked
