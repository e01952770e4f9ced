import datetime as dt

import pytest

from tests.factories import make_organisation, make_webinar


@pytest.fixture
def lunar(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday."""
    return make_webinar(session, lunar, "Comets and their tails", starts_in=dt.timedelta(days=-1))
