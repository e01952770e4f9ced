"""A button pressed several times at the same moment: it is done once, and each press says how it stands."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_member, make_organisation, make_speaker, make_webinar
from webinars.models import Agreement, AuditEvent, Role, Status

PRESSES = 4


@pytest.fixture
def press(session, new_client, sign_in):
    """`press(host, path)`: what each press of a button by an owner is answered, in the order of the codes."""

    def press(host, path):
        olga = make_member(session, host, "Olga", Role.OWNER)
        browsers = [new_client() for _press in range(PRESSES)]
        for browser in browsers:
            sign_in(browser, olga)
            # Two threads must not share the session of the test.
            browser.test_session = None
        session.commit()
        barrier = threading.Barrier(PRESSES)

        def once(browser):
            barrier.wait(timeout=10)
            return browser.post(path).status_code

        with ThreadPoolExecutor(PRESSES) as pool:
            return sorted(pool.map(once, browsers))

    return press


@pytest.mark.parametrize(
    ("status", "button", "action", "codes"),
    [
        (Status.DRAFT, "publication", "webinar:publish", [303] * PRESSES),
        (Status.PUBLISHED, "postponement", "webinar:postpone", [303] * PRESSES),
        (Status.PUBLISHED, "cancellation", "webinar:cancel", [303] * PRESSES),
        (Status.DRAFT, "delete", "webinar:delete", [303] + [404] * (PRESSES - 1)),
    ],
)
def test_it_is_done_once(session, press, status, button, action, codes):
    host = make_organisation(session)
    make_webinar(session, host, "Tides", status=status)

    assert press(host, f"/manage/webinars/tides/{button}") == codes
    assert session.scalars(sa.select(AuditEvent.action)).all() == [action]


def test_a_speaker_is_confirmed_once(session, press):
    host = make_organisation(session)
    webinar = make_webinar(session, host, "Tides")
    mary = add_appearance(session, webinar, make_speaker(session, host, "Mary Somerville"), agreement=Agreement.ASKED)

    assert press(host, f"/manage/webinars/tides/lineup/{mary.id}/confirmation") == [303] * PRESSES
    assert session.scalars(sa.select(AuditEvent.action)).all() == ["webinar:set_lineup"]
