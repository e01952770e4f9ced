"""Generated files: covers, accents and the word to robots."""

import re

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.programme.covers.png import draw_square
from webinars.domain.programme.covers.svg import draw_cover
from webinars.domain.programme.queries import webinar_page
from webinars.models import Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.web import access
from webinars.web.assets.stylesheets_and_scripts import FOREVER
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.share_cards import drawn_card, webinar_card
from webinars.web.shared_files import SHARED

SEED = re.compile(r"[0-9a-f]{6}", re.IGNORECASE)
SLUG = re.compile(r"[a-z0-9-]{1,80}")


@bp.get("/covers/<key>.svg")
@access.public
def cover(key: str) -> ResponseReturnValue:
    try:
        svg = draw_cover(key)
    except LookupError:
        abort(404)
    return Response(svg, mimetype="image/svg+xml", headers={"Cache-Control": FOREVER, **SHARED})


@bp.get("/covers/<key>.png")
@access.public
def square_cover(key: str) -> ResponseReturnValue:
    try:
        png = draw_square(key)
    except LookupError:
        abort(404)
    return Response(png, mimetype="image/png", headers={"Cache-Control": FOREVER, **SHARED})


@bp.get("/cards/webinars/<slug>.png")
@access.public
def card(slug: str) -> ResponseReturnValue:
    """The picture beside a shared link to a webinar."""
    webinar = webinar_page(db.session(), slug) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    return drawn_card(webinar_card(webinar))


@bp.get("/accents/<seed>.css")
@bp.get("/accents/<seed>/<slug>.css")
@access.public
def accent(seed: str, slug: str | None = None) -> ResponseReturnValue:
    """Returns one declaration. The stylesheet of the site sees to the contrast."""
    if not SEED.fullmatch(seed) or (slug is not None and not SLUG.fullmatch(slug)):
        abort(404)
    selector = ":root" if slug is None else f'[data-accent="{slug}"]'
    css = f"{selector} {{ --accent-seed: #{seed}; }}\n"
    return Response(css, mimetype="text/css", headers={"Cache-Control": FOREVER})


@bp.get("/robots.txt")
@access.public
def robots() -> ResponseReturnValue:
    return Response(render_template("programme/robots.txt"), mimetype="text/plain")
