"""The site on a phone's home screen, and its programme without a network (ADR 26)."""

import json

from flask import Blueprint, Flask, Response, url_for
from flask.typing import ResponseReturnValue

from webinars.web import access
from webinars.web.assets.icons import GROUND, HOME_SIZES
from webinars.web.assets.stylesheets_and_scripts import static_text
from webinars.web.site_context import site_settings

PAPER = "#ffffff"
CACHE_CONTROL = "public, max-age=86400"

bp = Blueprint("offline", __name__)


@bp.get("/manifest.webmanifest")
@access.public
def manifest() -> ResponseReturnValue:
    """What the site is called on a home screen, and where it opens: at the programme, which works without a network."""
    name = site_settings().site_name
    described = {
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": url_for("programme.index"),
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": GROUND,
        "background_color": PAPER,
        "icons": [
            {
                "src": url_for("icons.home_icon", size=size),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": "any maskable",
            }
            for size in HOME_SIZES
        ],
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    return Response(text, mimetype="application/manifest+json", headers={"Cache-Control": CACHE_CONTROL})


@bp.get("/service-worker.js")
@access.public
def service_worker() -> ResponseReturnValue:
    """The script that keeps the programme. It stands here because one below `/static` could not see its page."""
    response = static_text("js/service-worker.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
