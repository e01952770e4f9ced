"""One search over everything that is public. Without script it is a form like any other."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.search.catalogue.site_search import GROUPS, find_everything
from webinars.domain.search.terms import LONGEST_QUERY
from webinars.lib.text_cleaning import one_line
from webinars.web import access
from webinars.web.page_cache.stored_pages import keep_pages
from webinars.web.security.rate_limits import SEARCHES, require_within

bp = Blueprint("search", __name__)


@bp.get("/search")
@access.public
@keep_pages("q", "in")
def show() -> ResponseReturnValue:
    text = one_line(request.args.get("q", ""), at_most=LONGEST_QUERY)
    only = request.args.get("in", "")
    if only and only not in GROUPS:
        abort(404)
    if text:
        require_within(SEARCHES, "search")
    now = clock.now()
    found = find_everything(db.session(), text, only, today=now.date())
    return render_template("search/show.html", text=text, only=only, found=found, groups=GROUPS, now=now)
