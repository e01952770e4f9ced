"""A recording is a tree: virtual clips, cuts, chapters, copies, transcripts, files, and the moments of questions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def place_columns():
    """What is known of a video's place."""
    return [
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_check_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unavailable_at", sa.DateTime(timezone=True), nullable=True),
    ]


def upgrade():
    with op.batch_alter_table("recording") as batch:
        batch.add_column(sa.Column("stream_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("from_s", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("until_s", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("sync_s", sa.Integer(), nullable=False, server_default="0"))
        for column in place_columns():
            batch.add_column(column)
        batch.create_foreign_key("fk_recording_stream_id_recording", "recording", ["stream_id"], ["id"], ondelete="SET NULL")
        batch.create_index("ix_recording_stream_id", ["stream_id"])
        batch.create_check_constraint(op.f("ck_recording_until_after_from"), "until_s > from_s")
        batch.create_check_constraint(op.f("ck_recording_clip_of_stream_has_beginning"), "stream_id IS NULL OR from_s IS NOT NULL")
    with op.batch_alter_table("agenda_question") as batch:
        batch.add_column(sa.Column("answered_s", sa.Integer(), nullable=True))
    _create_parts()
    _create_transcripts()


def downgrade():
    for table in ("cue", "transcript", "stored_file", "recording_copy", "chapter", "recording_cut"):
        op.drop_table(table)
    with op.batch_alter_table("agenda_question") as batch:
        batch.drop_column("answered_s")
    with op.batch_alter_table("recording") as batch:
        batch.drop_constraint(op.f("ck_recording_clip_of_stream_has_beginning"), type_="check")
        batch.drop_constraint(op.f("ck_recording_until_after_from"), type_="check")
        batch.drop_constraint("fk_recording_stream_id_recording", type_="foreignkey")
        batch.drop_index("ix_recording_stream_id")
        for column in ("unavailable_at", "failed_check_count", "checked_at", "sync_s", "until_s", "from_s", "stream_id"):
            batch.drop_column(column)


def _id_and_recording(table):
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=f"fk_{table}_recording_id_recording", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def _create_parts():
    op.create_table(
        "recording_cut",
        *_id_and_recording("recording_cut"),
        sa.Column("starts_s", sa.Integer(), nullable=False),
        sa.Column("ends_s", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_s > starts_s", name=op.f("ck_recording_cut_ends_after_it_starts")),
    )
    op.create_index("ix_recording_cut_recording_id", "recording_cut", ["recording_id"])
    op.create_table(
        "chapter",
        *_id_and_recording("chapter"),
        sa.Column("at_s", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.UniqueConstraint("recording_id", "at_s", name=op.f("uq_chapter_recording_id_at_s")),
    )
    op.create_table(
        "recording_copy",
        *_id_and_recording("recording_copy"),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("shift_s", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("provider_host", sa.String(253), nullable=False),
        sa.Column("provider_video", sa.String(500), nullable=False),
        sa.Column("provider_hash", sa.String(100), nullable=False),
        *place_columns(),
        sa.UniqueConstraint("recording_id", "url", name=op.f("uq_recording_copy_recording_id_url")),
    )
    op.create_table(
        "stored_file",
        *_id_and_recording("stored_file"),
        sa.Column("key", sa.String(43), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content_type", sa.String(100), nullable=False),
        sa.Column("byte_count", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('video', 'poster', 'slides', 'notes')", name=op.f("ck_stored_file_filekind_known")),
        sa.CheckConstraint("byte_count > 0", name=op.f("ck_stored_file_not_empty")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    op.create_index("ix_stored_file_recording_id", "stored_file", ["recording_id"])


def _create_transcripts():
    op.create_table(
        "transcript",
        *_id_and_recording("transcript"),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("recording_id", "language", name=op.f("uq_transcript_recording_id_language")),
    )
    op.create_table(
        "cue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transcript_id", sa.Integer(), nullable=False),
        sa.Column("starts_ms", sa.Integer(), nullable=False),
        sa.Column("ends_ms", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(200), nullable=False),
        sa.Column("text", sa.String(2000), nullable=False),
        sa.CheckConstraint("ends_ms > starts_ms", name=op.f("ck_cue_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name="fk_cue_transcript_id_transcript", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cue")),
    )
    op.create_index("ix_cue_in_order", "cue", ["transcript_id", "starts_ms"])
