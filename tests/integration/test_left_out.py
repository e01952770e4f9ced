"""No test passes because what it looks at was left out: see `tests.left_out`."""

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_webinar
from webinars.models import CalendarEntry, FeedEntry, ListedWebinar, SearchDocument

FOLLOWING = [CalendarEntry, FeedEntry, ListedWebinar, SearchDocument]


@pytest.fixture
def _stored(session):
    make_webinar(session, make_organisation(session, "Lunar Society"), "Comets")
    session.commit()


@pytest.mark.usefixtures("_stored")
@pytest.mark.parametrize("model", FOLLOWING)
def test_who_reads_it_is_told(session, pytestconfig, model):
    if pytestconfig.getoption("--all"):
        pytest.skip("nothing is left out")

    with pytest.raises(AssertionError, match="Ask for the fixture `derived`"):
        session.scalars(sa.select(model)).all()


@pytest.mark.usefixtures("derived", "_stored")
@pytest.mark.parametrize("model", FOLLOWING)
def test_who_asks_for_it_has_it(session, model):
    assert session.scalars(sa.select(model)).all()
