"""The archive of recordings."""

from dataclasses import replace
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.lib.text import one_line
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.programme.queries import present_slug
from webinars.recordings.archive_facets import FACETS
from webinars.recordings.archive_queries import Filters, find_recordings
from webinars.recordings.views.blueprint import bp
from webinars.web import access

LONGEST_VALUE = 200
LAST_PAGE = 100_000
KINDS: dict[str, type[Any]] = {
    "organisation": Organisation,
    "speaker": Speaker,
    "series": Series,
    "topic": Topic,
}
"""What the facets that are slugs lead to."""


@bp.get("/recordings")
@access.public
def index() -> ResponseReturnValue:
    filters = Filters(
        **{name: one_line(request.args.get(name, ""), at_most=LONGEST_VALUE) for name in ("q", *FACETS, "sort")}
    )
    found = find_recordings(db.session(), filters, _page_number(), today=clock.now().date())
    if not found.count and (moved := _with_present_slugs(filters)) != filters:
        filters, found = moved, find_recordings(db.session(), moved, _page_number(), today=clock.now().date())
    if found.number > found.page_count:
        abort(404)
    return render_template("recordings/index.html", filters=filters, page=found, facets=FACETS)


def _with_present_slugs(filters: Filters) -> Filters:
    """`filters` with the present slugs of whatever has moved: an address that somebody kept goes on filtering."""
    chosen = filters.chosen
    return replace(
        filters,
        **{name: present_slug(db.session(), kind, chosen[name]) for name, kind in KINDS.items() if name in chosen},
    )


def _page_number() -> int:
    """`?page=`, from 1; what is no page number means the first."""
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdecimal()) or len(number) > len(str(LAST_PAGE)):
        return 1
    return max(1, int(number))
