"""Finds in HTML what is meant for programs. Of the page itself nothing is read but its own address.

The parser only calls back for tags, as that of `reader.html` does: no depth of nesting can exhaust anything.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from webinars.pure.announcements.reader.structured_data.microdata import Item, Microdata, Microformats
from webinars.pure.announcements.reader.text.html import call_for_tags

_MOST_SCRIPTS: Final = 100
_HAS_ANY: Final = re.compile(r"ld\+json|itemscope|itemtype|h-event|vevent|og:title", re.IGNORECASE)


@dataclass(slots=True)
class PageData:
    """The scripts of JSON-LD as they stand, the items of the other two, and what the head says of the page."""

    scripts: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    address: str = ""
    title: str = ""
    site_name: str = ""


def find_markup(html: str) -> PageData:
    """Returns what `html` holds for programs: an empty `PageData` if there is nothing of the kind."""
    if not _HAS_ANY.search(html):
        return PageData()
    finder = _Finder()
    call_for_tags(html, finder)
    found = finder.found
    found.items = [*finder.microdata.items, *finder.microformats.items]
    return found


class _Finder:
    """What lxml calls for each tag and each run of text."""

    def __init__(self) -> None:
        self.found = PageData()
        self.microdata = Microdata()
        self.microformats = Microformats()
        self._script: list[str] | None = None
        self._is_silent = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "script" and "ld+json" in (attributes.get("type") or "").lower():
            self._script = []
        self._is_silent = tag in {"script", "style"}
        if tag in {"meta", "link"}:
            self._of_head(attributes)
        self.microdata.start(tag, attributes)
        self.microformats.start(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            if len(self.found.scripts) < _MOST_SCRIPTS:
                self.found.scripts.append("".join(self._script))
            self._script = None
        self._is_silent = False
        self.microdata.end()
        self.microformats.end()

    def data(self, text: str) -> None:
        if self._script is not None:
            self._script.append(text)
        elif not self._is_silent:
            self.microdata.data(text)
            self.microformats.data(text)

    def close(self) -> None:
        self.microdata.close()
        self.microformats.close()

    def _of_head(self, attributes: dict[str, str]) -> None:
        found, content = self.found, attributes.get("content") or ""
        name = attributes.get("property") or attributes.get("name") or ""
        if name == "og:title":
            found.title = found.title or content
        elif name == "og:site_name":
            found.site_name = found.site_name or content
        elif name == "og:url":
            found.address = found.address or content
        elif (attributes.get("rel") or "").lower() == "canonical":
            found.address = attributes.get("href") or found.address
