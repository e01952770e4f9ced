import re
import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from tests.factories import make_user
from webinars.db import db
from webinars.domain.organisations import actions as organisations
from webinars.domain.programme.errors import StaleRevision, WrongState
from webinars.models import Organisation


def failing_with(app, error):
    def fail():
        raise error

    app.testing = False
    app.add_url_rule("/fail", view_func=fail)
    return app.test_client().get("/fail")


@pytest.mark.parametrize(
    "error", [StaleRevision(), StaleDataError("0 rows"), IntegrityError("INSERT", {}, Exception("unique"))]
)
def test_who_was_overtaken_is_told_so(fresh_app, error):
    answer = failing_with(fresh_app, error)

    assert answer.status_code == 409
    assert "Somebody else has changed this in the meantime" in answer.text


def test_a_database_that_is_held_or_away_is_busy_and_not_broken(fresh_app):
    answer = failing_with(fresh_app, OperationalError("SELECT", {}, sqlite3.OperationalError("database is locked")))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "locked" not in answer.text


def test_what_a_statement_was_given_is_in_no_message(app, session):
    with pytest.raises(sa.exc.DatabaseError) as caught:
        session.execute(sa.text("SELECT * FROM nothing_of_the_kind WHERE passcode = :code"), {"code": "PASS4711"})
    session.rollback()

    assert "PASS4711" not in str(caught.value)
    assert db.engine.hide_parameters


def test_a_failure_shows_the_number_by_which_the_log_tells_of_it(fresh_app, capsys):
    answer = failing_with(fresh_app, ZeroDivisionError("hunter2"))

    assert answer.status_code == 500
    [reference] = re.findall(r"reference=(\w{8})", capsys.readouterr().err)
    assert reference in answer.text
    assert [word for word in ("hunter2", "ZeroDivisionError", "Traceback") if word in answer.text] == []


def test_what_fails_in_the_middle_stores_nothing(app, session, monkeypatch, sign_in, client):
    sign_in(client, make_user(session, "Ada", is_admin=True))

    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    # The last that the verb does, after the organisation and its owner.
    monkeypatch.setattr(organisations, "Membership", fail)
    app.testing = False
    try:
        answer = client.post("/manage/organisations", data={"name": "Lunar Society", "timezone": "Europe/London"})
    finally:
        app.testing = True

    assert answer.status_code == 500
    monkeypatch.undo()
    assert session.scalars(sa.select(Organisation)).all() == []
    assert client.post("/manage/organisations", data={"name": "Lunar Society", "timezone": "Europe/London"}).location


def test_a_tab_says_in_words_what_went_wrong(client):
    assert "<title>There is no page at this address (404) – " in client.get("/nowhere").text


def test_what_cannot_be_done_is_said_in_its_own_words(fresh_app):
    answer = failing_with(fresh_app, WrongState("Only what is published can be moved."))

    assert answer.status_code == 409
    assert "Only what is published can be moved." in answer.text
