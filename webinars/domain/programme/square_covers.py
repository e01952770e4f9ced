"""The square picture that podcast directories ask of a channel, drawn from the key of a cover."""

import io

from PIL import Image, ImageDraw

from webinars.domain.programme.covers import DISCS, read_key

SIDE = 1400
"""Pixels: directories take 1400 to 3000."""
RINGS = 24


def draw_square(key: str) -> bytes:
    """The picture of `key` as PNG, about 30 kB. Raises LookupError for a key that `cover_key` cannot have made."""
    seed, ground, line = read_key(key)
    picture = Image.new("RGB", (SIDE, SIDE), ground)
    draw = ImageDraw.Draw(picture)
    unit = [byte / 255 for byte in seed]
    x, y = SIDE * (0.25 + 0.5 * unit[20]), SIDE * (0.2 + 0.35 * unit[21])
    radius = SIDE * (0.08 + 0.06 * unit[22])
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=DISCS[seed[2] % len(DISCS)])
    x, y = SIDE * (0.2 + 0.6 * unit[4]), SIDE * (0.5 + 0.4 * unit[5])
    for ring in range(1, RINGS + 1):
        reach = ring * SIDE / RINGS
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), outline=line, width=4)
    octets = io.BytesIO()
    picture.quantize(16).save(octets, "PNG", optimize=True)
    return octets.getvalue()
