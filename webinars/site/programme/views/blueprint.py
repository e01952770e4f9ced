"""The blueprint of the public pages and what its views share."""

from typing import TypeVar

from flask import Blueprint, abort, request

from webinars.domain.programme.queries import Page

bp = Blueprint("programme", __name__)

Found = TypeVar("Found")


def page_number() -> int:
    """`?page=`, from 1; what is no page number means the first."""
    number = request.args.get("page", "1")
    return max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1  # noqa: PLR2004 - no list is that long


def existing(page: Page) -> Page:
    """`page` if there is such a page, else 404."""
    if page.number > page.page_count:
        abort(404)
    return page
