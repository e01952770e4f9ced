"""Search on SQLite: FTS5, fed with tokens that its own tokenizer only parts at the spaces."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.search.passages import COMPARED, passage_ids_of
from webinars.domain.search.terms import Term, Terms
from webinars.domain.search.tokens import DocumentTokens
from webinars.lib.background_throttle import Steps

_TOTAL_CHANGES = sa.select(sa.func.total_changes(type_=sa.Integer))


class Fts5(Struct, frozen=True, dict=True):
    """An FTS5 table. It offers what `search.engines.engine.Index` describes."""

    name: str
    weights: dict[str, float]
    """Its columns, and how much a word counts in each."""
    most_compared: int | None = None
    """Of more matches, the latest so many are compared."""

    @cached_property
    def document_id(self) -> sa.ColumnClause[int]:
        # With a plus SQLite does not look it up: it would ask FTS5 the whole question for each of thousands.
        return sa.literal_column(f"+{self.name}.rowid", sa.Integer)

    @cached_property
    def _rowid(self) -> sa.ColumnClause[int]:
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

    def merge(self, session: Session, steps: Steps) -> None:
        """Make one part of the many that single writings have left, so that each word is kept once.

        `optimize` does the same in one statement, which on a large site nobody can write beside for seconds.
        https://www.sqlite.org/fts5.html, "The 'merge' Command": below zero a count also takes what is not due yet.
        """
        taking = -1
        while True:
            with steps.step():
                before = session.execute(_TOTAL_CHANGES).scalar_one()
                session.execute(self._command, {self.name: "merge", "rank": taking * steps.count})
                # The command itself counts as one.
                if session.execute(_TOTAL_CHANGES).scalar_one() - before < 2:  # noqa: PLR2004
                    return
            taking = 1

    @cached_property
    def _command(self) -> sa.Insert:
        """What FTS5 takes for a command is a row of its hidden columns."""
        return sa.insert(sa.table(self.name, sa.column(self.name), sa.column("rank")))

    def stored(self) -> sa.Select[int]:
        return sa.select(self._rowid).select_from(self._table)

    def _fits(self, asked: str | sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
        # FTS5 has a hidden column of the table's own name, which stands for all of them.
        return sa.literal_column(self.name, sa.String).op("MATCH", is_comparison=True)(asked)

    def matching(self, asked: str | sa.ColumnElement[str]) -> sa.Select[int]:
        return sa.select(self._rowid.label("document_id")).select_from(self._table).where(self._fits(asked))

    def within(self, asked: str | sa.BindParameter[str], recordings: sa.Subquery) -> sa.Select[int]:
        (recording_id,) = recordings.c
        of_one = sa.and_(self._fits(asked), self._rowid.between(*passage_ids_of(recording_id)))
        # An outer join begins with the recordings: FTS5 then looks for the word among the passages of each.
        return sa.select(self._rowid.label("document_id")).select_from(recordings.outerjoin(self._table, of_one))

    def best(
        self,
        asked: str | sa.BindParameter[str],
        limit: int,
        *conditions: sa.ColumnElement[bool],
        has_phrase: bool = False,  # noqa: ARG002 - FTS5 expects nothing
        exactly: str | sa.BindParameter[str] | None = None,
    ) -> sa.Select[Any]:
        if exactly is None:
            return self._scored(asked, conditions, is_exact=True).limit(limit)
        exact = self._scored(exactly, conditions, is_exact=True).limit(limit).cte()
        # What has other forms only is looked up for the places that are left: for most words there are none.
        left = limit - sa.select(sa.func.count()).select_from(exact).scalar_subquery()
        only_forms = sa.literal("(") + asked + ") NOT (" + exactly + ")"
        others = self._scored(only_forms, conditions, is_exact=False).limit(left)
        return sa.select(sa.union_all(sa.select(exact), sa.select(others.subquery())).subquery())

    def _scored(
        self, asked: str | sa.ColumnElement[str], conditions: Sequence[sa.ColumnElement[bool]], *, is_exact: bool
    ) -> sa.Select[Any]:
        """Returns all that fit, or the latest of them, best first."""
        weights = ", ".join(map(str, self.weights.values()))
        score = sa.literal_column(f"-bm25({self.name}, {weights})", sa.Float).label("score")
        found = self.matching(asked).add_columns(score).where(*conditions)
        if self.most_compared is not None:
            # By rowid FTS5 goes on its own, so what is beyond the limit is never scored.
            found = found.order_by(self._rowid.desc()).limit(self.most_compared)
        scored = found.subquery()
        exactness = sa.literal_column(str(int(is_exact)), sa.Integer).label("is_exact")
        # Not by FTS5's own rank: to sort by that, it answers every question twice.
        return sa.select(scored.c.document_id, scored.c.score, exactness).order_by(sa.desc("score"))


documents = Fts5("search_fts", {"title": 10.0, "people": 6.0, "body": 1.0})
passages = Fts5("search_fts_passage", {"words": 1.0}, most_compared=COMPARED)
speech = Fts5("search_fts_said", {"words": 1.0})


def query_text(terms: Terms) -> str:
    """Returns `terms` as FTS5 reads them after MATCH."""
    wanted = (" OR " if terms.is_any else " AND ").join(map(_quoted, terms.wanted))
    return f"({wanted}) NOT ({' OR '.join(map(_quoted, terms.unwanted))})" if terms.unwanted else wanted


def _quoted(term: Term) -> str:
    # Tokens are letters, digits and marks: there is no quotation mark in them.
    alternatives = " OR ".join(f'"{" ".join(tokens)}"' for tokens in term.alternatives)
    return f"({alternatives})" if term.forms else alternatives + (" *" if term.is_beginning else "")
