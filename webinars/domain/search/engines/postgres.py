"""Search on PostgreSQL: tsvectors and tsqueries written out by us.

Its own parser never sees a text: it takes node.js for a host, a/b for a file, and Chinese for one long word.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from webinars.bulk import insert_rows
from webinars.domain.search.passages import COMPARED, passage_ids_of
from webinars.domain.search.terms import Term, Terms
from webinars.domain.search.tokens import DocumentTokens
from webinars.lib.background_throttle import Steps
from webinars.models import PASSAGE_ROOM

WEIGHTS = (0.1, 0.4, 0.6, 1.0)
"""Of D (body), C (unused), B (people) and A (title)."""
LENGTH_COUNTS = 1
"""ts_rank divides by 1 + the logarithm of the length: a short text that has the word is about it."""
LAST_POSITION = 16_383

_TOKENS: sa.ColumnClause[str] = sa.literal_column("tokens", TSVECTOR)


class TsVectors(Struct, frozen=True, dict=True):
    """A table with tsvectors. It offers what `search.engines.engine.Index` describes."""

    name: str
    letters: str
    """The weight of each field, or a dash if it is enough to know that a word is there."""
    most_compared: int | None = None
    """Of more matches, the latest so many are compared."""

    @cached_property
    def document_id(self) -> sa.ColumnClause[int]:
        return sa.literal_column(f"{self.name}.document_id", sa.BigInteger)

    @cached_property
    def _table(self) -> sa.TableClause:
        return sa.table(self.name, sa.column("document_id", sa.BigInteger), sa.column("tokens", TSVECTOR))

    def store(self, session: Session, documents: Iterable[DocumentTokens]) -> None:
        rows = [
            {"document_id": document.document_id, "tokens": _tsvector(self.letters, document.fields)}
            for document in documents
        ]
        insert_rows(session, self._table, rows)

    def remove(self, session: Session, document_ids: Collection[int]) -> None:
        if document_ids:
            known = sa.cast(list(document_ids), sa.ARRAY(sa.BigInteger))
            session.execute(sa.delete(self._table).where(sa.column("document_id", sa.BigInteger) == sa.any_(known)))

    def merge(self, session: Session, steps: Steps) -> None:
        """Do nothing: autovacuum takes in what waits, and nobody waits for it."""

    def stored(self) -> sa.Select[int]:
        return sa.select(self.document_id).select_from(self._table)

    def matching(self, asked: str | sa.ColumnElement[str]) -> sa.Select[int]:
        # The function never reads the whole table (migration 0006). It is named as the table, for conditions on the id.
        function: sa.Function[Any] = sa.Function(f"{self.name}_matching", sa.cast(asked, TSQUERY))
        return sa.select(self.document_id.label("document_id")).select_from(
            function.table_valued("document_id", name=self.name)
        )

    def within(self, asked: str | sa.BindParameter[str], recordings: sa.Subquery) -> sa.Select[int]:
        (recording_id,) = recordings.c
        fits = _TOKENS.op("@@", is_comparison=True)(sa.cast(asked, TSQUERY))
        of_one = (
            sa.select(self.document_id.label("document_id"))
            .select_from(self._table)
            .where(self.document_id.between(*passage_ids_of(sa.cast(recording_id, sa.BigInteger))), fits)
            # Else the planner takes all recordings at once, and all passages with the word.
            .order_by(self.document_id)
            .limit(sa.literal_column(str(PASSAGE_ROOM), sa.Integer))
            .lateral()
        )
        return sa.select(of_one.c.document_id).select_from(recordings).join(of_one, sa.true())

    def best(
        self,
        asked: str | sa.BindParameter[str],
        limit: int,
        *conditions: sa.ColumnElement[bool],
        has_phrase: bool = False,
        exactly: str | sa.BindParameter[str] | None = None,
    ) -> sa.Select[Any]:
        query = sa.cast(_planned_for(asked), TSQUERY)
        fits = _TOKENS.op("@@", is_comparison=True)(query)
        found = (
            sa.select(self.document_id.label("document_id"), _TOKENS).select_from(self._table).where(fits, *conditions)
        )
        if self.most_compared is not None and not has_phrase:
            # Backwards through their ids, unless few are expected: what is beyond the limit is never read.
            found = found.order_by(self.document_id.desc()).limit(
                sa.literal_column(str(self.most_compared), sa.Integer)
            )
        compared = found.subquery("compared")
        weights = sa.cast(list(WEIGHTS), sa.ARRAY(sa.REAL))
        score = sa.func.ts_rank(weights, compared.c.tokens, query, LENGTH_COUNTS).label("score")
        is_exact = _are_exact(compared.c.tokens, exactly).label("is_exact")
        # Among alike by id: two pages of one search must not show the same.
        order: list[sa.ColumnElement[Any]] = [sa.desc("is_exact")] if exactly is not None else []
        best = sa.select(compared.c.document_id, score, is_exact)
        return best.order_by(*order, sa.desc("score"), sa.desc("document_id")).limit(limit)


documents = TsVectors("search_fts", "ABD")
passages = TsVectors("search_fts_passage", "D", most_compared=COMPARED)
speech = TsVectors("search_fts_said", "-")


def query_text(terms: Terms) -> str:
    """Returns `terms` as PostgreSQL writes a tsquery."""
    wanted = (" | " if terms.is_any else " & ").join(f"({_phrase(term)})" for term in terms.wanted)
    return " & ".join((f"({wanted})", *(f"!({_phrase(term)})" for term in terms.unwanted)))


def _planned_for(asked: str | sa.BindParameter[str]) -> sa.BindParameter[str]:
    """Returns `asked` as a part of the statement's text.

    A plan for any word is a bad one for common words or for rare ones.
    """
    if isinstance(asked, str):
        return sa.bindparam(None, asked, type_=sa.String, literal_execute=True)
    return sa.bindparam(asked.key, type_=sa.String, literal_execute=True)


def _are_exact(tokens: sa.ColumnElement[str], exactly: str | sa.BindParameter[str] | None) -> sa.ColumnElement[int]:
    if exactly is None:
        return sa.literal_column("1", sa.Integer)
    has_words = tokens.op("@@", is_comparison=True)(sa.cast(_planned_for(exactly), TSQUERY))
    return sa.cast(has_words, sa.Integer)


def _tsvector(letters: str, fields: Iterable[Sequence[str]]) -> str:
    """Returns the fields as PostgreSQL writes a tsvector: each token once, with its places and their weights."""
    places: dict[str, str] = {}
    first = 1
    for letter, words in zip(letters, fields, strict=True):
        if letter == "-":
            places |= dict.fromkeys(words, "")
            continue
        for position, word in enumerate(words, first):
            place = f"{min(LAST_POSITION, position)}{letter}"
            places[word] = f"{places[word]},{place}" if word in places else f":{place}"
        # A gap: no phrase goes from one field into the next.
        first += len(words) + 1
    return " ".join([f"'{word}'{found}" for word, found in places.items()])


def _phrase(term: Term) -> str:
    # Tokens are letters, digits and marks: there is nothing in them to be escaped.
    phrases = [" <-> ".join([f"'{word}'" for word in tokens]) for tokens in term.alternatives]
    return " | ".join(phrases) + (":*" if term.is_beginning else "")
