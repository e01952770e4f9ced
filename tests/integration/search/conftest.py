import datetime as dt

import pytest

from tests.factories import make_organisation, make_webinar


@pytest.fixture(autouse=True)
def _derived(derived: None) -> None:
    """What is looked at here follows from webinars."""


@pytest.fixture
def lunar(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday."""
    return make_webinar(session, lunar, "Comets and their tails", starts_in=dt.timedelta(days=-1))
