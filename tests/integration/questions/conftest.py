import datetime as dt

import pytest
import time_machine

from tests.audience_question_factories import open_board
from tests.factories import make_webinar
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import Moderator

NOW = dt.datetime(2027, 2, 14, 16, 30, tzinfo=dt.UTC)
"""Half an hour after the start of the webinar that asks."""


@pytest.fixture
def live():
    """Time stands still, half an hour after the start."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def asked(session, lunar):
    """On Sunday 14 February 2027, 4pm to 6pm in London."""
    return make_webinar(
        session, lunar, starts_wall=dt.datetime(2027, 2, 14, 16), timezone="Europe/London", duration_minutes=120
    )


@pytest.fixture
def row(session, asked):
    return open_board(session, asked)


@pytest.fixture
def board(session, asked, row):
    return lock_board(session, asked.id)


@pytest.fixture
def cleo():
    return Moderator(name="Cleo", link_id=1)


@pytest.fixture
def mary():
    return Moderator(name="Mary Somerville", link_id=2)
