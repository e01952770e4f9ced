"""What follows from webinars (calendars, lists, search) is written in requests, and not while a test arranges.

A third of what a test does would go into it, and few look at it: those ask for the fixture `derived`. Whoever reads
what was left out gets an error, so that no test passes because nothing is there. With `--all` nothing is left out.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, has_request_context
from sqlalchemy import event
from sqlalchemy.orm import Session

from webinars.db import db
from webinars.models.derived import Changes, Subscriber

WRITERS = {
    "webinars.domain.calendars.actions",
    "webinars.domain.programme.listing.lists",
    "webinars.domain.search.actions",
}
TABLES = "calendar_entry|facet_count|feed|feed_entry|listed_webinar|recording_facet|search_[a-z]+"
READING = re.compile(rf"\s*(SELECT|WITH)\b.*\b(FROM|JOIN) ({TABLES})\b", re.DOTALL)
"""What reads what they write, on either database."""


@contextmanager
def left_out(app: Flask) -> Iterator[None]:
    """Until the block ends nothing that follows from webinars is written but in requests, and nobody may miss it."""
    subscribers = app.extensions["derivations"]
    is_missing = is_writing = False

    def in_requests(subscriber: Subscriber) -> Subscriber:
        def follow(session: Session, changes: Changes, now: dt.datetime) -> None:
            nonlocal is_missing, is_writing
            if not has_request_context():
                is_missing = True
                return
            is_writing = True
            try:
                subscriber(session, changes, now)
            finally:
                is_writing = False

        return follow

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if is_missing and not is_writing and READING.match(statement):
            raise AssertionError(f"It was left out while the test arranged. Ask for the fixture `derived`: {statement}")

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", look)
    app.extensions["derivations"] = [in_requests(each) if each.__module__ in WRITERS else each for each in subscribers]
    try:
        yield
    finally:
        app.extensions["derivations"] = subscribers
        event.remove(engine, "before_cursor_execute", look)
