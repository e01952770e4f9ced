"""The blueprint of the public pages and what its views share."""

from typing import TypeVar

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars.config import Settings
from webinars.db import db
from webinars.programme.queries import Page, Slugged, current_slug

bp = Blueprint("programme", __name__)

Found = TypeVar("Found")


def site_settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@bp.app_template_global()
def absolute_url(endpoint: str, **values: object) -> str:
    """The address of a page as others may keep it: built on the configured base address, never on the request's."""
    return site_settings().base_url + url_for(endpoint, **values)  # type: ignore[arg-type]  # url_for takes Any


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


def page_number() -> int:
    """`?page=`, from 1; what is no page number means the first."""
    number = request.args.get("page", "1")
    return max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1  # noqa: PLR2004 - no list is that long


def existing(page: Page) -> Page:
    """`page` if there is such a page, else 404."""
    if page.number > page.page_count:
        abort(404)
    return page
