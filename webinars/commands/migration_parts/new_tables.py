"""The tables of an empty database, made at once as the models say, and not by all migrations one after the other.

What the models do not say stands here: the indexes of search, and what migrations once gave columns for the rows that
were there. A rule compares both ways on both databases, so that a site is the same however old it is.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from webinars.database_file import creation_allowed
from webinars.db import Base, db

ADVISORY_LOCK = 7_301_946
"""As in migrations/env.py: two processes that start at once take turns."""
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "appearance": {"name": "", "reply_words": ""},
    "co_organiser": {"rights": '["texts", "people"]', "wording": "organised"},
    "mailing": {"body": "", "is_held": sa.false(), "subject": ""},
    "organisation": {"blocked_words": "[]", "is_zone_line_joined": sa.false()},
    "recording": {"failed_check_count": "0", "sync_s": "0"},
    "recording_copy": {"failed_check_count": "0"},
    "registration": {"joined_count": "0", "wants_messages": sa.true()},
    "registration_desk": {"standby_taken": "0"},
    "stored_file": {"is_offered": sa.true()},
    "user_session": {"browser": "", "way": "password"},
    "webinar": {
        "are_speakers_texts_taken": sa.true(),
        "is_lineup_confirmed_only": sa.false(),
        "is_registration_here": sa.false(),
        "rehearsal_minutes": "30",
    },
    "worker_sign": {"is_web": sa.false(), "key_digest": ""},
}
_TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
_INDEXES = {
    "search_fts": ("title, people, body", "search_document", "integer"),
    "search_fts_passage": ("words", "search_passage", "bigint"),
    "search_fts_said": ("words, detail=none", "recording", "integer"),
}
"""The indexes of search: their columns in FTS5, the table of what is found, and the type of its ids."""


def make(newest: str) -> None:
    """Make the tables of the application's database, which has none, and note that it stands at `newest`.

    Does nothing where somebody else has made them meanwhile.
    """
    with creation_allowed(), db.engine.begin() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if not is_sqlite:
            connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        if sa.inspect(connection).has_table("alembic_version"):
            return
        _with_defaults().create_all(connection, checkfirst=False)
        for statement in _fts5() if is_sqlite else _tsvectors():
            connection.exec_driver_sql(statement)
        _note(connection, newest)


def _with_defaults() -> sa.MetaData:
    """Returns the tables of the models with what databases fill in by themselves, which the models never ask for."""
    made = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        copy = table.to_metadata(made)
        for name, default in _DEFAULTS.get(table.name, {}).items():
            copy.c[name].server_default = sa.DefaultClause(default)
    return made


def _note(connection: Connection, newest: str) -> None:
    """Note where the database stands, as Alembic does."""
    number = sa.Column("version_num", sa.String(32), nullable=False)
    noted = sa.Table(
        "alembic_version", sa.MetaData(), number, sa.PrimaryKeyConstraint(number, name="alembic_version_pkc")
    )
    noted.create(connection, checkfirst=False)
    connection.execute(sa.insert(noted), {"version_num": newest})


def _fts5() -> Iterator[str]:
    # Rows of a contentless table can be deleted since SQLite 3.43; before, the table has to keep the tokens too.
    contentless = ", content='', contentless_delete=1" if sqlite3.sqlite_version_info >= (3, 43) else ""
    for name, (columns, _of, _kind) in _INDEXES.items():
        yield f'CREATE VIRTUAL TABLE {name} USING fts5({columns}{contentless}, tokenize="{_TOKENIZER}")'
    for name, table in (("search_fts", "search_document"), ("search_fts_passage", "search_passage")):
        gone = f"DELETE FROM {name} WHERE rowid = old.id"  # noqa: S608 - names of our own
        yield f"CREATE TRIGGER {name}_follows AFTER DELETE ON {table} BEGIN {gone}; END"
    yield (
        "CREATE TRIGGER search_fts_said_follows AFTER DELETE ON search_passage "
        "WHEN NOT EXISTS (SELECT 1 FROM search_passage WHERE recording_id = old.recording_id) "
        "BEGIN DELETE FROM search_fts_said WHERE rowid = old.recording_id; END"
    )


def _tsvectors() -> Iterator[str]:
    for name, (_columns, of, kind) in _INDEXES.items():
        key = f"document_id {kind} PRIMARY KEY REFERENCES {of} (id) ON DELETE CASCADE"
        yield f"CREATE TABLE {name} ({key}, tokens TSVECTOR NOT NULL)"
        # What waits for its place in the index is read by every question.
        yield f"CREATE INDEX ix_{name}_tokens ON {name} USING gin (tokens) WITH (gin_pending_list_limit = 256)"
        # The planner takes tokens for as quick to read as anything else, and reads whole tables for a common word.
        asked = f"SELECT document_id FROM {name} WHERE tokens @@ asked"  # noqa: S608 - names of our own
        yield (
            f"CREATE FUNCTION {name}_matching (asked tsquery) RETURNS TABLE (document_id {kind}) "
            f"LANGUAGE sql STABLE SET enable_seqscan = off AS '{asked}'"
        )
    # Beside the table, tokens make it look so small that the planner reads all of it for every question.
    yield "ALTER TABLE search_fts ALTER COLUMN tokens SET STORAGE MAIN"
