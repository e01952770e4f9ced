"""An address with a slash too much or too few leads to the right one, on the host that was asked.

Werkzeug writes its redirects with the Host of the request, which anybody may choose: a cache would hand that out to
others.
"""

from urllib.parse import quote, urlsplit

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from webinars.web.requests.page_languages import language_prefix, page_language


def init_app(app: Flask) -> None:
    app.before_request(_without_last_slash)
    app.after_request(_without_host)


def _without_last_slash() -> ResponseReturnValue | None:
    """Lead from `/webinars/`, as people type it, to `/webinars`. werkzeug adds slashes only."""
    if request.method not in {"GET", "HEAD"} or not isinstance(request.routing_exception, NotFound):
        return None
    path = "/" + request.path.strip("/")
    if not request.path.endswith("/") or path == "/":
        return None
    try:
        current_app.create_url_adapter(request).match(path)  # type: ignore[union-attr]  # there is a request
    except HTTPException:
        return None
    query = request.query_string.decode("latin-1")
    path = language_prefix(page_language()) + quote(path)
    return redirect(f"{path}?{query}" if query else path, 308)


def _without_host(response: Response) -> Response:
    found = request.routing_exception
    if not isinstance(found, RequestRedirect):
        return response
    parts = urlsplit(found.new_url)
    # Two slashes at the beginning would name a host again.
    path = language_prefix(page_language()) + "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
    response.headers["Location"] = path
    response.set_data(redirect(path).get_data())
    return response
