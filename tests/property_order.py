"""The order in which SQLAlchemy fills the attributes of a row.

It takes them out of a set of objects, so it is different in each process; and where a row is read anew by two ways, it
decides what stays loaded. Tests take the order of names on SQLite and the reverse on PostgreSQL: what depends on it is
red each time, and not by chance.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Mapper
from sqlalchemy.util import HasMemoized

from webinars.db import Base


class OrderedProperties(frozenset[Any]):
    """A set that is gone through by name."""

    is_reversed = False

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted(super().__iter__(), key=lambda each: each.key, reverse=self.is_reversed))


def fix_property_order(*, is_reversed: bool) -> None:
    """Have all that is loaded from now on, by whichever mapper, be loaded in that order."""

    OrderedProperties.is_reversed = is_reversed
    attribute = HasMemoized.memoized_attribute(lambda mapper: OrderedProperties(mapper._props.values()))
    attribute.__name__ = "_prop_set"
    Mapper._prop_set = attribute
    for mapper in Base.registry.mappers:
        mapper.__dict__.pop("_prop_set", None)
