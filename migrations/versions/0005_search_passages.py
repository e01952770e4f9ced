"""Search finds what has no recording yet, speakers, and passages: what is said, chapters, answered questions."""

import sqlite3

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"


def upgrade():
    _change_documents("kind IN ('recording', 'webinar', 'speaker')", is_without_webinar=True)
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_passage",
        sa.Column("id", big, autoincrement=False, nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("ref_id", sa.Integer(), nullable=False),
        sa.Column("from_ms", sa.Integer(), nullable=False),
        sa.Column("until_ms", sa.Integer(), nullable=False),
        sa.Column("starts_s", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.Column("digest", sa.BigInteger(), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('speech', 'chapter', 'question')", name=op.f("ck_search_passage_passagekind_known")
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_search_passage_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_passage")),
    )
    op.create_index("ix_search_passage_recording_id", "search_passage", ["recording_id"])
    if op.get_bind().dialect.name == "sqlite":
        # Contentless where SQLite can delete from such a table, as in 0002.
        contentless = ", content='', contentless_delete=1" if sqlite3.sqlite_version_info >= (3, 43) else ""
        op.execute(
            f'CREATE VIRTUAL TABLE search_fts_passage USING fts5(words{contentless}, tokenize="{TOKENIZER}")'
        )
        op.execute(
            "CREATE TRIGGER search_fts_passage_follows AFTER DELETE ON search_passage "
            "BEGIN DELETE FROM search_fts_passage WHERE rowid = old.id; END"
        )
    else:
        op.execute(
            "CREATE TABLE search_fts_passage (document_id BIGINT PRIMARY KEY "
            "REFERENCES search_passage (id) ON DELETE CASCADE, tokens TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX ix_search_fts_passage_tokens ON search_fts_passage USING gin (tokens)")
        # Beside the table, tokens make it look so small that the planner reads all of it for every question.
        op.execute("ALTER TABLE search_fts ALTER COLUMN tokens SET STORAGE MAIN")
        # What waits for its place in the index is read by every question.
        for index in ("ix_search_fts_tokens", "ix_search_fts_passage_tokens"):
            op.execute(f"ALTER INDEX {index} SET (gin_pending_list_limit = 256)")


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER search_fts_passage_follows")
    else:
        op.execute("ALTER TABLE search_fts ALTER COLUMN tokens SET STORAGE EXTENDED")
        op.execute("ALTER INDEX ix_search_fts_tokens RESET (gin_pending_list_limit)")
    op.execute("DROP TABLE search_fts_passage")
    op.drop_table("search_passage")
    op.execute("DELETE FROM search_document WHERE kind <> 'recording'")
    _change_documents("kind IN ('recording')", is_without_webinar=False)


def _change_documents(kinds, *, is_without_webinar):
    name = op.f("ck_search_document_documentkind_known")
    with op.batch_alter_table("search_document") as batch:
        batch.drop_constraint(name, type_="check")
        batch.alter_column("webinar_id", existing_type=sa.Integer(), nullable=is_without_webinar)
        batch.create_check_constraint(name, kinds)
    if op.get_bind().dialect.name == "sqlite":
        # The trigger has gone with the table that was copied.
        op.execute(
            "CREATE TRIGGER search_fts_follows AFTER DELETE ON search_document "
            "BEGIN DELETE FROM search_fts WHERE rowid = old.id; END"
        )
