"""Search on SQLite: FTS5, fed with tokens that its own tokenizer only parts at the spaces."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.search.terms import Term, Terms
from webinars.search.tokens import DocumentTokens

_RANK: sa.ColumnClause[float] = sa.literal_column("rank", sa.Float)


@dataclass(frozen=True)
class Fts5:
    """An FTS5 table. It offers what `search.engine.Index` describes."""

    name: str
    weights: dict[str, float]
    """Its columns, and how much a word counts in each."""

    @cached_property
    def document_id(self) -> sa.ColumnClause[int]:
        return sa.literal_column(f"{self.name}.rowid", sa.Integer)

    @cached_property
    def _table(self) -> sa.TableClause:
        return sa.table(self.name, sa.column("rowid", sa.Integer), *map(sa.column, self.weights))

    def store(self, session: Session, documents: Iterable[DocumentTokens]) -> None:
        rows = [
            {"rowid": document.document_id, **dict(zip(self.weights, map(" ".join, document.fields), strict=True))}
            for document in documents
        ]
        if rows:
            session.execute(sa.insert(self._table), rows)

    def remove(self, session: Session, document_ids: Collection[int]) -> None:
        if document_ids:
            rowid = sa.column("rowid", sa.Integer)
            session.execute(
                sa.delete(self._table).where(sa.bindparam("known") == rowid), [{"known": each} for each in document_ids]
            )

    def stored(self) -> sa.Select[int]:
        return sa.select(self.document_id).select_from(self._table)

    def matching(self, terms: Terms) -> sa.Select[int]:
        # FTS5 has a hidden column of the table's own name, which stands for all of them.
        every = sa.literal_column(self.name, sa.String)
        return (
            sa.select(self.document_id.label("document_id"))
            .select_from(self._table)
            .where(every.op("MATCH", is_comparison=True)(expression(terms)))
        )

    def scored(self, terms: Terms) -> sa.Select[Any]:
        weights = ", ".join(map(str, self.weights.values()))
        ranked = self.matching(terms).where(_RANK.op("MATCH")(f"bm25({weights})"))
        return ranked.add_columns((-_RANK).label("score"))

    def best(self, terms: Terms, limit: int) -> sa.Select[Any]:
        # Among alike by id: two pages of one search must not show the same.
        return self.scored(terms).order_by(_RANK, self.document_id.desc()).limit(limit)


documents = Fts5("search_fts", {"title": 10.0, "people": 6.0, "body": 1.0})
passages = Fts5("search_fts_passage", {"words": 1.0})


def expression(terms: Terms) -> str:
    """`terms` as FTS5 reads them after MATCH."""
    wanted = (" OR " if terms.is_any else " AND ").join(map(_quoted, terms.wanted))
    return f"({wanted}) NOT ({' OR '.join(map(_quoted, terms.unwanted))})" if terms.unwanted else wanted


def _quoted(term: Term) -> str:
    # Tokens are letters, digits and marks: there is no quotation mark in them.
    return f'"{" ".join(term.tokens)}"' + (" *" if term.is_beginning else "")
