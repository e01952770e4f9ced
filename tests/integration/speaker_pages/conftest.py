import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import add_appearance, make_speaker, make_speaking_link, make_webinar
from tests.integration.registration.reading import page_of
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
ROOM = "https://room.example/secret"


@pytest.fixture
def noon():
    """Time stands still."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def webinar(session, lunar, noon):
    """On Sunday 14 February 2027, 4pm to 6pm in London."""
    return make_webinar(
        session,
        lunar,
        starts_wall=dt.datetime(2027, 2, 14, 16),
        timezone="Europe/London",
        duration_minutes=120,
        join_url=ROOM,
        join_passcode="comet-1842",
    )


@pytest.fixture
def wang(session, lunar, webinar):
    """Is asked to speak, and has not answered."""
    speaker = make_speaker(session, lunar, "Wang Zhenyi", affiliation="Nanjing")
    return add_appearance(session, webinar, speaker, agreement=Agreement.ASKED, talk_title="Simple instruments")


@pytest.fixture
def link(session, settings, wang):
    return make_speaking_link(session, settings, wang)


@pytest.fixture
def own(session, settings, link):
    """The address of her page."""
    session.commit()
    return f"/speaking/{token_of(settings, link)}"


@pytest.fixture
def fresh(session):
    """`fresh(wang)`: the row as it is stored now."""

    def fresh(row):
        session.expire_all()
        kind, number = type(row), sa.inspect(row).identity[0]
        return session.scalars(sa.select(kind).where(kind.id == number).execution_options(populate_existing=True)).one()

    return fresh


def form_of(answer):
    """What the form of the texts would send unchanged."""
    (form,) = page_of(answer).xpath('//form[contains(@action, "/details")]')
    return {name: value.removeprefix("\n") for name, value in form.form_values()}
