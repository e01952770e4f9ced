"""Counts under five are not told, nor to be found by subtraction: they stand together with others."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

FEWEST = 5
"""The smallest count that is told."""
_Name = TypeVar("_Name", bound=Hashable)


class Stretch(Struct, frozen=True):
    """Cells of a series, one or several in a row, and what they sum to."""

    first: int
    length: int
    """How many cells."""
    count: int

    @property
    def last(self) -> int:
        return self.first + self.length - 1


def stretches(counts: Sequence[int]) -> list[Stretch]:
    """Returns `counts` in stretches of neighbours of which none sums to 1 … 4, unless all of them together do.

    Every cell is in one stretch, so that the sum stays. Cells of five or more, and empty ones beside them, stay alone.
    """
    found: list[Stretch] = []
    first, length, count = 0, 0, 0
    for index, each in enumerate(counts):
        if not count:
            first, length = index, 0
        length, count = length + 1, count + each
        if not 0 < count < FEWEST:
            found.append(Stretch(first, length, count))
            count = 0
    if count:
        # What is left joins the last that has some, with the empty ones between.
        while found and not found[-1].count:
            found.pop()
        before = found.pop() if found else Stretch(0, 0, 0)
        found.append(Stretch(before.first, len(counts) - before.first, before.count + count))
    return found


def with_rest_together(counts: Mapping[_Name, int], most_rows: int) -> tuple[list[tuple[_Name, int]], int]:
    """Returns the rows that may stand alone, the largest first, and what the others sum to: 0, or five and more.

    At most `most_rows` stand alone. Where the others sum to 1 … 4, the smallest that was to stand alone joins them. If
    none is left, the sum may be that small, and is not to be told.
    """
    order = sorted((each for each in counts.items() if each[1]), key=lambda each: -each[1])
    alone = [each for each in order if each[1] >= FEWEST][:most_rows]
    rest = sum(count for _name, count in order[len(alone) :])
    if alone and 0 < rest < FEWEST:
        rest += alone.pop()[1]
    return alone, rest
