import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import make_webinar, open_desk
from webinars.models import OutboundEmail

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
STARTS = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)


@pytest.fixture
def noon():
    """Time stands still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def at():
    """`at(hours)`: time stands still so many hours after the start of the webinar. At first it is over."""
    with time_machine.travel(STARTS + dt.timedelta(hours=3), tick=False) as traveller:
        yield lambda hours: traveller.move_to(STARTS + dt.timedelta(hours=hours))


@pytest.fixture
def webinar(session, lunar):
    """On Sunday 14 February 2027, 4pm to 6pm in London."""
    return make_webinar(
        session, lunar, starts_wall=dt.datetime(2027, 2, 14, 16), timezone="Europe/London", duration_minutes=120
    )


@pytest.fixture
def past_webinar(session, lunar, at):
    """Was on Sunday 14 February 2027, 4pm to 6pm in London. Nobody registers here yet."""
    webinar = make_webinar(
        session,
        lunar,
        slug="comets",
        starts_wall=dt.datetime(2027, 2, 14, 16),
        timezone="Europe/London",
        duration_minutes=120,
    )
    session.commit()
    return webinar


@pytest.fixture
def desk(session, webinar):
    return open_desk(session, webinar)


@pytest.fixture
def promised(session):
    """The kinds of the mails promised so far, without what every registration's begins with."""

    def promised():
        kinds = session.scalars(sa.select(OutboundEmail.kind).order_by(OutboundEmail.id))
        return [kind.removeprefix("registration.") for kind in kinds]

    return promised
