"""Who has a place is registered at Zoom too, where an account of the host does that."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STATES = ("due", "sending", "sent", "failed", "dropped")
ABOVE = {"source_id": "recording_source", "webinar_id": "webinar", "registration_id": "registration"}
UNFINISHED = sa.text("state IN ('due', 'sending')")


def upgrade():
    with op.batch_alter_table("recording_source") as batch:
        batch.add_column(sa.Column("registers_people", sa.Boolean(), nullable=False, server_default="0"))
    op.create_table(
        "zoom_registrant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("context", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="promisestate_known", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(500), nullable=False),
        sa.Column("meeting", sa.String(20), nullable=False),
        sa.Column("source_id", sa.Integer()),
        sa.Column("webinar_id", sa.Integer()),
        sa.Column("registration_id", sa.Integer()),
        sa.Column("is_wanted", sa.Boolean(), nullable=False),
        sa.Column("registrant_id", sa.String(64)),
        sa.Column("sealed", sa.Text()),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{above}.id"], ondelete="SET NULL", name=op.f(f"fk_zoom_registrant_{column}_{above}")
            )
            for column, above in ABOVE.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zoom_registrant")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_zoom_registrant_dedupe_key")),
        sqlite_autoincrement=True,
    )
    for column in ABOVE:
        op.create_index(op.f(f"ix_zoom_registrant_{column}"), "zoom_registrant", [column])
    op.create_index(
        "ix_zoom_registrant_unsent",
        "zoom_registrant",
        ["priority", "due_at", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )


def downgrade():
    op.drop_table("zoom_registrant")
    with op.batch_alter_table("recording_source") as batch:
        batch.drop_column("registers_people")
