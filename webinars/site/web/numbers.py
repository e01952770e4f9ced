"""Numbers in addresses: what no column can hold is no page, and never reaches the database."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""What an id is stored in; PostgreSQL refuses to compare it with more."""
LAST_PAGE = 100_000
"""No list is that long."""


class IdConverter(IntegerConverter):
    """`<int:…>` in a rule: up to the largest id; anything beyond matches no rule and is answered with 404."""

    def __init__(self, url_map: Map, *, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST_ID) -> None:  # noqa: A002 - as in the rules
        super().__init__(url_map, fixed_digits=fixed_digits, min=min, max=max)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter


def asked_page() -> int:
    """`?page=`, from 1; what is no number means the first, and one that no list reaches is not found."""
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= LAST_PAGE:
        abort(404)
    return number
