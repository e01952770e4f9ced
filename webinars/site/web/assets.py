"""Static files below a folder that is named after their content, so that browsers and CDNs may keep them for ever.

One name for all of them: a script that imports its neighbour by a relative address then gets the version that fits.
The stylesheets, one file a component, are served as one, `site.css`.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory, url_for
from flask.typing import ResponseReturnValue

from webinars.site.web import access

STATIC = Path(__file__).parents[2] / "static"
FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"
FIRST_STYLESHEETS = ("tokens.css", "reset.css", "base.css", "layout.css")
"""Cascade layers make the rest independent of order; these come first so that the layers are declared."""

bp = Blueprint("assets", __name__, url_prefix="/static")


@bp.get("/v/<version>/<path:name>")
@access.public
def versioned(version: str, name: str) -> ResponseReturnValue:
    # A page that was opened before an update still finds its files; only the present version is kept for ever.
    return _answer(name, FOREVER if version == _version() else SHORTLY)


@bp.get("/<path:name>")
@access.public
def file(name: str) -> ResponseReturnValue:
    return _answer(name, SHORTLY)


def asset_url(name: str) -> str:
    """The address of a static file, with the version of all of them."""
    return url_for("assets.versioned", version=_version(), name=name)


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals["asset_url"] = asset_url
    if app.debug:  # a developer changes files while the server runs
        app.before_request(_forget)


def _answer(name: str, cache_control: str) -> Response:
    is_stylesheet = name == "site.css"
    answer = Response(_site_css(), mimetype="text/css") if is_stylesheet else send_from_directory(STATIC, name)
    answer.headers["Cache-Control"] = cache_control
    # An embed that another site shows in a sandbox has no origin, so our own scripts are another's to it.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _forget() -> None:
    _site_css.cache_clear()
    _version.cache_clear()


@cache
def _site_css() -> bytes:
    folder = STATIC / "css"
    others = sorted(path.name for path in folder.glob("*.css") if path.name not in FIRST_STYLESHEETS)
    return b"\n".join((folder / name).read_bytes() for name in (*FIRST_STYLESHEETS, *others))


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(STATIC)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
