"""Collects the items of microdata and of microformats while the tags of a page go by.

Both come out in the shape of JSON-LD: `@type` and lists of values by the names of schema.org.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field

Item = dict[str, list[Any]]

TEXT: Final = "@text"
"""The key of all the words of an item that stands inside another one."""
_MOST_ITEMS: Final = 300
_MOST_VALUES: Final = 4_000
_MOST_OPEN: Final = 20
"""Values that hold each other. Every word of the page goes into all that are open."""
_LONGEST: Final = 8_000


class _Open(Struct):
    """An item or a value whose tag has not ended yet."""

    depth: int
    item: Item | None = None
    into: Item | None = None
    name: str = ""
    words: list[str] = field(default_factory=list)
    length: int = 0


class _Collector:
    """What both have in common: which tags are open, and whose words go where."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self._depth = 0
        self._open: list[_Open] = []
        self._count = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if attributes and len(self._open) < _MOST_OPEN and self._count < _MOST_VALUES:
            self._opened(tag, attributes)

    def end(self) -> None:
        while self._open and self._open[-1].depth >= self._depth:
            self._close_last()
        self._depth -= 1

    def data(self, text: str) -> None:
        for each in self._open:
            if each.into is not None and each.length < _LONGEST:
                each.words.append(text[:_LONGEST])
                each.length += len(text)

    def close(self) -> None:
        while self._open:
            self._close_last()

    def _opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        raise NotImplementedError

    def _item(self) -> Item | None:
        return next((each.item for each in reversed(self._open) if each.item is not None), None)

    def _open_item(self, types: list[str], names: list[str]) -> None:
        """Begin an item: that of a property, if there are `names`, else one of the page."""
        item: Item = {"@type": list(types)}
        around = self._item()
        if names and around is not None:
            self._put(around, names, item)
            # An item without a name of its own is called what stands in it.
            self._open.append(_Open(self._depth, item=item, into=item, name=TEXT))
        elif len(self.items) < _MOST_ITEMS:
            self.items.append(item)
            self._open.append(_Open(self._depth, item=item))

    def _open_value(self, names: list[str], value: str | None) -> None:
        """Note a value of the item around. None says that it is the words up to the end of the tag."""
        item = self._item()
        if item is None:
            return
        if value is not None:
            self._put(item, names, value[:_LONGEST])
            return
        for name in names[:3]:
            self._open.append(_Open(self._depth, into=item, name=name))

    def _put(self, item: Item, names: list[str], value: Any) -> None:  # noqa: ANN401 - a text or an item
        for name in names:
            self._count += 1
            item.setdefault(name, []).append(value)

    def _close_last(self) -> None:
        last = self._open.pop()
        if last.into is not None:
            self._put(last.into, [last.name], " ".join("".join(last.words).split()))


_ADDRESSES: Final = {"a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "object": "data"}


class Microdata(_Collector):
    """Items by `itemscope`, `itemtype` and `itemprop`."""

    def _opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        names = (attributes.get("itemprop") or "").split()[:5]
        if "itemscope" in attributes:
            self._open_item((attributes.get("itemtype") or "").split()[:5], names)
        elif names:
            key = "content" if "content" in attributes else _ADDRESSES.get(tag)
            if tag in {"time", "data", "meter"} and key is None:
                key = "datetime" if tag == "time" else "value"
            self._open_value(names, attributes.get(key) if key else None)


_OLD: Final = {
    "summary": "name",
    "dtstart": "startDate",
    "dtend": "endDate",
    "url": "url",
    "organizer": "organizer",
    "description": "description",
}
_NEW: Final = {
    "p-name": "name",
    "dt-start": "startDate",
    "dt-end": "endDate",
    "u-url": "url",
    "p-organizer": "organizer",
    "p-performer": "performer",
    "p-speaker": "performer",
    "p-summary": "description",
    "e-content": "description",
}
_CARDS: Final = frozenset({"vcard", "h-card"})


class Microformats(_Collector):
    """Items by the classes of h-event and of hCalendar."""

    def _opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        classes = (attributes.get("class") or "")[:2_000].split()
        if "h-event" in classes or "vevent" in classes:
            self._open_item(["Event"], [])
            return
        if self._item() is None or not classes:
            return
        names = list(dict.fromkeys(name for each in classes if (name := _NEW.get(each) or _OLD.get(each))))
        if _CARDS & set(classes):
            self._open_item([], names or ["contact"])
        elif names:
            self._open_value(names, _value_of(tag, attributes, names))


def _value_of(tag: str, attributes: Mapping[str, str], names: list[str]) -> str | None:
    """Returns the attribute that says for programs what the words of a tag say for people, or None without one."""
    if names == ["url"]:
        return attributes.get("href")
    keys = {"abbr": "title", "time": "datetime", "data": "value", "ins": "datetime"}
    return attributes.get(keys[tag]) if tag in keys else None
