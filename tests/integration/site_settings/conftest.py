import dataclasses

import pytest

from tests.factories import make_user
from tests.postbox import mail_server, postbox
from webinars.web.site_context import look_again_at_settings

__all__ = ["mail_server", "postbox"]


@pytest.fixture(autouse=True)
def given(app, settings):
    """The settings of a server that leaves to administrators what it can."""
    given = dataclasses.replace(settings, fixed=frozenset({"base_url", "redis_url", "database_url"}))
    app.config["SETTINGS"] = given
    yield given
    app.config["SETTINGS"] = settings
    with app.app_context():
        look_again_at_settings()


@pytest.fixture
def caroline(session):
    return make_user(session, "Caroline Herschel", email="caroline@lunar.example", is_admin=True)


@pytest.fixture
def administrator(client, sign_in, caroline):
    """`client`, signed in as an administrator."""
    sign_in(client, caroline)
    return client
