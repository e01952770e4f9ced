"""A statement that takes too long is ended: who waited is told, the log knows where, the next request is as ever."""

import time

import pytest
import sqlalchemy as sa
from flask import request

from tests.filled_form import FilledForm
from webinars import statement_limits
from webinars.database_file import creation_allowed
from webinars.db import db
from webinars.models.page_cache_version import PageCacheVersion
from webinars.statement_limits import limited_to

ENDLESS = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(3600)",
}
TO_SEND_AGAIN = "//form[.//button[text()='Send it again']]"


@pytest.fixture
def notes(fresh_app, monkeypatch):
    """An application with one more page: it shows notes, or takes one, and never comes to its end if it is asked so."""
    for limit in ("READING_S", "WRITING_S"):
        monkeypatch.setattr(f"webinars.web.requests.transactions.{limit}", 0.3)

    def show():
        if "endless" in request.values:
            endless()
        return ", ".join(db.session.scalars(sa.text("SELECT text FROM note")))

    def take():
        db.session.execute(sa.text("INSERT INTO note (text) VALUES (:text)"), {"text": request.form["text"]})
        time.sleep(float(request.form.get("pause", 0)))
        text = show()
        db.session.commit()
        return text

    def endless():
        db.session.execute(sa.text(ENDLESS[db.engine.dialect.name]))

    fresh_app.config["WTF_CSRF_ENABLED"] = False
    fresh_app.add_url_rule("/notes", "notes.show", show)
    fresh_app.add_url_rule("/notes", "notes.take", take, methods=["POST"])
    with fresh_app.app_context(), creation_allowed(), db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE note (text VARCHAR(80))"))
        # Whoever writes gives the site another edition.
        PageCacheVersion.metadata.create_all(
            connection, [PageCacheVersion.metadata.tables[PageCacheVersion.__tablename__]]
        )
    return fresh_app.test_client()


def test_a_page_that_takes_too_long_is_given_up_and_the_next_one_is_not(notes, capsys):
    answer = notes.get("/notes?endless=yes")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "The site is busy" in answer.text
    assert [line for line in capsys.readouterr().err.splitlines() if "[error" in line and "notes.show" in line]
    assert notes.get("/notes").status_code == 200


def test_what_was_sent_comes_back_and_half_of_it_is_not_stored(notes):
    answer = notes.post("/notes", data={"text": "Comets", "endless": "yes"})

    assert answer.status_code == 503
    assert ("text", "Comets") in FilledForm(answer, TO_SEND_AGAIN).fields
    assert notes.get("/notes").text == ""
    assert notes.post("/notes", data={"text": "Comets"}).text == "Comets"


def test_who_stands_still_in_a_transaction_is_put_out_by_postgresql(notes, fresh_app, monkeypatch):
    monkeypatch.setattr(statement_limits, "IDLE_S", 0.2)
    with fresh_app.app_context():
        is_put_out = db.engine.dialect.name == "postgresql"

    answer = notes.post("/notes", data={"text": "Comets", "pause": "1"})

    if is_put_out:
        assert answer.status_code == 503
        assert ("text", "Comets") in FilledForm(answer, TO_SEND_AGAIN).fields
    assert notes.get("/notes").text == ("" if is_put_out else "Comets")


def test_who_waits_for_no_page_has_no_limit(fresh_app, notes):
    """Also on a connection that had one before."""
    notes.get("/notes")
    with fresh_app.app_context():
        long = {
            "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3000000) "
            "SELECT count(*) FROM n",
            "postgresql": "SELECT 1 FROM pg_sleep(0.5)",
        }[db.engine.dialect.name]
        with limited_to(0.01), pytest.raises(sa.exc.OperationalError):
            db.session.execute(sa.text(long))
        db.session.rollback()

        assert db.session.execute(sa.text(long)).all()
        db.session.rollback()


def test_a_connection_is_told_its_limits_once(notes, fresh_app, monkeypatch):
    with fresh_app.app_context():
        is_told = db.engine.dialect.name == "postgresql"
    told = []
    tell = statement_limits._tell
    monkeypatch.setattr(statement_limits, "_tell", lambda session, limit: told.append(limit) or tell(session, limit))

    assert [notes.get("/notes").status_code for _turn in range(3)] == [200] * 3
    assert told == ([0.3] if is_told else [])
