"""Static files under names that change with their content, so that browsers and CDNs may keep them for ever.

The stylesheets, one file a component, are served as one: `site.css` is their concatenation in the order of `LAYERS`.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from webinars.web import access

STATIC = Path(__file__).parent.parent / "static"
FOREVER = "public, max-age=31536000, immutable"
FIRST_STYLESHEETS = ("tokens.css", "reset.css", "base.css", "layout.css")
"""Cascade layers make the rest independent of order; these come first so that the layers are declared."""

bp = Blueprint("assets", __name__, url_prefix="/static")


@bp.get("/site.css")
@access.public
def stylesheet() -> ResponseReturnValue:
    return _cacheable(Response(_site_css(), mimetype="text/css"), "site.css")


@bp.get("/<path:name>")
@access.public
def file(name: str) -> ResponseReturnValue:
    if ".." in name:
        abort(404)
    return _cacheable(send_from_directory(STATIC, name, conditional=True), name)


def asset_url(name: str) -> str:
    """The address of a static file, with the hash of its content."""
    if name == "site.css":
        return url_for("assets.stylesheet", v=_digest(name))
    return url_for("assets.file", name=name, v=_digest(name))


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["asset_url"] = asset_url
    if app.debug:  # a developer changes files while the server runs
        app.before_request(_forget)


def _cacheable(response: Response, name: str) -> Response:
    is_current = request.args.get("v") == _digest(name)
    response.headers["Cache-Control"] = FOREVER if is_current else "public, max-age=300"
    # An embed that another site shows in a sandbox has no origin, so our own scripts are another's to it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _forget() -> None:
    _site_css.cache_clear()
    _digest.cache_clear()


@cache
def _site_css() -> bytes:
    folder = STATIC / "css"
    others = sorted(path.name for path in folder.glob("*.css") if path.name not in FIRST_STYLESHEETS)
    return b"\n".join((folder / name).read_bytes() for name in (*FIRST_STYLESHEETS, *others))


@cache
def _digest(name: str) -> str:
    path = STATIC / name
    if name != "site.css" and not path.is_file():
        return ""
    octets = _site_css() if name == "site.css" else path.read_bytes()
    return hashlib.sha256(octets).hexdigest()[:12]
