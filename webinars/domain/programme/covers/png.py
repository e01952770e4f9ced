"""Covers as PNG, for programs that take no SVG: directories of podcasts, and whoever shows a link that was shared."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from webinars.domain.programme.covers.svg import DISCS, read_key

SIDE = 1400
"""Pixels of a square: directories of podcasts take 1400 to 3000."""
CARD_WIDTH, CARD_HEIGHT = 1200, 630
"""Pixels of the picture beside a shared link (Open Graph)."""
RINGS = 24


# Each reader of a podcast asks for it, and to paint it takes longer than any page.
@lru_cache(maxsize=32)
def draw_square(key: str) -> bytes:
    """Returns the square of `key`, about 30 kB. Raises LookupError for a key that `cover_key` cannot have made."""
    return _drawn(key, SIDE, SIDE)


# A link that is shared is looked at by many at once.
@lru_cache(maxsize=32)
def draw_card(key: str) -> bytes:
    """Returns the card of `key`, about 20 kB. Raises LookupError for a key that `cover_key` cannot have made."""
    return _drawn(key, CARD_WIDTH, CARD_HEIGHT)


def as_png(picture: Image.Image, colours: int) -> bytes:
    octets = io.BytesIO()
    picture.quantize(colours).save(octets, "PNG", optimize=True)
    return octets.getvalue()


def _drawn(key: str, width: int, height: int) -> bytes:
    return as_png(paint(key, width, height), 16)


def paint(key: str, width: int, height: int) -> Image.Image:
    """Returns the drawing of `key` in that many pixels. Raises LookupError for a key that `cover_key` cannot make."""
    seed, ground, line = read_key(key)
    picture = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(picture)
    unit = [byte / 255 for byte in seed]
    x, y = width * (0.25 + 0.5 * unit[20]), height * (0.2 + 0.35 * unit[21])
    radius = height * (0.08 + 0.06 * unit[22])
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=DISCS[seed[2] % len(DISCS)])
    x, y = width * (0.2 + 0.6 * unit[4]), height * (0.5 + 0.4 * unit[5])
    for ring in range(1, RINGS + 1):
        reach = ring * width / RINGS
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=line, width=4)
    return picture
