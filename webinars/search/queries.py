"""What search answers: the best recordings, webinars and speakers for some words, and the passages that have them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import DocumentKind, RecordingFacet, SearchDocument
from webinars.search.engine import engine_of, recording_of
from webinars.search.terms import Terms, terms_of
from webinars.search.tokens import tokens

CANDIDATES, PASSAGE_CANDIDATES = 100, 200
"""So many of the best are put in order by more than their words; what follows is in order of time."""
SAID_WEIGHT = 0.3
"""What is said in passing counts less than what a recording is about."""
HALF_LIFE_DAYS = 730
OLD_WEIGHT = 0.5
"""What remains of the weight of a very old recording: age decides between alike, not between good and bad."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found."""

    kind: DocumentKind
    ref_id: int
    """The id in the table of that kind."""
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
    """The recordings for what is `asked`, best first: the exact title, then people, titles, texts and what is said.

    A recording is found if each word is somewhere in it. `filters` are values of facets:
    {"speaker": "caroline-herschel"}. Among alike, the newer stands first.
    """
    terms = terms_of(asked) if isinstance(asked, str) else asked
    if terms is None or terms.is_empty:
        return []
    hits = best(session, terms, filters, today=today)
    return recordings_in_order(session, terms, filters or {}, hits, limit=limit, offset=offset)


def recordings_in_order(
    session: Session, terms: Terms, filters: Mapping[str, str], hits: Sequence[Hit], *, limit: int, offset: int
) -> list[Hit]:
    """The recordings among the `best` hits, and behind them whatever else is found, newest first."""
    recordings = [hit for hit in hits if hit.kind == DocumentKind.RECORDING]
    found = recordings[offset : offset + limit]
    if len(found) < limit:
        behind = max(0, offset - len(recordings))
        found += _others(session, terms, filters, recordings, limit=limit - len(found), offset=behind)
    return found


def best(session: Session, terms: Terms, filters: Mapping[str, str] | None = None, *, today: dt.date) -> list[Hit]:
    """The best of everything for `terms`, best first: recordings, and without `filters` webinars and speakers too."""
    if not terms.wanted:
        return []
    wanted = [token for term in terms.wanted for token in term.tokens]
    scores: dict[tuple[DocumentKind, int], float] = {}
    for row in session.execute(_candidates(session, terms, filters or {})):
        score = row.score * _freshness(row.held_on, today)
        if row.is_said:
            score *= SAID_WEIGHT
        elif _is_exactly(row.title, wanted):
            score += 1000.0
        scores[row.kind, row.ref_id] = scores.get((row.kind, row.ref_id), 0.0) + score
    hits = [Hit(kind, ref_id, score) for (kind, ref_id), score in scores.items()]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.ref_id))


def _candidates(session: Session, terms: Terms, filters: Mapping[str, str]) -> sa.CompoundSelect[Any]:
    engine = engine_of(session)
    documents = engine.documents.best(terms, CANDIDATES)
    passages = engine.passages.best(terms, PASSAGE_CANDIDATES)
    said_in = recording_of(engine.passages.document_id)
    if filters:
        having = sa.intersect(*(recordings_having(*each) for each in filters.items()))
        among = sa.select(SearchDocument.id).where(SearchDocument.recording_id.in_(having))
        documents = documents.where(engine.documents.document_id.in_(among))
        passages = passages.where(said_in.in_(having))
    if terms.unwanted:
        passages = passages.where(said_in.not_in(_with_unwanted(session, terms)))
    return sa.union_all(_of_documents(documents.subquery()), _of_passages(passages.subquery()))


def _of_documents(found: sa.Subquery) -> sa.Select[Any]:
    return sa.select(*_columns(found.c.score, is_said=False)).join(found, SearchDocument.id == found.c.document_id)


def _of_passages(found: sa.Subquery) -> sa.Select[Any]:
    """Of each recording the best passage."""
    recording = recording_of(found.c.document_id)
    in_each = sa.select(recording.label("recording_id"), sa.func.max(found.c.score).label("score"))
    best_in_each = in_each.group_by(recording).subquery()
    of_recording = sa.and_(
        SearchDocument.kind == DocumentKind.RECORDING, SearchDocument.ref_id == best_in_each.c.recording_id
    )
    return sa.select(*_columns(best_in_each.c.score, is_said=True)).join(best_in_each, of_recording)


def _columns(score: sa.ColumnElement[float], *, is_said: bool) -> tuple[Any, ...]:
    document = (SearchDocument.kind, SearchDocument.ref_id, SearchDocument.title, SearchDocument.held_on)
    return (*document, score.label("score"), sa.literal(is_said).label("is_said"))


def _others(
    session: Session, terms: Terms, filters: Mapping[str, str], hits: Sequence[Hit], *, limit: int, offset: int
) -> list[Hit]:
    """What is found beside `hits`, newest first."""
    found = sa.select(SearchDocument.recording_id).where(
        SearchDocument.kind == DocumentKind.RECORDING,
        SearchDocument.recording_id.in_(recordings_matching(session, terms)),
        *(SearchDocument.recording_id.in_(recordings_having(*each)) for each in filters.items()),
        SearchDocument.recording_id.not_in([hit.ref_id for hit in hits]),
    )
    found = found.order_by(*newest_first()).limit(limit).offset(offset)
    return [Hit(DocumentKind.RECORDING, each, 0.0) for each in session.scalars(found) if each is not None]


def newest_first() -> tuple[sa.ColumnElement[Any], ...]:
    """The order of documents by time, the parts of a webinar in theirs."""
    return (SearchDocument.held_on.desc(), SearchDocument.webinar_id.desc(), *_in_webinar())


def oldest_first() -> tuple[sa.ColumnElement[Any], ...]:
    """The other way round; the parts of a webinar stay in their order."""
    return (SearchDocument.held_on.expression, SearchDocument.webinar_id.expression, *_in_webinar())


def _in_webinar() -> tuple[sa.ColumnElement[Any], ...]:
    return SearchDocument.position.expression, SearchDocument.id.expression


def recordings_matching(session: Session, terms: Terms) -> sa.Select[Any]:
    """The ids of the recordings in which all that is wanted is somewhere, and that are not about what is unwanted."""
    if terms.is_empty:
        return sa.select(SearchDocument.recording_id).where(sa.false())
    engine = engine_of(session)
    everywhere = []
    for term in terms.wanted:
        alone = Terms((term,))
        told = sa.select(SearchDocument.recording_id.label("found")).where(
            SearchDocument.recording_id.is_not(None), SearchDocument.id.in_(engine.documents.matching(alone))
        )
        said = sa.select(recording_of(engine.passages.matching(alone).subquery().c.document_id))
        everywhere.append(sa.select(sa.union(told, said).subquery().c.found))
    if not everywhere:
        everywhere = [
            sa.select(SearchDocument.recording_id.label("found")).where(SearchDocument.recording_id.is_not(None))
        ]
    found = sa.intersect(*everywhere).subquery() if len(everywhere) > 1 else everywhere[0].subquery()
    matching = sa.select(found.c.found)
    return matching.where(found.c.found.not_in(_with_unwanted(session, terms))) if terms.unwanted else matching


def _with_unwanted(session: Session, terms: Terms) -> sa.Select[Any]:
    """The ids of the recordings that are about what is unwanted."""
    unwanted = engine_of(session).documents.matching(Terms(terms.unwanted).any())
    return sa.select(SearchDocument.recording_id).where(
        SearchDocument.recording_id.is_not(None), SearchDocument.id.in_(unwanted)
    )


def recordings_having(facet: str, value: str) -> sa.Select[int]:
    """The ids of the listed recordings with a value of a facet."""
    return sa.select(RecordingFacet.recording_id).where(RecordingFacet.facet == facet, RecordingFacet.value == value)


def documents_of(session: Session, recording_ids: Sequence[int]) -> dict[int, SearchDocument]:
    """Recording id → its document."""
    rows = session.scalars(sa.select(SearchDocument).where(SearchDocument.recording_id.in_(recording_ids)))
    return {row.recording_id: row for row in rows if row.recording_id is not None}


def _freshness(held_on: dt.date, today: dt.date) -> float:
    """From 1 for today down to OLD_WEIGHT; half of the way after two years."""
    age = max((today - held_on).days, 0)
    return OLD_WEIGHT + (1 - OLD_WEIGHT) / (1 + age / HALF_LIFE_DAYS)


def _is_exactly(title: str, wanted: Sequence[str]) -> bool:
    """Whether the title is what was typed and nothing else."""
    # Most titles are longer than what was typed: they need not be parted into tokens.
    return len(title) <= 2 * sum(map(len, wanted)) + len(wanted) + 10 and tokens(title) == wanted
