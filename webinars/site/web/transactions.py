"""One request, at most one transaction: begun for reading when the method is safe; only a view commits."""

from flask import Flask, g, request

from webinars.db import reading
from webinars.site.web.origin import SAFE_METHODS


def init_app(app: Flask) -> None:
    app.before_request(_read_only_for_safe_methods)
    app.teardown_request(_end_reading)


def _read_only_for_safe_methods() -> None:
    if request.method in SAFE_METHODS:
        g.reading = reading()
        g.reading.__enter__()


def _end_reading(_error: BaseException | None) -> None:
    block = g.pop("reading", None)
    if block is not None:
        block.__exit__(None, None, None)
