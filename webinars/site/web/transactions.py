"""One request, at most one transaction at a time: begun for reading when nothing is stored; only a view commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from flask import Flask, current_app, g, request

from webinars.db import db, reading
from webinars.site.web.identity import look_again
from webinars.site.web.origin import SAFE_METHODS

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
    _end_transaction()
    try:
        with reading():
            yield
    finally:
        _end_transaction()


def _end_transaction() -> None:
    db.session.rollback()
    look_again()


def init_app(app: Flask) -> None:
    app.before_request(_begin_for_reading)
    app.teardown_request(_end_reading)


def _begin_for_reading() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or getattr(view, "stores_nothing", False):
        g.reading = reading()
        g.reading.__enter__()


def _end_reading(_error: BaseException | None) -> None:
    block = g.pop("reading", None)
    if block is not None:
        block.__exit__(None, None, None)
