import datetime as dt

import pytest

from tests.factories import make_membership, make_organisation, make_user, make_webinar

DAY = dt.timedelta(days=1)


@pytest.fixture
def lunar(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday."""
    return make_webinar(session, lunar, "Comets and their tails", starts_in=-DAY)


@pytest.fixture
def olga(session, lunar):
    """Owns the Lunar Society."""
    olga = make_user(session, "Olga")
    make_membership(session, lunar, olga)
    return olga


@pytest.fixture
def oskar(session):
    """Organises elsewhere."""
    oskar = make_user(session, "Oskar")
    make_membership(session, make_organisation(session, "Royal Society"), oskar)
    return oskar
