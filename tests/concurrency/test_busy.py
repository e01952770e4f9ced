"""What is sent while somebody else holds the database for longer than a request waits."""

import contextlib

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation, make_webinar
from tests.filled_form import FilledForm
from webinars import statement_limits
from webinars.db import db
from webinars.models import Organisation, Role, Status

PAGE = "/manage/webinars/comets-and-their-tails"
TO_SEND_AGAIN = "//form[.//button[text()='Send it again']]"


@pytest.fixture
def browser(session, client, sign_in):
    host = make_organisation(session, "Lunar Society")
    make_webinar(session, host, status=Status.DRAFT)
    sign_in(client, make_member(session, host, "Caroline Herschel", Role.EDITOR))
    client.test_session = None
    session.commit()
    return client


@pytest.fixture
def impatient(monkeypatch):
    """Requests wait half a second for others on PostgreSQL; SQLite waits five, as it was told when it was opened."""
    monkeypatch.setattr(statement_limits, "LOCK_S", 0.5)


@contextlib.contextmanager
def held():
    """Nobody else can write until the block ends."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("LOCK TABLE webinar, personal_feed IN EXCLUSIVE MODE"))
        yield


@pytest.mark.usefixtures("impatient")
def test_a_form_comes_back_as_it_was_sent(browser):
    form = FilledForm(browser.get(PAGE)).fill(summary="Tails, at last.")
    with held():
        answer = browser.post(PAGE, data=form.data())

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Nothing was saved yet, but what you typed is still here." in answer.text

    answer = browser.post(PAGE, data=FilledForm(answer, TO_SEND_AGAIN).data())

    assert answer.status_code == 303
    assert "Tails, at last." in browser.get(PAGE).text


@pytest.mark.usefixtures("impatient")
def test_a_public_form_comes_back_without_a_session(session, browser):
    organisation = session.scalars(sa.select(Organisation)).one()
    make_webinar(session, organisation, "Planets")
    chosen = {"chosen": f"organisation-{organisation.id}"}
    session.commit()
    with held():
        answer = browser.post("/follow", data=chosen)

    assert answer.status_code == 503
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert FilledForm(answer, TO_SEND_AGAIN).fields == list(chosen.items())
