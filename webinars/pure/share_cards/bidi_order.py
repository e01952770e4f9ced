"""In which order the pieces of a line stand, from left to right: the bidirectional algorithm, for several fonts.

Raqm orders what one font writes. A line of two scripts is written in two, so the order among them is found here: by
UAX #9 without its explicit marks, with brackets as other signs.
"""

import unicodedata
from collections.abc import Sequence

RIGHT, LEFT, NUMBER = "R", "L", "N"
_STRONG = {"L": LEFT, "R": RIGHT, "AL": RIGHT, "EN": NUMBER, "AN": NUMBER}


def levels_of(text: str, *, is_rtl: bool) -> list[int]:
    """Returns the embedding level of each letter of `text` in a line that begins at the right, or at the left."""
    kinds = _with_numbers([_STRONG.get(unicodedata.bidirectional(char), "") for char in text], text, is_rtl=is_rtl)
    own = RIGHT if is_rtl else LEFT
    for place, kind in enumerate(kinds):
        if kind:
            continue
        if unicodedata.category(text[place])[0] == "M" and place:
            kinds[place] = kinds[place - 1]
            continue
        before = next((each for each in reversed(kinds[:place]) if each), own)
        after = next((each for each in kinds[place:] if each), own)
        sides = {RIGHT if each == NUMBER else each for each in (before, after)}
        kinds[place] = sides.pop() if len(sides) == 1 else own
    deeper = {LEFT: 2 if is_rtl else 0, RIGHT: 1, NUMBER: 2}
    return [deeper[kind] for kind in kinds]


def begins_rtl(text: str) -> bool:
    """Returns whether the first letter of `text` that has a direction is one from right to left."""
    return next(
        (kind == RIGHT for char in text if (kind := _STRONG.get(unicodedata.bidirectional(char))) != NUMBER and kind),
        False,
    )


def _with_numbers(kinds: list[str], text: str, *, is_rtl: bool) -> list[str]:
    """Returns the kinds with figures after letters from left to right as these.

    A comma or colon within a number belongs to it.
    """
    found, strong = list(kinds), RIGHT if is_rtl else LEFT
    for place, kind in enumerate(kinds):
        if kind in {LEFT, RIGHT}:
            strong = kind
        elif kind == NUMBER and strong == LEFT:
            found[place] = LEFT
    for place in range(1, len(text) - 1):
        between = {found[place - 1], found[place + 1]}
        if text[place] in ",.:/" and between == {NUMBER}:
            found[place] = NUMBER
    return found


def reordered(levels: Sequence[int]) -> list[int]:
    """Returns the places of pieces with these levels, as they stand from left to right (rule L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        place = 0
        while place < len(order):
            end = place
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[place:end] = reversed(order[place:end])
            place = max(end, place + 1)
    return order
