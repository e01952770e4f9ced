"""Search on SQLite: FTS5, fed with tokens that its own tokenizer only parts at the spaces."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import SearchDocument
from webinars.search.terms import Term, Terms
from webinars.search.tokens import DocumentTokens

WEIGHTS = "bm25(10.0, 6.0, 1.0)"
"""Of title, people and body."""

_ROWID: sa.ColumnClause[int] = sa.column("rowid", sa.Integer)
_RANK: sa.ColumnClause[float] = sa.column("rank", sa.Float)
_FTS = sa.table("search_fts", _ROWID, _RANK, *map(sa.column, ("title", "people", "body")))
_TABLE: sa.ColumnClause[str] = sa.literal_column("search_fts", sa.String)
"""FTS5 has a hidden column of the table's own name, which stands for all of them."""


def store(session: Session, documents: Iterable[DocumentTokens]) -> None:
    rows = [
        {
            "rowid": document.document_id,
            "title": " ".join(document.title),
            "people": " ".join(document.people),
            "body": " ".join(document.body),
        }
        for document in documents
    ]
    if rows:
        session.execute(sa.insert(_FTS), rows)


def remove(session: Session, document_ids: Collection[int]) -> None:
    if document_ids:
        session.execute(
            sa.delete(_FTS).where(sa.bindparam("known") == _ROWID), [{"known": each} for each in document_ids]
        )


def stored() -> sa.Select[int]:
    return sa.select(_ROWID).select_from(_FTS)


def matching(terms: Terms) -> sa.Select[int]:
    if not terms.wanted:
        # FTS5 cannot say "everything without these".
        unwanted = sa.select(_ROWID).select_from(_FTS).where(_matches(_any(terms.unwanted)))
        return sa.select(SearchDocument.id.label("document_id")).where(SearchDocument.id.not_in(unwanted))
    return sa.select(_ROWID.label("document_id")).select_from(_FTS).where(_matches(_expression(terms)))


def best(terms: Terms, limit: int, among: sa.Select[int] | None) -> sa.Select[Any]:
    if not terms.wanted:
        every = matching(terms).add_columns(sa.literal(0.0).label("score")).order_by(SearchDocument.id.desc())
        return (every if among is None else every.where(SearchDocument.id.in_(among))).limit(limit)
    columns: Any = (_ROWID.label("document_id"), (-_RANK).label("score"))
    found: sa.Select[Any] = (
        sa.select(*columns)
        .select_from(_FTS)
        .where(_matches(_expression(terms)), _RANK.op("MATCH")(WEIGHTS))
        # Among alike by id: two pages of one search must not show the same.
        .order_by(_RANK, _ROWID.desc())
        .limit(limit)
    )
    if among is not None:
        # The plus keeps SQLite from asking FTS5 for each of these ids one by one.
        found = found.where(sa.literal_column("+search_fts.rowid", sa.Integer).in_(among))
    return found


def _matches(expression: str) -> sa.ColumnElement[bool]:
    return _TABLE.op("MATCH", is_comparison=True)(expression)


def _expression(terms: Terms) -> str:
    wanted = " AND ".join(map(_quoted, terms.wanted))
    return f"({wanted}) NOT ({_any(terms.unwanted)})" if terms.unwanted else wanted


def _any(terms: Iterable[Term]) -> str:
    return " OR ".join(map(_quoted, terms))


def _quoted(term: Term) -> str:
    # Tokens are letters, digits and marks: there is no quotation mark in them.
    return f'"{" ".join(term.tokens)}"' + (" *" if term.is_beginning else "")
