"""The order of things in a list that people arrange."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Identified(Protocol):
    @property
    def id(self) -> int: ...


Item = TypeVar("Item", bound=Identified)


def move(items: list[Item], item_id: int, by: int) -> bool:
    """Move the item with `item_id` by `by` places, at most to an end. Returns whether anything changed.

    Raises LookupError if there is no such item.
    """
    place = next((place for place, item in enumerate(items) if item.id == item_id), None)
    if place is None:
        raise LookupError(item_id)
    target = min(max(place + by, 0), len(items) - 1)
    if target == place:
        return False
    arranged = list(items)
    arranged.insert(target, arranged.pop(place))
    arrange(items, arranged)
    return True


def arrange(items: list[Item], arranged: Sequence[Item]) -> None:
    """Make `items` hold `arranged`, in this order, in place: a list that numbers its members numbers them anew."""
    for place, item in enumerate(arranged):
        if place < len(items) and items[place] is item:
            continue
        if item in items:
            items.remove(item)
        items.insert(place, item)
    del items[len(arranged) :]
