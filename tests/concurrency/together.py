"""Several pieces of work at one moment, each in a thread and a transaction of its own."""

import sqlite3
import threading

import pytest
from sqlalchemy.exc import OperationalError

from webinars.db import db
from webinars.domain.programme.errors import StaleRevision
from webinars.lib.errors import WebinarsError

REFUSALS = (WebinarsError, LookupError)
TRIES = 20
WAITED_TOO_LONG = {sqlite3.SQLITE_BUSY, "55P03"}
"""Somebody else wrote for longer than we wait: the page says so, and one presses again. A deadlock is none of these."""


@pytest.fixture
def together(app, session):
    """`together(works)`: calls each `work(session)`, and commits. Returns the types of the errors that refused some.

    Who was overtaken, or waited too long for the others, begins again, as a person would. An error that is no refusal
    fails the test.
    """

    def together(works):
        session.commit()
        gate, refused, broken = threading.Barrier(len(works)), [], []

        def run(work):
            with app.app_context():
                gate.wait(timeout=30)
                try:
                    carry_out(work)
                except REFUSALS as error:
                    refused.append(type(error))
                except Exception as error:  # noqa: BLE001 - told to the test, which would not hear of it otherwise
                    broken.append(error)

        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        session.expire_all()
        if broken:
            raise broken[0]
        return refused

    return together


def carry_out(work):
    """Calls `work(session)`, and commits; begins again where somebody else was in the way."""
    for left in reversed(range(TRIES)):
        try:
            work(db.session())
            db.session.commit()
        except BaseException as error:
            db.session.rollback()
            if not left or not _begins_again(error):
                raise
        else:
            return


def _begins_again(error):
    if isinstance(error, OperationalError):
        codes = {getattr(error.orig, name, None) for name in ("sqlite_errorcode", "sqlstate")}
        return not codes.isdisjoint(WAITED_TOO_LONG)
    return isinstance(error, StaleRevision)
