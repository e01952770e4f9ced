"""Where recordings appear and what was found there, who waits for one, what a machine wrote down; several registrations
of one series with one page.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NEW = (
    "transcription",
    "recording_wish",
    "recording_proposal",
    "recording_source",
    "grouped_registration",
    "registration_group",
)


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def upgrade():
    with op.batch_alter_table("registration_desk") as batch:
        batch.add_column(sa.Column("told_series_at", INSTANT))
    with op.batch_alter_table("transcript") as batch:
        batch.add_column(sa.Column("is_by_machine", sa.Boolean(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("read_at", INSTANT))
        batch.add_column(sa.Column("read_by", sa.String(200), nullable=False, server_default=""))
    with op.batch_alter_table("cue") as batch:
        batch.add_column(sa.Column("unsure", sa.String(300), nullable=False, server_default=""))
    op.create_table(
        "registration_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("link_digest", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("wants_more", sa.Boolean(), nullable=False),
        *_key("registration_group", "series_id", "series", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_group")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_registration_group_link_digest")),
    )
    op.create_index(op.f("ix_registration_group_series_id"), "registration_group", ["series_id"])
    op.create_table(
        "grouped_registration",
        sa.Column("registration_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        *_key("grouped_registration", "registration_id", "registration", "CASCADE"),
        *_key("grouped_registration", "group_id", "registration_group", "CASCADE"),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_grouped_registration")),
    )
    op.create_index(op.f("ix_grouped_registration_group_id"), "grouped_registration", ["group_id"])
    _create_sources()
    _create_wishes()


def _create_sources():
    op.create_table(
        "recording_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", known("recordingsourcekind", "youtube", "peertube", "bigbluebutton", "zoom", "podcast"), nullable=False
        ),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("secret", sa.Text()),
        sa.Column("hook_code", sa.String(43)),
        sa.Column("asked_at", INSTANT),
        sa.Column("answered_at", INSTANT),
        sa.Column("failed_at", INSTANT),
        sa.Column("failure", sa.String(300), nullable=False),
        *_key("recording_source", "organisation_id", "organisation", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_source")),
        sa.UniqueConstraint("organisation_id", "kind", "key", name=op.f("uq_recording_source_organisation_id_kind_key")),
        sa.UniqueConstraint("hook_code", name=op.f("uq_recording_source_hook_code")),
    )
    op.create_table(
        "recording_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer()),
        sa.Column("film", sa.String(600), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("state", known("proposalstate", "open", "taken", "refused"), nullable=False),
        sa.Column("found_at", INSTANT, nullable=False),
        sa.Column("began_at", INSTANT),
        sa.Column("published_at", INSTANT),
        sa.Column("duration_s", sa.Integer()),
        sa.Column("captions", sa.JSON(), nullable=False),
        sa.Column("wants_captions", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("decided_at", INSTANT),
        sa.Column("decided_by_id", sa.Integer()),
        sa.Column("recording_id", sa.Integer()),
        *_key("recording_proposal", "webinar_id", "webinar", "CASCADE"),
        *_key("recording_proposal", "source_id", "recording_source", "SET NULL"),
        *_key("recording_proposal", "decided_by_id", "user_account", "SET NULL"),
        *_key("recording_proposal", "recording_id", "recording", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_proposal")),
        sa.UniqueConstraint("webinar_id", "film", name=op.f("uq_recording_proposal_webinar_id_film")),
    )
    for name in ("source_id", "recording_id"):
        op.create_index(op.f(f"ix_recording_proposal_{name}"), "recording_proposal", [name])


def _create_wishes():
    op.create_table(
        "recording_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("email_normal", sa.String(254), nullable=False),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("link_digest", sa.String(64), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT),
        *_key("recording_wish", "webinar_id", "webinar", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording_wish")),
        sa.UniqueConstraint("webinar_id", "email_normal", name=op.f("uq_recording_wish_webinar_id_email_normal")),
        sa.UniqueConstraint("link_digest", name=op.f("uq_recording_wish_link_digest")),
    )
    op.create_index(op.f("ix_recording_wish_email_normal"), "recording_wish", ["email_normal"])
    op.create_table(
        "transcription",
        sa.Column("recording_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column(
            "state",
            known("transcriptionstate", "waiting", "running", "done", "failed", "stopped"),
            nullable=False,
        ),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("began_at", INSTANT),
        sa.Column("leased_until", INSTANT),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.Column("failure", sa.String(300), nullable=False),
        *_key("transcription", "recording_id", "recording", "CASCADE"),
        sa.PrimaryKeyConstraint("recording_id", name=op.f("pk_transcription")),
    )


def _key(table, column, above, on_delete):
    yield sa.ForeignKeyConstraint(
        [column], [f"{above}.id"], ondelete=on_delete, name=op.f(f"fk_{table}_{column}_{above}")
    )


def downgrade():
    for table in NEW:
        op.drop_table(table)
    for table, names in {
        "registration_desk": ("told_series_at",),
        "transcript": ("is_by_machine", "read_at", "read_by"),
        "cue": ("unsure",),
    }.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
