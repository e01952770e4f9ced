"""The button of the first steps, pressed twice at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from tests.factories import make_user
from webinars.db import db
from webinars.models import Organisation, Speaker, Webinar

TYPED = {
    "organisation": "Lunar Society",
    "timezone": "Britain",
    "title": "How to catalogue a nebula",
    "date": "2036-12-10",
    "hour": "19:00",
    "duration_minutes": "90",
    "speakers": "Caroline Herschel",
    "press": "publish",
}


def test_one_organisation_is_made_and_one_webinar(session, new_client, sign_in):
    caroline = make_user(session, "Caroline Herschel", is_admin=True)
    browsers = [new_client() for _press in range(2)]
    for browser in browsers:
        sign_in(browser, caroline)
        # Two threads must not share the session of the test.
        browser.test_session = None
    session.commit()
    barrier = threading.Barrier(2)

    def press(browser):
        barrier.wait(timeout=10)
        return browser.post("/manage/first-run", data=TYPED)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, browsers))

    assert [answer.location for answer in answers] == ["/manage/first-run/published"] * 2
    with db.engine.begin() as connection:
        counts = [
            connection.scalar(sa.select(sa.func.count()).select_from(each)) for each in (Organisation, Webinar, Speaker)
        ]
    assert counts == [1, 1, 1]
