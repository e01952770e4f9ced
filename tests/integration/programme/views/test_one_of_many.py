"""A webinar of which a list says something else than its own row: the others are shown all the same."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_webinar
from webinars.models import Webinar

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("derived")


@pytest.fixture
def disagreeing(app, session, client):
    """“Tails” is over, and its row in the lists says that it is to come."""
    lunar = make_organisation(session, "Lunar Society")
    tails, _comets = (make_webinar(session, lunar, title, starts_in=DAY) for title in ("Tails", "Comets"))
    session.commit()
    moved = {"starts_at": tails.starts_at - 9 * DAY, "ends_at": tails.ends_at - 9 * DAY}
    session.execute(sa.update(Webinar.__table__).where(Webinar.id == tails.id).values(**moved))
    session.commit()
    client.test_session = None
    app.testing = False
    yield
    app.testing = True


@pytest.mark.parametrize("page", ["/", "/webinars", "/organisations/lunar-society"])
def test_a_page_goes_on_after_one_that_cannot_be_shown(client, disagreeing, page):
    answer = client.get(page)

    assert answer.status_code == 200
    assert "Comets" in answer.text
    assert ">Tails</a>" in answer.text


def test_the_log_has_what_was_wrong(client, disagreeing, capsys):
    client.get("/webinars")

    assert "an item could not be shown" in capsys.readouterr().err
