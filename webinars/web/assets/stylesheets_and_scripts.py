"""Static files below a folder that is named after their content, so that browsers and CDNs may keep them for ever.

The stylesheets, one file a component, are served as two: `site.css` for every page, and `desk.css` for pages with a
session or a secret, which it is fetched for in addition. A script has in it what it imports, so a page fetches one.
What is text is compressed once.
"""

import gzip
import hashlib
import mimetypes
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory
from flask.typing import ResponseReturnValue

from webinars.paths import PACKAGE
from webinars.web import access
from webinars.web.assets.bundles import whole
from webinars.web.page_cache.poll_answers import accepts_gzip
from webinars.web.security.secret_addresses import is_secret
from webinars.web.security.sessions import may_have_session

STATIC = PACKAGE / "static"
FOREVER = "public, max-age=31536000, immutable"
SHORTLY = "public, max-age=300"
STYLESHEETS = {"site.css": STATIC / "css", "desk.css": STATIC / "css" / "desk"}
FIRST_STYLESHEETS = ("tokens.css", "reset.css", "base.css", "layout.css")
"""These come first so that the layers are declared. The rest goes by name, which decides between equal rules."""
TEXTS = {".css", ".js", ".svg", ".webmanifest"}
_COMMENT, _SPACE = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"\s*([{};])\s*|\s+")

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
    """Returns the address of a static file, with the version of all of them.

    Put together by hand: a page asks for hundreds, an icon each, and to build one costs more than to draw the icon.
    """
    return f"{request.script_root}{bp.url_prefix}/v/{_version()}/{name}"


def stylesheets() -> list[str]:
    """Returns the addresses of the stylesheets of the page that is being made."""
    return [asset_url(name) for name in STYLESHEETS if name == "site.css" or _is_for_somebody()]


def page_script(name: str) -> str:
    """Returns the address of the one script of the page that is being made: `name`, or else that of its kind."""
    return asset_url(f"js/{name or ('desk' if _is_for_somebody() else 'site')}.js")


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals |= {"asset_url": asset_url, "page_script": page_script, "stylesheets": stylesheets}
    if app.debug:  # a developer changes files while the server runs
        app.before_request(_forget)


def _is_for_somebody() -> bool:
    """Returns whether the page that is being made may have a session or has a secret address."""
    return may_have_session() or (request.url_rule is not None and is_secret(request.url_rule))


def _answer(name: str, cache_control: str) -> Response:
    is_text = name in STYLESHEETS or Path(name).suffix in TEXTS
    answer = static_text(name) if is_text and name in _names() else send_from_directory(STATIC, name)
    answer.headers["Cache-Control"] = cache_control
    # An embed that another site shows in a sandbox has no origin, so our own scripts are another's to it.
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def static_text(name: str) -> Response:
    """Returns a static file that is text, compressed for who takes it so, with its tag.

    Who asks for a part of it gets that.
    """
    plain, compressed, etag = _packed(name)
    is_gzip = accepts_gzip(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    octets = compressed if is_gzip else plain
    answer = Response(octets, mimetype=mimetypes.guess_type(name)[0])
    answer.headers["Vary"] = "Accept-Encoding"
    if is_gzip:
        answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(f"{etag}-gz" if is_gzip else etag)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(octets))
    return answer


def _forget() -> None:
    for kept in (_names, _packed, _sheet, _version):
        kept.cache_clear()


@cache
def _names() -> frozenset[str]:
    """Returns the text files there are: what else is asked for is looked for, or refused, by Flask."""
    files = (path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.suffix in TEXTS)
    return frozenset([*files, *STYLESHEETS])


@cache
def _packed(name: str) -> tuple[bytes, bytes, str]:
    plain = _octets(name)
    return plain, gzip.compress(plain, 9, mtime=0), hashlib.sha256(plain).hexdigest()[:16]


def _octets(name: str) -> bytes:
    path = STATIC / name
    if name in STYLESHEETS:
        return _sheet(name)
    return whole(path).encode() if path.suffix == ".js" else path.read_bytes()


@cache
def _sheet(name: str) -> bytes:
    """Returns the components of a stylesheet in one, without what is written for those who change them."""
    folder = STYLESHEETS[name]
    first = [each for each in FIRST_STYLESHEETS if (folder / each).exists()]
    others = sorted(path.name for path in folder.glob("*.css") if path.name not in first)
    text = "\n".join((folder / each).read_text("utf-8") for each in (*first, *others))
    return _SPACE.sub(lambda found: found[1] or " ", _COMMENT.sub("", text)).strip().encode()


@cache
def _version() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(STATIC)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
