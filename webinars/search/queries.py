"""What search answers: the best documents for some words, the recordings that have them, and their facets' values."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import RecordingFacet, SearchDocument
from webinars.search.engine import engine_of
from webinars.search.terms import Terms, terms_of
from webinars.search.tokens import tokens

CANDIDATES = 100
"""So many of the best are put in order by more than their words; what follows stands as the engine ranks it."""
HALF_LIFE_DAYS = 730
OLD_WEIGHT = 0.5
"""What remains of the weight of a very old recording: age decides between alike, not between good and bad."""


@dataclass(frozen=True, slots=True)
class Hit:
    document_id: int
    recording_id: int
    score: float
    """The greater, the better; comparable within one search only."""


def search(
    session: Session,
    asked: str | Terms,
    filters: Mapping[str, str] | None = None,
    *,
    today: dt.date,
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """The best documents for what is `asked`, best first: the exact title, then people, titles and the rest.

    `filters` are values of facets: {"speaker": "caroline-herschel"}. Among alike, the newer stands first.
    """
    terms = terms_of(asked) if isinstance(asked, str) else asked
    if terms is None or terms.is_empty:
        return []
    among = _documents_in(filters) if filters else None
    best = engine_of(session).best(terms, max(CANDIDATES, offset + limit), among).subquery()
    rows = session.execute(
        sa.select(
            best.c.document_id,
            SearchDocument.recording_id,
            best.c.score,
            SearchDocument.title,
            SearchDocument.held_on,
        )
        .join(SearchDocument, SearchDocument.id == best.c.document_id)
        .order_by(best.c.score.desc(), best.c.document_id.desc())
    ).all()
    wanted = [token for term in terms.wanted for token in term.tokens]
    hits = [
        Hit(
            row.document_id,
            row.recording_id,
            row.score * _freshness(row.held_on, today) + _exactness(row.title, wanted),
        )
        for row in rows[:CANDIDATES]
    ]
    hits.sort(key=lambda hit: -hit.score)
    hits += [Hit(row.document_id, row.recording_id, row.score) for row in rows[CANDIDATES:]]
    return hits[offset : offset + limit]


def recordings_matching(session: Session, terms: Terms) -> sa.Select[Any]:
    """The ids of the recordings that `terms` let through."""
    if terms.is_empty:
        return sa.select(SearchDocument.recording_id).where(sa.false())
    return sa.select(SearchDocument.recording_id).where(SearchDocument.id.in_(engine_of(session).matching(terms)))


def recordings_having(facet: str, value: str) -> sa.Select[int]:
    """The ids of the listed recordings with a value of a facet."""
    return sa.select(RecordingFacet.recording_id).where(RecordingFacet.facet == facet, RecordingFacet.value == value)


def documents_of(session: Session, recording_ids: Sequence[int]) -> dict[int, SearchDocument]:
    """Recording id → its document."""
    rows = session.scalars(sa.select(SearchDocument).where(SearchDocument.recording_id.in_(recording_ids)))
    return {row.recording_id: row for row in rows if row.recording_id is not None}


def _documents_in(filters: Mapping[str, str]) -> sa.Select[int]:
    conditions = [SearchDocument.recording_id.in_(recordings_having(*each)) for each in filters.items()]
    return sa.select(SearchDocument.id).where(*conditions)


def _freshness(held_on: dt.date, today: dt.date) -> float:
    """From 1 for today down to OLD_WEIGHT; half of the way after two years."""
    age = max((today - held_on).days, 0)
    return OLD_WEIGHT + (1 - OLD_WEIGHT) / (1 + age / HALF_LIFE_DAYS)


def _exactness(title: str, wanted: Sequence[str]) -> float:
    """More than any rank of words, if the title is what was typed and nothing else."""
    return 1000.0 if tokens(title) == wanted else 0.0
