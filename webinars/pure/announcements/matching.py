"""Which webinar a recap tells of, and whose talk a video shows."""

# ruff: noqa: PLR2004 - how many words or characters make a sentence, a name or a heading is what these rules are about

import datetime as dt
import re
import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.announcements.model import WebinarReading
from webinars.pure.announcements.reader.names import folded_name

NEAR_DAYS = 1
"""A webinar late in the evening has another date in another zone."""
ENOUGH = 1.0
"""The sum of what speaks for a match: a date with half the title or half the people, or a title that is the same."""
MARGIN = 0.25
"""By how much the best has to beat the second; else a person decides."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A webinar that the recap may tell of. `key` is whatever the caller knows it by."""

    key: Hashable
    title: str
    date: dt.date | None
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """The webinar a recap belongs to, with the reasons as sentences for people."""

    candidate: Candidate
    score: float
    reasons: tuple[str, ...]


def match_recap(recap: WebinarReading, candidates: Sequence[Candidate]) -> Match | None:
    """The webinar `recap` tells of; None when nothing speaks for one, or as much for two."""
    matches = sorted((_compared(recap, candidate) for candidate in candidates), key=lambda match: -match.score)
    if not matches or matches[0].score < ENOUGH:
        return None
    if len(matches) > 1 and matches[0].score - matches[1].score < MARGIN:
        return None
    return matches[0]


def _compared(recap: WebinarReading, candidate: Candidate) -> Match:
    reasons = []
    title = title_likeness(recap.title.value, candidate.title) if recap.title else 0.0
    if title == 1:
        reasons.append(_("The title is the same."))
    elif title >= 0.5:
        reasons.append(_("The title is similar."))
    date = _date_likeness(recap.date, candidate.date)
    if date == 1:
        reasons.append(_("The date is the same."))
    elif date > 0:
        reasons.append(_("The date is one day apart."))
    theirs = {folded_name(name) for name in candidate.speakers}
    shared = [found.value.name for found in recap.lineup if folded_name(found.value.name) in theirs]
    people = len(shared) / max(min(len(theirs), len(recap.lineup)), 1)
    if shared:
        reasons.append(ngettext("One speaker is the same.", "%(num)s speakers are the same.", len(shared)))
    # Another date speaks against: the same title may return every year, with the same people.
    return Match(candidate, title + 0.7 * date + min(people, 0.9), tuple(reasons))


def _date_likeness(one: dt.date | None, other: dt.date | None) -> float:
    if one is None or other is None:
        return 0.0
    days = abs((one - other).days)
    if days == 0:
        return 1.0
    return 0.6 if days <= NEAR_DAYS else -1.0


def title_likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of the longer words two titles have in common."""
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
    """Who of `names` the title of a video is about: a full name, else a surname only one of them has."""
    words = f" {folded_name(title)} "
    full = [name for name in names if f" {folded_name(name)} " in words]
    if full:
        return full[0] if len(full) == 1 else None
    surnames = [name for name in names if f" {folded_name(name).rsplit(' ', 1)[-1]} " in words]
    return surnames[0] if len(surnames) == 1 else None
