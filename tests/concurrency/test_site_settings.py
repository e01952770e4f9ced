"""Two administrators who save the settings of the site at the same moment."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from tests.factories import make_user
from tests.filled_form import FilledForm
from webinars.db import db
from webinars.models import SiteSetting
from webinars.web.site_context import look_again_at_settings, site_settings

PAGE = "/manage/site"
ROUNDS = 4
ALL_CONNECTIONS = 15
"""Of a pool of SQLAlchemy: five, and ten more in need."""


@pytest.fixture
def browsers(session, new_client, sign_in):
    browsers = [new_client() for _person in range(2)]
    for browser, name in zip(browsers, ("Caroline Herschel", "Joseph Priestley"), strict=True):
        sign_in(browser, make_user(session, name, is_admin=True))
        # Two threads must not share the session of the test.
        browser.test_session = None
    session.commit()
    return browsers


def saved_together(browsers, changes):
    """What both are answered who have opened the page before either saves."""
    barrier = threading.Barrier(2)
    forms = [
        FilledForm(browser.get(PAGE), "//form[@data-site-settings]").fill(**each)
        for browser, each in zip(browsers, changes, strict=True)
    ]

    def send(browser, form):
        barrier.wait(timeout=10)
        return browser.post(PAGE, data=form.data(""))

    with ThreadPoolExecutor(2) as pool:
        return sorted(answer.status_code for answer in pool.map(send, browsers, forms))


def stored():
    with db.engine.begin() as connection:
        return dict(connection.execute(sa.select(SiteSetting.name, SiteSetting.value)).all())


def test_what_each_has_changed_is_stored(browsers):
    for number in range(1, ROUNDS + 1):
        changes = [{"page_cache_seconds": f"{number}5"}, {"mail_from": f"webinars{number}@lunar.example"}]

        assert saved_together(browsers, changes) == [303, 303]
        assert stored() == {"page_cache_seconds": number * 10 + 5, "mail_from": f"webinars{number}@lunar.example"}


def test_of_one_setting_the_first_is_stored_and_the_second_is_asked(browsers):
    for number in range(1, ROUNDS + 1):
        changes = [{"page_cache_seconds": f"{number}1"}, {"page_cache_seconds": f"{number}2"}]

        assert saved_together(browsers, changes) == [303, 409]
        assert stored()["page_cache_seconds"] in {number * 10 + 1, number * 10 + 2}


@pytest.mark.usefixtures("app")
def test_who_holds_the_last_connection_of_a_pool_need_not_wait_for_another(session):
    """All others may be with people who wait for a row that this one holds."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("its writers wait for the file and not for rows")
    session.commit()
    pool = db.engine.pool
    with ExitStack() as held:
        while pool.checkedout() < ALL_CONNECTIONS:
            held.enter_context(db.engine.connect())
        look_again_at_settings()
        begun = time.monotonic()

        assert site_settings().site_name

        assert time.monotonic() - begun < pool.timeout() / 3
