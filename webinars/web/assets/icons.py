"""The sign of the site for browsers that ask for it at fixed addresses and take no SVG, drawn as `favicon.svg` is."""

import io
from functools import cache

from flask import Blueprint, Flask, Response, abort
from PIL import Image, ImageDraw

from webinars.web import access

GROUND, INK, DISC = "#1d4b8f", "#ffffff", "#f3c969"
UNITS, CORNER = 32, 6
"""Of the drawing: its side, and how round its corners are."""
LINES = ((7, 8, 25, 12), (7, 14, 25, 15.5))
CIRCLE = (16, 18, 24, 26)
FINENESS = 4
"""How much larger it is drawn than shown, for smooth edges."""
SIZES = (16, 32, 48)
TOUCH = 180
HOME_SIZES = (192, 512)
"""Of the sign on home screens of other phones."""
CACHE_CONTROL = "public, max-age=86400"

bp = Blueprint("icons", __name__)


@bp.get("/favicon.ico")
@access.public
def favicon() -> Response:
    return Response(_favicon(), mimetype="image/x-icon", headers={"Cache-Control": CACHE_CONTROL})


@bp.get("/apple-touch-icon.png")
@access.public
def touch_icon() -> Response:
    return Response(_full_icon(TOUCH), mimetype="image/png", headers={"Cache-Control": CACHE_CONTROL})


@bp.get("/icon-<int:size>.png")
@access.public
def home_icon(size: int) -> Response:
    """The sign for the web app manifest, whose middle is enough for phones that cut a circle out of it."""
    if size not in HOME_SIZES:
        abort(404)
    return Response(_full_icon(size), mimetype="image/png", headers={"Cache-Control": CACHE_CONTROL})


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)


@cache
def _favicon() -> bytes:
    octets = io.BytesIO()
    _drawn(max(SIZES), CORNER).save(octets, "ICO", sizes=[(size, size) for size in SIZES])
    return octets.getvalue()


@cache
def _full_icon(size: int) -> bytes:
    octets = io.BytesIO()
    # Phones round the corners themselves, and show black where nothing is.
    _drawn(size, 0).convert("RGB").save(octets, "PNG", optimize=True)
    return octets.getvalue()


def _drawn(size: int, corner: int) -> Image.Image:
    side = size * FINENESS
    unit = side / UNITS
    picture = Image.new("RGBA", (side, side))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0, 0, side - 1, side - 1), corner * unit, fill=GROUND)
    for line in LINES:
        draw.rectangle([each * unit for each in line], fill=INK)
    draw.ellipse([each * unit for each in CIRCLE], fill=DISC)
    return picture.resize((size, size), Image.Resampling.LANCZOS)
