"""Several pieces of work at one moment, each in a thread and a transaction of its own."""

import threading

import pytest

from webinars.db import db
from webinars.domain.programme.errors import StaleRevision
from webinars.lib.errors import WebinarsError

REFUSALS = (WebinarsError, LookupError)
TRIES = 20


@pytest.fixture
def together(app, session):
    """`together(works)`: calls each `work(session)`, and commits. Returns the types of the errors that refused some.

    Who was overtaken begins again, as a person would. An error that is no refusal fails the test.
    """

    def together(works):
        session.commit()
        gate, refused, broken = threading.Barrier(len(works)), [], []

        def run(work):
            with app.app_context():
                gate.wait(timeout=30)
                try:
                    _carry_out(work)
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


def _carry_out(work):
    for left in reversed(range(TRIES)):
        try:
            work(db.session())
            db.session.commit()
        except StaleRevision:
            db.session.rollback()
            if not left:
                raise
        except BaseException:
            db.session.rollback()
            raise
        else:
            return
