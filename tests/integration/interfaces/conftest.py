import datetime as dt

import pytest
import time_machine

from tests.factories import make_member
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.interfaces.api_tokens.actions import create_token
from webinars.models import Role, Scope


@pytest.fixture
def clock_at():
    """`clock_at(instant)`: time stands still there; until then at noon of a day in November."""
    with time_machine.travel(dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC), tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def edith(session, lunar):
    """Edits the webinars of the Lunar Society."""
    return make_member(session, lunar, "Edith", Role.EDITOR)


@pytest.fixture
def token_of(session, lunar):
    """`token_of(user, *scopes)`: a token of the Lunar Society, and its secret."""
    names = []

    def make(user, *scopes, name=None, days=365, now=None):
        name = name or f"Our own website{f' {len(names) + 1}' if names else ''}"
        names.append(name)
        actor, now = actor_of(session, user.id), now or clock.now()
        made = create_token(session, actor, lunar, name=name, scopes=scopes or [Scope.READ], days=days, now=now)
        session.commit()
        return made

    return make
