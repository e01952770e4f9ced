"""What may have been meant where nothing was found: titles and speakers that are spelt alike."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.search.tokens import fold
from webinars.models import DocumentKind, FacetCount, Recording, SearchDocument, Speaker

MOST_TITLES = 5000
"""The newest so many are compared: somebody who mistypes in vain must not keep the site busy."""
AT_MOST = 4
NEAR_ENOUGH = 0.5
"""The share of the letter triples of what was typed that has to be found again."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    name: str
    slug: str
    is_speaker: bool
    """Else it is a recording."""


def suggestions(session: Session, text: str) -> list[Suggestion]:
    """Titles and speakers of the archive that are spelt nearly like `text`, the nearest first."""
    typed = _triples(text)
    if not typed:
        return []
    candidates = [Suggestion(name, slug, is_speaker=True) for name, slug in session.execute(_speakers())]
    candidates += [Suggestion(name, slug, is_speaker=False) for name, slug in session.execute(_titles())]
    near: dict[str, tuple[float, Suggestion]] = {}
    for candidate in candidates:
        share = len(typed & (theirs := _triples(candidate.name))) / len(typed)
        if share >= NEAR_ENOUGH:
            # Of two that have as much of it, the shorter one is more like it.
            nearness = share + 1 / (1 + len(theirs))
            near.setdefault(candidate.name, (nearness, candidate))
    ordered = sorted(near.values(), key=lambda pair: -pair[0])
    return [suggestion for _nearness, suggestion in ordered[:AT_MOST]]


def _triples(text: str) -> set[str]:
    return {triple for word in fold(text).split() for triple in _of_word(word)}


def _of_word(word: str) -> Iterable[str]:
    padded = f"  {word} "
    return (padded[place : place + 3] for place in range(len(padded) - 2))


def _speakers() -> sa.Select[str, str]:
    return (
        sa.select(Speaker.name, Speaker.slug)
        .join(FacetCount, sa.and_(FacetCount.facet == "speaker", FacetCount.value == Speaker.slug))
        .order_by(FacetCount.count.desc(), Speaker.name)
        .limit(MOST_TITLES)
    )


def _titles() -> sa.Select[str, str]:
    return (
        sa.select(SearchDocument.title, Recording.slug)
        .join(Recording, Recording.id == SearchDocument.recording_id)
        .where(SearchDocument.kind == DocumentKind.RECORDING)
        .order_by(SearchDocument.held_on.desc(), SearchDocument.webinar_id.desc())
        .limit(MOST_TITLES)
    )
