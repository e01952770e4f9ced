"""Redirects of the routing itself, to an address with or without a slash, stay on the host that was asked.

Werkzeug writes them with the Host of the request, which anybody may choose: a cache would hand that out to others.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, redirect, request
from werkzeug.routing import RequestRedirect


def init_app(app: Flask) -> None:
    app.after_request(_without_host)


def _without_host(response: Response) -> Response:
    found = request.routing_exception
    if not isinstance(found, RequestRedirect):
        return response
    parts = urlsplit(found.new_url)
    # Two slashes at the beginning would name a host again.
    path = "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
    response.headers["Location"] = path
    response.set_data(redirect(path).get_data())
    return response
