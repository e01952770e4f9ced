"""The blueprint of recordings and what its views share."""

from typing import Any

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars.config import Settings
from webinars.db import db
from webinars.models import Webinar
from webinars.programme.queries import Slugged, current_slug

bp = Blueprint("recordings", __name__)


def site_settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def absolute_url(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - as url_for takes them
    """The lasting address of a page: built on the configured base address, never on the request's."""
    return site_settings().base_url + url_for(endpoint, **values)


def at_former_address(kind: type[Slugged], slug: str, endpoint: str) -> ResponseReturnValue:
    """What an unknown slug of a `kind` answers: 308 to where it is now, 410 if it is gone, else 404."""
    try:
        now_at = current_slug(db.session(), kind, slug)
    except LookupError:
        abort(410)
    if now_at is None:
        abort(404)
    query = "?" + request.query_string.decode("ascii", "replace") if request.query_string else ""
    return redirect(url_for(endpoint, slug=now_at) + query, code=308)


def visible_or_gone(webinar: Webinar) -> None:
    """Answer 410 for what was taken back, and 404 for what strangers have never seen."""
    if webinar.is_unpublished:
        abort(410)
    if not webinar.is_public_page:
        abort(404)
