"""One request, at most one transaction at a time: begun for reading when nothing is stored. Only a view commits.

No statement of a request takes longer than anybody would wait: see `webinars.statement_limits`.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from flask import Flask, current_app, g, request

from webinars.db import db, reading
from webinars.pure.times import read_zone
from webinars.statement_limits import READING_S, WRITING_S, limited_to
from webinars.web.security.identity import look_again
from webinars.web.security.origin import SAFE_METHODS
from webinars.web.security.sessions import may_have_session

View = TypeVar("View", bound=Callable[..., object])


def stores_nothing(view: View) -> View:
    """Let a view that answers POST, because what it reads is long, begin its transactions for reading."""
    view.stores_nothing = True  # type: ignore[attr-defined]  # functions take attributes
    return view


@contextmanager
def prepared() -> Iterator[None]:
    """For slow work before anything is stored: what it asks of the database is only read, and nobody waits for it.

    What was loaded until its end is loaded anew when it is used again.
    """
    end_transaction()
    try:
        with reading():
            yield
    finally:
        end_transaction()


def end_transaction() -> None:
    """Forget what was asked so far: nobody else could write as long as what follows takes."""
    db.session.rollback()
    look_again()


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.teardown_request(_end)


def _begin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    is_reading = request.method in SAFE_METHODS or getattr(view, "stores_nothing", False)
    g.blocks = ExitStack()
    g.blocks.enter_context(limited_to(READING_S if is_reading and not may_have_session() else WRITING_S))
    if is_reading:
        g.blocks.enter_context(reading())
    else:
        # What is typed for a zone is read while something is stored. The first in a process reads the names of all
        # places, a fifth of a second.
        read_zone("nowhere")


def _end(_error: BaseException | None) -> None:
    blocks = g.pop("blocks", None)
    if blocks is not None:
        blocks.close()
