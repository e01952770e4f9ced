"""The index of search: FTS5 on SQLite, a tsvector on PostgreSQL.

Written by hand, because the two have nothing in common but the name. Both are filled by the application with tokens of
its own; the engines only store them.
"""

import sqlite3

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        # Rows of a contentless table can be deleted since SQLite 3.43; before, the table has to keep the tokens too.
        contentless = ", content='', contentless_delete=1" if sqlite3.sqlite_version_info >= (3, 43) else ""
        op.execute(
            f'CREATE VIRTUAL TABLE search_fts USING fts5(title, people, body{contentless}, tokenize="{TOKENIZER}")'
        )
        op.execute(
            "CREATE TRIGGER search_fts_follows AFTER DELETE ON search_document "
            "BEGIN DELETE FROM search_fts WHERE rowid = old.id; END"
        )
    else:
        op.execute(
            "CREATE TABLE search_fts (document_id INTEGER PRIMARY KEY REFERENCES search_document (id) ON DELETE CASCADE, "
            "tokens TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_fts_tokens ON search_fts USING gin (tokens)")


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER search_fts_follows")
    op.execute("DROP TABLE search_fts")
