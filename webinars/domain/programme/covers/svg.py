"""A cover for a webinar without a picture.

The title decides the drawing, the host organisation the ground: the webinars of one house look related, no two alike.
Pure: the key in a cover's address is all it is drawn from, so the address is immutable and nothing is looked up.
"""

import hashlib
import math
from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 320, 180
SEED_BYTES = 23
GROUNDS = (
    ("#12463a", "#9fd6c1"),
    ("#17366b", "#a9c4f2"),
    ("#64202f", "#f0b3bd"),
    ("#432a5c", "#d2b9ee"),
    ("#0f4654", "#9dd3e0"),
    ("#553616", "#e8c594"),
    ("#252c31", "#bcc8cf"),
    ("#5b2410", "#f0b795"),
)
"""Ground and line, each pair at 5:1 or more, so that a scrim is needed only for words."""
DISCS = ("#f3c969", "#f0937a", "#f4f1e6")
MARGIN = 4
"""How far outside a dot may lie and still be seen."""


def cover_key(title: str, organisation: str) -> str:
    """Returns what decides the cover of a webinar called `title` whose host is called `organisation`."""
    return f"{_digest(title)[:SEED_BYTES].hex()}-{_digest(organisation)[0] % len(GROUNDS)}"


def draw_cover(key: str) -> str:
    """Returns the cover of `key` as SVG, 1 to 6 kB. Raises LookupError for a key that `cover_key` cannot have made."""
    seed, ground, line = read_key(key)
    unit = [byte / 255 for byte in seed]
    drawing = DRAWINGS[seed[1] % len(DRAWINGS)](unit[4:])
    x, y, radius = 40 + unit[20] * 240, 40 + unit[21] * 70, 13 + unit[22] * 15
    disc = f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{DISCS[seed[2] % len(DISCS)]}"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'preserveAspectRatio="xMidYMid slice"><path fill="{ground}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/>{disc}'
        f'<g fill="none" stroke="{line}" stroke-width=".9" stroke-linecap="round">{drawing}</g></svg>\n'
    )


def read_key(key: str) -> tuple[bytes, str, str]:
    """Returns the seed, the ground and the line of a cover.

    Raises LookupError for a key that `cover_key` cannot have made.
    """
    digits, _separator, number = key.partition("-")
    try:
        seed = bytes.fromhex(digits)
        ground, line = GROUNDS[int(number)]
    except (ValueError, IndexError) as error:
        raise LookupError(key) from error
    # One address for one cover: "AB" and "ab", "1" and "-7" must not be two files in a cache.
    if len(seed) != SEED_BYTES or key != f"{seed.hex()}-{GROUNDS.index((ground, line))}":
        raise LookupError(key)
    return seed, ground, line


def _digest(text: str) -> bytes:
    return hashlib.sha256(" ".join(text.split()).casefold().encode()).digest()


def _tides(unit: Sequence[float]) -> str:
    waves = []
    for row in range(15):
        swell = 5 + 13 * unit[0] * math.sin(math.pi * row / 14)
        points = (
            f"{x} {12 + row * 11.2 + swell * math.sin(x / (26 + 26 * unit[1]) + row * (0.25 + 0.5 * unit[2])):.1f}"
            for x in range(0, WIDTH + 1, 10)
        )
        waves.append("M" + "L".join(points))
    return f'<path d="{"".join(waves)}"/>'


def _orbits(unit: Sequence[float]) -> str:
    x, y, lean = 60 + 200 * unit[0], 50 + 80 * unit[1], 5 * (unit[2] - 0.5)
    return "".join(f'<circle cx="{x + lean * n:.1f}" cy="{y:.0f}" r="{9 + n * 10.5:.1f}"/>' for n in range(24))


def _meridians(unit: Sequence[float]) -> str:
    radius = 105 + 40 * unit[0]
    lines = [f'<ellipse rx="{radius * math.sin(n * math.pi / 20):.1f}" ry="{radius:.0f}"/>' for n in range(1, 11)]
    for n in range(-8, 9):
        height = radius * n / 9
        half = math.sqrt(radius**2 - height**2)
        lines.append(f'<path d="M{-half:.1f} {height:.1f}H{half:.1f}"/>')
    place = f"translate({90 + 140 * unit[2]:.0f} {85 + 40 * unit[3]:.0f}) rotate({-35 + 70 * unit[1]:.0f})"
    return f'<g transform="{place}">{"".join(lines)}</g>'


def _sheaf(unit: Sequence[float]) -> str:
    start, end, count = -60 * unit[0], WIDTH + 60 * unit[1], 44
    step = (end - start) / count
    threads = (f"M{start + n * step:.1f} 0L{end - n * step * (0.5 + unit[2]):.1f} {HEIGHT}" for n in range(count))
    return f'<path d="{"".join(threads)}"/>'


def _sunflower(unit: Sequence[float]) -> str:
    x, y, spread = 80 + 160 * unit[0], 60 + 60 * unit[1], 7.5 + 2.5 * unit[2]
    rings: list[list[str]] = [[] for _ in range(4)]
    for n in range(1, 520):
        angle, reach = n * math.pi * (3 - math.sqrt(5)), spread * math.sqrt(n)
        seed_x, seed_y = x + reach * math.cos(angle), y + reach * math.sin(angle)
        if -MARGIN < seed_x < WIDTH + MARGIN and -MARGIN < seed_y < HEIGHT + MARGIN:
            rings[min(3, int(reach / 52))].append(f"M{seed_x:.0f} {seed_y:.0f}h0")
    return "".join(
        f'<path stroke-width="{2.4 + 1.5 * n}" d="{"".join(ring)}"/>' for n, ring in enumerate(rings) if ring
    )


def _interference(unit: Sequence[float]) -> str:
    y = 40 + 100 * unit[0]
    left, right = 40 + 90 * unit[1], WIDTH - 40 - 90 * unit[2]
    return "".join(
        f'<circle cx="{x:.0f}" cy="{cy:.0f}" r="{6 + n * 11}"/>'
        for x, cy in ((left, y), (right, HEIGHT - y))
        for n in range(17)
    )


DRAWINGS: tuple[Callable[[Sequence[float]], str], ...] = (
    _tides,
    _orbits,
    _meridians,
    _sheaf,
    _sunflower,
    _interference,
)
