"""Where tokens are kept and looked up: by one small module for each database.

An engine gets tokens and ids and never sees a text. What was typed reaches it as quoted tokens only.
"""

from collections.abc import Collection, Iterable
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.search.engines import postgres, sqlite
from webinars.domain.search.terms import Terms
from webinars.domain.search.tokens import DocumentTokens
from webinars.lib.background_throttle import Steps
from webinars.models import DOCUMENT_ROOM, PASSAGE_ROOM

EngineQuery = str | sa.BindParameter[str]
"""Terms as the engine has `written` them, or a parameter for that: a statement that is kept need not be made again."""


class Index(Protocol):
    """What `engines.sqlite` and `engines.postgres` offer for documents, and for passages."""

    def store(self, session: Session, documents: Iterable[DocumentTokens]) -> None:
        """Write the tokens of documents that have none."""

    def remove(self, session: Session, document_ids: Collection[int]) -> None:
        """Forget tokens whose documents are no more. Those of a document that is deleted go by themselves."""

    def merge(self, session: Session, steps: Steps) -> None:
        """Take the room back that many writings have left. Who made `steps` commits."""

    def stored(self) -> sa.Select[int]:
        """Returns the ids of all documents that have tokens."""

    def matching(self, asked: EngineQuery | sa.ColumnElement[str]) -> sa.Select[int]:
        """Returns the ids of all documents that fit what is `asked`, which may be another table's column."""

    def within(self, asked: EngineQuery, recordings: sa.Subquery) -> sa.Select[int]:
        """Returns the ids of the passages of a few `recordings` that fit. None of a recording may be among them."""

    def best(
        self,
        asked: EngineQuery,
        limit: int,
        *conditions: sa.ColumnElement[bool],
        has_phrase: bool = False,
        exactly: EngineQuery | None = None,
    ) -> sa.Select[Any]:
        """Returns the `limit` best of those that meet `conditions`, best first: `document_id`, `score` and `is_exact`.

        `has_phrase`: words have to stand side by side, so that there are fewer than each of them lets expect.
        `exactly`: what is asked without other forms of the words; what fits that comes first.
        """

    @property
    def document_id(self) -> sa.ColumnElement[int]:
        """The column of the ids, for conditions on what is found."""


class Engine(Protocol):
    """A database's indexes."""

    @property
    def documents(self) -> Index: ...

    @property
    def passages(self) -> Index: ...

    @property
    def speech(self) -> Index:
        """By recording, which single words its passages have: for `matching` only, and not for phrases."""

    def query_text(self, terms: Terms) -> str:
        """Returns `terms`, of which something is wanted, in the engine's own language."""


def engine_of(session: Session) -> Engine:
    """Returns the engine of the session's database."""
    return engine_for(session.get_bind().dialect.name)


def engine_for(dialect: str) -> Engine:
    """Returns the engine of a kind of database."""
    return sqlite if dialect == "sqlite" else postgres


def recording_of(passage_id: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """Returns the recording of a passage."""
    return passage_id.bitwise_rshift(_bits(PASSAGE_ROOM))


def thing_of(document_id: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    """Returns what a document is of: its `ref_id`."""
    return document_id.bitwise_rshift(_bits(DOCUMENT_ROOM))


def is_of_recording(document_id: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Returns whether a document is a recording's: of all kinds it stands first."""
    return document_id.bitwise_and(sa.literal_column(str(DOCUMENT_ROOM - 1), sa.Integer)) == sa.literal_column("0")


def _bits(room: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(room.bit_length() - 1), sa.Integer)
