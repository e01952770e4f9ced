"""The archive of recordings."""

from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from msgspec.structs import replace

from webinars import clock
from webinars.db import db
from webinars.domain.programme.queries import present_slug
from webinars.domain.search.catalogue.facets import FACETS
from webinars.domain.search.catalogue.json_results import archive_json
from webinars.domain.search.catalogue.queries import CataloguePage, Filters, find_recordings
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation, Series, Speaker, Topic
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.number_converter import existing, page_in_address
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.security.rate_limits import SEARCHES, require_within
from webinars.web.site_context import absolute_url

FRESH = "public, max-age=300"
LONGEST_VALUE = 200
KINDS: dict[str, type[Any]] = {
    "organisation": Organisation,
    "speaker": Speaker,
    "series": Series,
    "topic": Topic,
}
"""What the facets that are slugs lead to."""


@bp.get("/recordings")
@access.public
@keep_pages("q", *FACETS, "sort", "page")
def index() -> ResponseReturnValue:
    filters, found = _found()
    return render_template("recordings/index.html", filters=filters, page=found, facets=FACETS)


@bp.get("/recordings.json")
@access.public
def index_json() -> ResponseReturnValue:
    """The same as JSON, for other sites and programs."""
    filters, found = _found()
    response = jsonify(archive_json(found, filters, absolute_url))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = FRESH
    response.add_etag()
    return response.make_conditional(request)


def _found() -> tuple[Filters, CataloguePage]:
    """Returns what the address asks for, and the page of it. Ends in 404 beyond the last page."""
    filters = Filters(
        **{name: one_line(request.args.get(name, ""), at_most=LONGEST_VALUE) for name in ("q", *FACETS, "sort")}
    )
    if filters.q:
        require_within(SEARCHES, "search")
    found = find_recordings(db.session(), filters, page_in_address(), today=clock.now().date())
    if not found.count and (moved := _with_present_slugs(filters)) != filters:
        filters, found = moved, find_recordings(db.session(), moved, page_in_address(), today=clock.now().date())
    return filters, existing(found)


def _with_present_slugs(filters: Filters) -> Filters:
    """Returns `filters` with the present slugs of whatever has moved.

    An address that somebody kept goes on filtering.
    """
    chosen = filters.chosen
    return replace(
        filters,
        **{name: present_slug(db.session(), kind, chosen[name]) for name, kind in KINDS.items() if name in chosen},
    )
