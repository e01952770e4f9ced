"""What the public pages of the whole site are compared with: another edition of it, by each change that they show.

A transaction of a watched session that writes one of the `SHOWN` tables, by whatever statement, gives the site another
edition just before it is committed, so that no reader sees one without the other. The row is the last that such a
transaction locks: who has it is about to commit, and waits for nobody.
"""

import re
import secrets
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, orm
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine, ExecutionContext
from sqlalchemy.orm import Mapped, Session, mapped_column

from webinars.db import Model

STAMP_BITS = 62
THE_ONE = 1

SHOWN = frozenset(
    {
        "agenda_question", "appearance", "calendar_entry", "chapter", "co_organiser", "cue", "facet_count",
        "listed_webinar", "membership", "organisation", "picture", "recording", "recording_copy", "recording_cut",
        "recording_facet",
        "registration_question", "search_document", "search_form", "search_language", "search_passage", "search_word",
        "series", "site_setting", "speaker", "speaking_turn", "stored_file", "topic", "transcript", "webinar",
        "webinar_topic",
    }
)  # fmt: skip
"""Tables that public pages show, or that decide what they show. `tests/rules` says of each other why it is not here."""


class PageCacheVersion(Model):
    """One row: what the site shows now. Without it nothing has ever been written."""

    __tablename__ = "edition"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stamp: Mapped[int] = mapped_column(sa.BigInteger)
    """By chance, and not counted: a database that comes back from a copy never has the stamp of something newer."""


HAS_WRITTEN = "has written"
"""The key in `session.info` of a session that has just committed something. Whoever acts on it takes it out."""
GIVEN_STAMP = "given stamp"
"""The key in `session.info` of the last edition that a session has given. While it is this, nobody else has stored."""
WRITES = re.compile(r"\s*(?:insert|update|delete|replace|merge|truncate|copy|with)\b", re.IGNORECASE)
"""How a statement that was written by hand begins if it may write."""
_KEY = "written tables"
_GIVEN = "edition"


def watch(sessions: orm.sessionmaker[Any] | orm.scoped_session[Any]) -> None:
    """Give the site another edition with every transaction of these sessions that shows in public.

    To be called after everybody else who writes before a commit has asked to be.
    """
    event.listen(sessions, "after_begin", _hold)
    event.listen(sessions, "before_commit", _stamp)


def renew_version(session: Session) -> None:
    """Have the site get another edition with this transaction, whatever else it writes."""
    session.connection().info.setdefault(_KEY, set()).add(_GIVEN)


def _hold(session: Session, _transaction: orm.SessionTransaction, connection: Connection) -> None:
    session.info[_KEY] = connection


def _stamp(session: Session) -> None:
    if session.in_nested_transaction():
        return
    connection: Connection | None = session.info.pop(_KEY, None)
    # Closed: it was rolled back, and nothing has begun since.
    if connection is None or connection.closed or connection.invalidated:
        return
    written = connection.info.pop(_KEY, None)
    if not written:
        return
    session.info[HAS_WRITTEN] = True
    if _GIVEN in written or not SHOWN.isdisjoint(written):
        inserting = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(PageCacheVersion)
        row = {"id": THE_ONE, "stamp": secrets.randbits(STAMP_BITS)}
        session.info[GIVEN_STAMP] = row["stamp"]
        connection.execute(inserting.on_conflict_do_update(index_elements=["id"], set_=row), row)


@event.listens_for(Engine, "before_cursor_execute")
def _note(
    connection: Connection,
    _cursor: object,
    text: str,
    _parameters: object,
    context: ExecutionContext | None,
    _executemany: bool,  # noqa: FBT001 - SQLAlchemy's signature
) -> None:
    statement = context.compiled.statement if context is not None and context.compiled is not None else None
    if isinstance(statement, sa.UpdateBase):
        connection.info.setdefault(_KEY, set()).add(getattr(statement.table, "name", ""))
    elif (statement is None or isinstance(statement, sa.TextClause)) and WRITES.match(text):
        # Which table it writes stands in no place that could be trusted.
        connection.info.setdefault(_KEY, set()).add(_GIVEN)


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _forget(connection: Connection) -> None:
    # What has lost its database has nothing to tell, and would look for another one if it were asked.
    if not connection.invalidated:
        connection.info.pop(_KEY, None)
