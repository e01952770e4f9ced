"""How alike a webinar and something that tells of it are: by title, by date, by people."""

# ruff: noqa: PLR2004 - how many characters make a word that counts is what these rules are about

import datetime as dt
import re
import unicodedata
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from webinars.pure.announcements.reader.people.names import folded_name

Some = TypeVar("Some")

DATE_WEIGHT = 0.7
"""What the same date speaks for a match, where the same title speaks 1."""
NEAR_DAYS = 1
"""A webinar late in the evening has another date in another zone."""


class Talk(Struct, frozen=True, kw_only=True):
    """Somebody in a line-up. `key` is whatever the caller knows it by."""

    key: Hashable
    name: str
    title: str = ""


class WebinarCandidate(Struct, frozen=True, kw_only=True):
    """A webinar that may be meant. `key` is whatever the caller knows it by."""

    key: Hashable
    title: str
    date: dt.date | None = None
    lineup: tuple[Talk, ...] = ()
    has_full: bool = False
    """Whether its full stream is here already."""


def clear_winner(scored: Sequence[tuple[float, Some]], *, enough: float, margin: float) -> Some | None:
    """Returns what has the highest score, or None if that is below `enough`, or not `margin` above the second."""
    best, second = [*sorted(scored, key=lambda each: -each[0]), (0.0, None), (0.0, None)][:2]
    return best[1] if best[0] >= enough and best[0] - second[0] >= margin else None


def date_likeness(one: dt.date | None, other: dt.date | None) -> float:
    """Returns 1 for the same day, 0.6 for the next, -1 for any other, and 0 where a date is missing."""
    if one is None or other is None:
        return 0.0
    days = abs((one - other).days)
    if days == 0:
        return 1.0
    return 0.6 if days <= NEAR_DAYS else -1.0


def title_likeness(one: str, other: str) -> float:
    """Returns from 0 to 1 the share of the longer words two titles have in common."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return 0.0
    if ours == theirs:
        return 1.0
    shared = len(ours & theirs)
    return min(0.95, shared / min(len(ours), len(theirs)) * (0.5 + 0.5 * shared / max(len(ours), len(theirs))))


@lru_cache(maxsize=4096)  # a list of videos is compared with every webinar, title by title
def _words(title: str) -> frozenset[str]:
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall(r"\w+", plain)
    return frozenset(word for word in words if len(word) > 3) or frozenset(words)


def speaker_of_video(title: str, names: Sequence[str]) -> str | None:
    """Returns who of `names` the title of a video is about: a full name, else a surname only one of them has."""
    words = f" {folded_name(title)} "
    full = [name for name in names if f" {folded_name(name)} " in words]
    if full:
        return full[0] if len(full) == 1 else None
    surnames = [name for name in names if f" {folded_name(name).rsplit(' ', 1)[-1]} " in words]
    return surnames[0] if len(surnames) == 1 else None
