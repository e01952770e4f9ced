import datetime as dt

import pytest

from tests.factories import make_webinar

DAY = dt.timedelta(days=1)


@pytest.fixture
def webinar(session, lunar):
    """A webinar of yesterday."""
    return make_webinar(session, lunar, "Comets and their tails", starts_in=-DAY)
