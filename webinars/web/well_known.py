"""What strangers look for at addresses that are agreed on (RFC 8615), and what browsers are told of the whole site."""

import datetime as dt
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.web import access
from webinars.web.site_context import absolute_url, site_settings

VALID_FOR = dt.timedelta(days=180)
"""A reader must be able to see that somebody still looks after it. At most a year is advised (RFC 9116, 2.5.5)."""

CACHE_CONTROL = "public, max-age=86400"
LONGEST_SHORT_NAME = 16
"""OpenSearch 1.1, ShortName."""

bp = Blueprint("well_known", __name__)


@bp.get("/.well-known/security.txt")
@access.public
def security_txt() -> ResponseReturnValue:
    """Returns whom to tell of a weakness (RFC 9116), or 404 where the operator has not said."""
    contact = site_settings().security_contact
    if not contact:
        abort(404)
    ends_on = (clock.now() + VALID_FOR).date()
    lines = (
        f"Contact: {contact}",
        f"Expires: {ends_on.isoformat()}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {absolute_url('well_known.security_txt')}",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain", headers={"Cache-Control": CACHE_CONTROL})


@bp.get("/opensearch.xml")
@access.public
def opensearch() -> ResponseReturnValue:
    """How a browser searches the site from its own address bar (OpenSearch 1.1)."""
    name = site_settings().site_name
    text = render_template(
        "programme/opensearch.xml",
        short_name=name if len(name) <= LONGEST_SHORT_NAME else name[: LONGEST_SHORT_NAME - 1].rstrip() + "…",
        template=search_address("{searchTerms}"),
    )
    mimetype = "application/opensearchdescription+xml"
    return Response(text, mimetype=mimetype, headers={"Cache-Control": CACHE_CONTROL})


def search_address(words: str) -> str:
    """Returns the absolute address of the search for `words`. What stands in braces is left to be filled in."""
    return f"{site_settings().base_url}/search?q={quote(words, safe='{}')}"


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
