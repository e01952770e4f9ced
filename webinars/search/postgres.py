"""Search on PostgreSQL: tsvectors and tsqueries written out by us.

Its own parser never sees a text: it takes node.js for a host, a/b for a file, and Chinese for one long word.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from webinars.search.terms import Term, Terms
from webinars.search.tokens import DocumentTokens

WEIGHTS = (0.1, 0.4, 0.6, 1.0)
"""Of D (body), C (unused), B (people) and A (title)."""
LENGTH_COUNTS = 1
"""ts_rank divides by 1 + the logarithm of the length: a short text that has the word is about it."""
LAST_POSITION = 16_383

_DOCUMENT_ID: sa.ColumnClause[int] = sa.column("document_id", sa.Integer)
_TOKENS: sa.ColumnClause[str] = sa.column("tokens", TSVECTOR)
_FTS = sa.table("search_fts", _DOCUMENT_ID, _TOKENS)


def store(session: Session, documents: Iterable[DocumentTokens]) -> None:
    rows = [{"id": document.document_id, "written": _tsvector(document)} for document in documents]
    if rows:
        written = sa.cast(sa.bindparam("written", type_=sa.Text), TSVECTOR)
        session.execute(sa.insert(_FTS).values(document_id=sa.bindparam("id"), tokens=written), rows)


def remove(session: Session, document_ids: Collection[int]) -> None:
    if document_ids:
        session.execute(
            sa.delete(_FTS).where(sa.bindparam("known") == _DOCUMENT_ID), [{"known": each} for each in document_ids]
        )


def stored() -> sa.Select[int]:
    return sa.select(_DOCUMENT_ID).select_from(_FTS)


def matching(terms: Terms) -> sa.Select[int]:
    return sa.select(_DOCUMENT_ID).select_from(_FTS).where(_TOKENS.op("@@", is_comparison=True)(_tsquery(terms)))


def best(terms: Terms, limit: int, among: sa.Select[int] | None) -> sa.Select[Any]:
    score = sa.func.ts_rank(sa.cast(list(WEIGHTS), sa.ARRAY(sa.REAL)), _TOKENS, _tsquery(terms), LENGTH_COUNTS)
    found = matching(terms).add_columns(score.label("score")).order_by(sa.desc("score"), _DOCUMENT_ID.desc())
    return (found if among is None else found.where(_DOCUMENT_ID.in_(among))).limit(limit)


def _tsvector(document: DocumentTokens) -> str:
    """The document as PostgreSQL writes a tsvector: each token once, with its places and their weights."""
    places: dict[str, list[str]] = {}
    first = 1
    for weight, words in (("A", document.title), ("B", document.people), ("D", document.body)):
        for position, word in enumerate(words, first):
            places.setdefault(word, []).append(f"{min(position, LAST_POSITION)}{weight}")
        # A gap: no phrase goes from one field into the next.
        first += len(words) + 1
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _tsquery(terms: Terms) -> sa.Cast[Any]:
    parts = [_phrase(term) for term in terms.wanted]
    parts += [f"!({_phrase(term)})" for term in terms.unwanted]
    return sa.cast(" & ".join(parts), TSQUERY)


def _phrase(term: Term) -> str:
    # Tokens are letters, digits and marks: there is nothing in them to be escaped.
    words: Sequence[str] = [f"'{word}'" for word in term.tokens]
    return " <-> ".join(words) + (":*" if term.is_beginning else "")
