"""Addresses of organisations that are called when something of their programme changes, and the calls."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
UNFINISHED = sa.text("state IN ('due', 'sending')")


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def upgrade():
    op.create_table(
        "webhook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer()),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("preset", known("webhookpreset", "rebuild", "program"), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("former_secret", sa.Text()),
        sa.Column("former_until", INSTANT),
        sa.Column("authorization", sa.Text()),
        sa.Column("failed_at", INSTANT),
        sa.Column("paused_at", INSTANT),
        *_key("webhook", "organisation_id", "organisation", "CASCADE"),
        *_key("webhook", "made_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_organisation_id"), "webhook", ["organisation_id"])
    op.create_table(
        "outbound_hook",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dedupe_key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column(
            "state", known("promisestate", "due", "sending", "sent", "failed", "dropped"), nullable=False
        ),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("leased_until", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(500), nullable=False),
        sa.Column("webhook_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer()),
        sa.Column("took_ms", sa.Integer()),
        sa.Column("answered_at", INSTANT),
        *_key("outbound_hook", "webhook_id", "webhook", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound_hook")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbound_hook_dedupe_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbound_hook_webhook_id"), "outbound_hook", ["webhook_id"])
    op.create_index(
        "ix_outbound_hook_unsent",
        "outbound_hook",
        ["priority", "due_at", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )


def _key(table, column, above, on_delete):
    yield sa.ForeignKeyConstraint(
        [column], [f"{above}.id"], ondelete=on_delete, name=op.f(f"fk_{table}_{column}_{above}")
    )


def downgrade():
    op.drop_table("outbound_hook")
    op.drop_table("webhook")
