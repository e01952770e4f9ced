"""Search on PostgreSQL: tsvectors and tsqueries written out by us.

Its own parser never sees a text: it takes node.js for a host, a/b for a file, and Chinese for one long word.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
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

_TOKENS: sa.ColumnClause[str] = sa.literal_column("tokens", TSVECTOR)


@dataclass(frozen=True)
class TsVectors:
    """A table with tsvectors. It offers what `search.engine.Index` describes."""

    name: str
    letters: str
    """The weight of each field."""

    @cached_property
    def document_id(self) -> sa.ColumnClause[int]:
        return sa.literal_column(f"{self.name}.document_id", sa.BigInteger)

    @cached_property
    def _table(self) -> sa.TableClause:
        return sa.table(self.name, sa.column("document_id", sa.BigInteger), sa.column("tokens", TSVECTOR))

    def store(self, session: Session, documents: Iterable[DocumentTokens]) -> None:
        rows = [
            {"id": document.document_id, "written": _tsvector(self.letters, document.fields)} for document in documents
        ]
        if rows:
            written = sa.cast(sa.bindparam("written", type_=sa.Text), TSVECTOR)
            session.execute(sa.insert(self._table).values(document_id=sa.bindparam("id"), tokens=written), rows)

    def remove(self, session: Session, document_ids: Collection[int]) -> None:
        if document_ids:
            known = sa.bindparam("known", type_=sa.BigInteger)
            session.execute(
                sa.delete(self._table).where(known == sa.column("document_id", sa.BigInteger)),
                [{"known": each} for each in document_ids],
            )

    def stored(self) -> sa.Select[int]:
        return sa.select(self.document_id).select_from(self._table)

    def matching(self, asked: str | sa.BindParameter[str]) -> sa.Select[int]:
        return (
            sa.select(self.document_id.label("document_id"))
            .select_from(self._table)
            .where(_TOKENS.op("@@", is_comparison=True)(sa.cast(asked, TSQUERY)))
        )

    def scored(self, asked: str | sa.BindParameter[str]) -> sa.Select[Any]:
        weights = sa.cast(list(WEIGHTS), sa.ARRAY(sa.REAL))
        score = sa.func.ts_rank(weights, _TOKENS, sa.cast(asked, TSQUERY), LENGTH_COUNTS)
        return self.matching(asked).add_columns(score.label("score"))

    def best(
        self, asked: str | sa.BindParameter[str], limit: int, *conditions: sa.ColumnElement[bool]
    ) -> sa.Select[Any]:
        # Among alike by id: two pages of one search must not show the same.
        return self.scored(asked).where(*conditions).order_by(sa.desc("score"), self.document_id.desc()).limit(limit)


documents = TsVectors("search_fts", "ABD")
passages = TsVectors("search_fts_passage", "D")


def written(terms: Terms) -> str:
    """`terms` as PostgreSQL writes a tsquery."""
    wanted = (" | " if terms.is_any else " & ").join(f"({_phrase(term)})" for term in terms.wanted)
    return " & ".join((f"({wanted})", *(f"!({_phrase(term)})" for term in terms.unwanted)))


def _tsvector(letters: str, fields: Iterable[Sequence[str]]) -> str:
    """The fields as PostgreSQL writes a tsvector: each token once, with its places and their weights."""
    places: dict[str, list[str]] = {}
    first = 1
    for weight, words in zip(letters, fields, strict=True):
        for position, word in enumerate(words, first):
            places.setdefault(word, []).append(f"{min(position, LAST_POSITION)}{weight}")
        # A gap: no phrase goes from one field into the next.
        first += len(words) + 1
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _phrase(term: Term) -> str:
    # Tokens are letters, digits and marks: there is nothing in them to be escaped.
    words: Sequence[str] = [f"'{word}'" for word in term.tokens]
    return " <-> ".join(words) + (":*" if term.is_beginning else "")
