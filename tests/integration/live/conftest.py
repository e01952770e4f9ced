import datetime as dt

import pytest
import time_machine

from tests.factories import make_webinar
from webinars.domain.live.jobs import store_presence
from webinars.web.page_cache import poll_cache

STARTS = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
"""Sunday 14 February 2027, 4pm in London. It lasts two hours."""
OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def clock_at():
    """`clock_at(minutes)`: time stands still so many minutes after the planned start."""
    with time_machine.travel(STARTS, tick=False) as traveller:
        yield lambda minutes: traveller.move_to(STARTS + dt.timedelta(minutes=minutes))


@pytest.fixture(autouse=True)
def at_once(monkeypatch, app):
    """Polls are answered from what is stored now, not from what was a second ago."""
    monkeypatch.setattr(poll_cache, "FRESH_S", 0.0)
    app.extensions["live"].forget()
    app.extensions["questions"].forget()


@pytest.fixture
def webinar(session, lunar, clock_at):
    clock_at(0)
    return make_webinar(
        session,
        lunar,
        slug="comets",
        starts_wall=dt.datetime(2027, 2, 14, 16),
        timezone="Europe/London",
        duration_minutes=120,
    )


@pytest.fixture
def stored(app, session, settings):
    """`stored(now)`: the worker takes up what pages have said."""

    def stored(now):
        session.commit()
        app.extensions["live"].tally.hand_over()
        store_presence(session, settings, now=now)

    return stored
