"""The page that explains the API, with examples to copy."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars.api.protocol.operations import OPERATIONS
from webinars.api.protocol.operations import bp as operations
from webinars.web import access
from webinars.web.page_cache.stored_pages import holds_until, keep_pages
from webinars.web.site_context import absolute_url, site_settings

DRAFT = '{"title": "Letters on colour", "starts_wall": "2027-02-16T16:00", "timezone": "Europe/London"}'
SCRIPT = r"""#!/bin/sh
# Writes programme.html: the coming webinars, by month. It needs curl and jq.
set -eu
{
  echo '<!doctype html><meta charset="utf-8"><title>Webinars</title><h1>Webinars</h1>'
  curl -fsS 'BASE/webinars?after=today&limit=100' | jq -r '
    .items | map(select(.starts_at)) | group_by(.starts_wall[:7])[] |
    "<h2>" + (.[0].starts_wall | strptime("%Y-%m-%dT%H:%M") | strftime("%B %Y")) + "</h2>",
    "<ul>",
    (.[] | "<li><a href=\"" + (.url | @html) + "\">" + (.title | @html) + "</a>, "
      + (.starts_wall | strptime("%Y-%m-%dT%H:%M") | strftime("%A %e")) + ": "
      + ([.zone_line[].shown] | join(", ") | @html) + "</li>"),
    "</ul>"'
} > programme.html
"""
bp = Blueprint("api_explanation", __name__)


@bp.get("/api")
@access.public
@keep_pages()
def show() -> ResponseReturnValue:
    """Returns the page."""
    holds_until(None)
    base = f"{site_settings().base_url}{operations.url_prefix}"
    return render_template(
        "interfaces/api.html",
        base=base,
        operations=OPERATIONS,
        draft=DRAFT,
        example=SCRIPT.replace("BASE", base),
        assistants=absolute_url("mcp.answer"),
    )
