"""Numbers in addresses: what no column can hold is no page, and never reaches the database."""

from typing import Protocol, TypeVar

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1
"""What an id is stored in. PostgreSQL refuses to compare it with more."""
LAST_PAGE = 100_000
"""No list is that long."""


class IdConverter(IntegerConverter):
    """`<int:…>` in a rule, up to the largest id. Anything beyond matches no rule and is answered with 404."""

    def __init__(self, url_map: Map, *, fixed_digits: int = 0, min: int | None = None, max: int = LARGEST_ID) -> None:  # noqa: A002 - as in the rules
        super().__init__(url_map, fixed_digits=fixed_digits, min=min, max=max)


def init_app(app: Flask) -> None:
    app.url_map.converters["int"] = IdConverter


def as_id(text: str | None) -> int | None:
    """Returns the id that `text` is, or None for what is no number, or more than an id can be."""
    if not text or not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ID))):
        return None
    return int(text) if int(text) <= LARGEST_ID else None


def id_in_address(name: str) -> int | None:
    """Returns the id that the address names so, or None if it names none. Ends in 404 for what is the id of nothing."""
    asked = request.args.get(name)
    if asked is None:
        return None
    found = as_id(asked)
    return found if found is not None else abort(404)


def page_in_address() -> int:
    """Returns `?page=`, from 1. What is no number means the first. Ends in 404 for one that no list reaches."""
    asked = request.args.get("page", "1")
    if not (asked.isascii() and asked.isdecimal()):
        return 1
    if len(asked) > len(str(LAST_PAGE)):
        abort(404)
    return max(1, int(asked))


class Paged(Protocol):
    """One page of a list."""

    @property
    def number(self) -> int: ...
    @property
    def page_count(self) -> int: ...


AnyPage = TypeVar("AnyPage", bound=Paged)


def existing(page: AnyPage) -> AnyPage:
    """Returns `page`. Ends in 404 if the list is not that long."""
    if page.number > page.page_count:
        abort(404)
    return page
