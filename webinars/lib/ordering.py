"""The order of things in a list that people arrange."""

from collections.abc import Sequence
from typing import Protocol, TypeVar


class Identified(Protocol):
    @property
    def id(self) -> int: ...


Item = TypeVar("Item", bound=Identified)


class NotAPermutation(ValueError):
    """The ids asked for are not exactly those of the list."""


def reorder(items: list[Item], ids: Sequence[int]) -> None:
    """Put `items` into the order of `ids`, in place.

    Raises NotAPermutation, and changes nothing, unless `ids` names each item once: a list made before somebody else
    added or removed an item must not lose it.
    """
    by_id = {item.id: item for item in items}
    if len(ids) != len(items) or set(ids) != set(by_id):
        raise NotAPermutation(f"{list(ids)} is not an order of {list(by_id)}")
    arrange(items, [by_id[each] for each in ids])


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
