import datetime as dt

import pytest

from tests import factories
from webinars.models import Role


@pytest.fixture(autouse=True)
def _before_what_is_read(time_machine):
    """Every date of the texts and calendars is to come: what is over is neither followed nor missed."""
    time_machine.move_to(dt.datetime(2027, 1, 20, 12, tzinfo=dt.UTC))


@pytest.fixture
def olga(session, client, sign_in, lunar):
    """An editor, who has signed in."""
    user = factories.make_user(session, "Olga")
    factories.make_membership(session, lunar, user, Role.EDITOR)
    sign_in(client, user)
    return user
