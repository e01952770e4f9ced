"""Where tokens are kept and looked up: by one small module for each database.

An engine gets tokens and ids and never sees a text. What was typed reaches it as quoted tokens only.
"""

from collections.abc import Collection, Iterable
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.search import postgres, sqlite
from webinars.search.terms import Terms
from webinars.search.tokens import DocumentTokens


class Engine(Protocol):
    """What `search.sqlite` and `search.postgres` offer."""

    def store(self, session: Session, documents: Iterable[DocumentTokens]) -> None:
        """Write the tokens of documents that have none."""

    def remove(self, session: Session, document_ids: Collection[int]) -> None:
        """Forget tokens whose documents are no more. Those of a document that is deleted go by themselves."""

    def stored(self) -> sa.Select[int]:
        """The ids of all documents that have tokens."""

    def matching(self, terms: Terms) -> sa.Select[int]:
        """The ids of all documents that `terms` let through. `terms` is not empty."""

    def best(self, terms: Terms, limit: int, among: sa.Select[int] | None) -> sa.Select[Any]:
        """The `limit` best of those as `document_id` and `score` (the greater, the better), best first.

        With `among`, only of the documents with these ids.
        """


def engine_of(session: Session) -> Engine:
    """The engine of the session's database."""
    return sqlite if session.get_bind().dialect.name == "sqlite" else postgres
