"""Upright bars over a line of time. Widths are in per cent of the picture, so that letters keep their size."""

from collections.abc import Sequence

from msgspec import Struct

from webinars.pure.charts.small_counts import FEWEST, Stretch

HEIGHT, TOP, BOTTOM = 220, 24, 190
"""Of the picture, and between which the bars stand, in pixels."""
LEFT, _DIGIT = 6.0, 2.4
"""Per cent for the figures of the axis: at least, and for each digit of the highest."""
_GAP = 0.28
"""Of a cell's width, between two bars."""
_MOST_LINES = 4


class Column(Struct, frozen=True):
    """A bar. One of several cells is as high as each of them would be on average."""

    stretch: Stretch
    x: float
    width: float
    y: float
    height: float
    is_highest: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)

    @property
    def is_few(self) -> bool:
        return 0 < self.stretch.count < FEWEST


class Columns(Struct, frozen=True):
    bars: Sequence[Column]
    lines: Sequence[tuple[int, float]]
    """Figures of the axis, with the height at which each stands. The first is 0."""

    left: float
    height: int = HEIGHT


def columns(found: Sequence[Stretch]) -> Columns:
    """Returns where the bars of `found` stand, which must follow each other without a gap."""
    cells = sum(each.length for each in found)
    # Of few no length is to be read off, nor from the figures of the axis.
    levels = [each.count / each.length if each.count >= FEWEST else 0.0 for each in found]
    most = max([float(FEWEST), *levels])
    step = _step(most)
    top = -(-most // step) * step
    left = max(LEFT, round(_DIGIT * len(str(int(top))), 1))
    cell = (100 - left) / max(1, cells)
    highest = max(range(len(found)), key=levels.__getitem__, default=-1)
    bars = [
        _column(each, level / top, cell, left, is_highest=index == highest)
        for index, (each, level) in enumerate(zip(found, levels, strict=True))
    ]
    return Columns(bars, [(value, _y(value / top)) for value in range(0, int(top) + 1, step)], left)


def _column(stretch: Stretch, share: float, cell: float, left: float, *, is_highest: bool) -> Column:
    share = 0.08 if 0 < stretch.count < FEWEST else share
    y = _y(share)
    return Column(
        stretch=stretch,
        x=round(left + cell * (stretch.first + _GAP / 2), 2),
        width=round(cell * (stretch.length - _GAP), 2),
        y=y,
        height=round(BOTTOM - y, 1),
        is_highest=is_highest and stretch.count >= FEWEST,
    )


def _y(share: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * share, 1)


def _step(most: float) -> int:
    """Returns the distance of the lines: 1, 2, 5, 10, 20, 50 and so on, for at most four above the axis."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if most <= step * _MOST_LINES:
                return step
        size *= 10
