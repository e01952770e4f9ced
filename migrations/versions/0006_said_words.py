"""Search knows the recordings of a common word from the indexes alone.

The ids of documents say what they are of, and which words a recording's passages have at all is kept beside them. What
is indexed so far has other ids: it goes, and the worker writes it anew when it starts.
"""

import sqlite3

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
INDEXES = {"search_fts": "integer", "search_fts_passage": "bigint", "search_fts_said": "integer"}


def upgrade():
    _empty()
    if op.get_bind().dialect.name == "sqlite":
        # Contentless where SQLite can delete from such a table, as in 0002. Where in a row a word stands is not kept.
        contentless = ", content='', contentless_delete=1" if sqlite3.sqlite_version_info >= (3, 43) else ""
        op.execute(
            "CREATE VIRTUAL TABLE search_fts_said "
            f'USING fts5(words, detail=none{contentless}, tokenize="{TOKENIZER}")'
        )
        op.execute(
            "CREATE TRIGGER search_fts_said_follows AFTER DELETE ON search_passage "
            "WHEN NOT EXISTS (SELECT 1 FROM search_passage WHERE recording_id = old.recording_id) "
            "BEGIN DELETE FROM search_fts_said WHERE rowid = old.recording_id; END"
        )
        return
    op.execute("ALTER TABLE search_document ALTER COLUMN id DROP DEFAULT")
    op.execute("DROP SEQUENCE search_document_id_seq")
    op.execute(
        "CREATE TABLE search_fts_said (document_id INTEGER PRIMARY KEY "
        "REFERENCES recording (id) ON DELETE CASCADE, tokens TSVECTOR NOT NULL)"
    )
    op.execute("CREATE INDEX ix_search_fts_said_tokens ON search_fts_said USING gin (tokens)")
    op.execute("ALTER INDEX ix_search_fts_said_tokens SET (gin_pending_list_limit = 256)")
    # The planner takes tokens for as quick to read as anything else, and reads whole tables for a common word.
    for index, kind in INDEXES.items():
        op.execute(
            f"CREATE FUNCTION {index}_matching (asked tsquery) RETURNS TABLE (document_id {kind}) "
            f"LANGUAGE sql STABLE SET enable_seqscan = off "
            f"AS 'SELECT document_id FROM {index} WHERE tokens @@ asked'"
        )


def downgrade():
    _empty()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER search_fts_said_follows")
    else:
        for index in INDEXES:
            op.execute(f"DROP FUNCTION {index}_matching (tsquery)")
        op.execute("CREATE SEQUENCE search_document_id_seq OWNED BY search_document.id")
        op.execute("ALTER TABLE search_document ALTER COLUMN id SET DEFAULT nextval('search_document_id_seq')")
    op.execute("DROP TABLE search_fts_said")


def _empty():
    op.execute("DELETE FROM search_document")
    op.execute("DELETE FROM search_passage")
