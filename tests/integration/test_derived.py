import pytest
import sqlalchemy as sa

from tests import factories
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.domain.accounts.actions import create_user
from webinars.domain.accounts.errors import EmailTaken
from webinars.models import CalendarEntry

pytestmark = pytest.mark.usefixtures("derived")


def test_the_end_of_a_savepoint_forgets_nothing_that_was_noted_before(session):
    society = factories.make_organisation(session)
    webinar = factories.make_webinar(session, society, "Comets and their tails")
    factories.make_user(session, "Olga", email="olga@society.example")
    session.commit()

    webinar.title = "Comets and their beards"
    session.flush()
    try:
        create_user(session, email="olga@society.example", name="Olga", now=clock.now())
    except EmailTaken:
        pass
    else:
        raise AssertionError("the address is taken")
    session.commit()

    entry = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id)).one()
    assert b"beards" in unfolded(entry.full)
