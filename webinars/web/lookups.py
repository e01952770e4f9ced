"""How views of several features find what an address names, and what they answer where it is not."""

from collections.abc import Callable
from typing import Any, NoReturn

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from webinars.db import db
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.queries import Slugged, current_slug
from webinars.models import Webinar
from webinars.web.security.identity import current_actor


def at_former_address(
    kind: type[Slugged],
    slug: str,
    endpoint: str,
    look_at: Callable[[str], object] | None = None,
    **values: Any,  # noqa: ANN401 - as url_for takes them
) -> Response:
    """Returns what an unknown slug of a `kind` answers: 308 to where it is now, 410 if it is gone, else 404.

    `look_at` is given the present slug, and ends in an answer of its own for people who may not see what is there.
    `values` are what else the endpoint's address is made of.
    """
    now_at = now_at_or_gone(kind, slug)
    if look_at is not None:
        look_at(now_at)
    query = "?" + request.query_string.decode("ascii", "replace") if request.query_string else ""
    return redirect(url_for(endpoint, slug=now_at, **values) + query, code=308)


def lead_on(kind: type[Slugged], slug: str, look_at: Callable[[str], object] | None = None) -> NoReturn:
    """End in what `at_former_address` returns for the address that was asked for, of which only the slug is another."""
    beside = {name: value for name, value in (request.view_args or {}).items() if name != "slug"}
    abort(at_former_address(kind, slug, request.endpoint or "", look_at, **beside))


def now_at_or_gone(kind: type[Slugged], slug: str) -> str:
    """Returns where a former slug of a `kind` leads now. Ends in 410 if it is gone, in 404 if nothing ever had it."""
    try:
        return current_slug(db.session(), kind, slug) or abort(404)
    except LookupError:
        abort(410)


def visible_or_gone(webinar: Webinar) -> None:
    """Answer 410 for a webinar that was taken back, and 404 for one that strangers have never seen."""
    if webinar.is_unpublished:
        abort(410)
    if not webinar.is_public_page:
        abort(404)


def webinar_or_404(slug: str) -> Webinar:
    """Returns the webinar with everything, if the person who asks may look at it. To all others there is none."""
    webinar = webinar_to_edit(db.session(), slug)
    if webinar is None or not permissions.can_view(current_actor(), webinar):
        abort(404)
    return webinar


def permitted_webinar_or_404(slug: str, may: Callable[[Actor, Webinar], bool]) -> Webinar:
    """Returns the webinar, if the person `may` do that with it, by a rule. Ends in 403 for those who may only look."""
    webinar = webinar_or_404(slug)
    if not may(current_actor(), webinar):
        abort(403)
    return webinar
