"""Title and description of a webinar by its markup and by its text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from webinars.pure.announcements.model import Found
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.structured_data.lineup import LinesWith
from webinars.pure.announcements.reader.structured_data.webinar_choice import likeness
from webinars.pure.announcements.reader.title.title import bare_title

_TAIL: Final = re.compile(r"\s+(?:[|»·•–—-]|at|@)\s+(?P<site>[^|»·•–—]{2,80})$")
_FRONT: Final = re.compile(r"^(?P<site>[^|»·•–—:]{2,80}?)(?:\s+[|»·•–—-]|:)\s+(?=\S)")
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.|\[…\]|\[\.\.\.\])$")


def without_site(name: str, sites: Sequence[str]) -> str:
    """Returns a name without the name of the site before or behind it."""
    known = {folded_name(site) for site in sites if site}
    for pattern in (_TAIL, _FRONT):
        found = pattern.search(name)
        if found and folded_name(found["site"]) in known:
            name = name[: found.start()] + name[found.end() :]
    return name.strip()


def title_of(name: str, text: Found[str] | None, sites: Sequence[str], lines_with: LinesWith) -> Found[str] | None:
    """Returns the title: the name in the markup without that of the site, unless the text has the same one better."""
    name = without_site(name, sites)
    if not name:
        return text
    if text is not None and _is_better(text.value, name):
        is_shouted = text.value.isupper() and folded_name(text.value) == folded_name(name)
        return replace(text, value=name) if is_shouted else text
    lines = lines_with(name)
    if not lines and text is not None and likeness(text.value, name):
        lines = text.lines
    return Found(name, lines)


def _is_better(title: str, name: str) -> bool:
    """Whether the title of the text is the name without what is none of it, or the whole of one that was cut."""
    if folded_name(title) in {folded_name(name), folded_name(bare_title(name))}:
        return True
    beginning = _CUT.sub("", name)
    return beginning != name and folded_name(title).startswith(folded_name(beginning))


def description_of(said: str, text: Found[str] | None, lines_with: LinesWith) -> Found[str] | None:
    """Returns the description: that of the text from where the one of the markup begins in it, if it says much more."""
    is_cut = _CUT.search(said) is not None
    if text is None or (len(said) >= _MOST_OF_IT * len(text.value) and not is_cut):
        first = said.split("\n", maxsplit=1)[0]
        return Found(said, lines_with(first)) if said else text
    beginning = " ".join(said.split())[:_BEGINNING].rstrip(" .…")
    at = text.value.find(beginning) if beginning else -1
    return replace(text, value=text.value[text.value.rfind("\n", 0, at) + 1 :]) if at > 0 else text


_MOST_OF_IT: Final = 0.6
_BEGINNING: Final = 60
