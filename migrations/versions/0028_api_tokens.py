"""Tokens of the JSON API, the answers that are kept to give them again, and by which token something was done."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("start", sa.String(12), nullable=False),
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("last_used_on", sa.Date()),
        sa.Column("revoked_at", INSTANT),
        sa.Column("left_at", INSTANT),
        *_key("api_token", "organisation_id", "organisation", "CASCADE"),
        *_key("api_token", "user_id", "user_account", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    for name in ("organisation_id", "user_id", "ends_at"):
        op.create_index(op.f(f"ix_api_token_{name}"), "api_token", [name])
    op.create_table(
        "idempotent_answer",
        sa.Column("token_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("request_digest", sa.String(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("location", sa.String(300), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        *_key("idempotent_answer", "token_id", "api_token", "CASCADE"),
        sa.PrimaryKeyConstraint("token_id", "key", name=op.f("pk_idempotent_answer")),
    )
    op.create_index(op.f("ix_idempotent_answer_created_at"), "idempotent_answer", ["created_at"])
    with op.batch_alter_table("audit_event") as batch:
        batch.add_column(sa.Column("token_id", sa.Integer()))
        batch.create_foreign_key(
            op.f("fk_audit_event_token_id_api_token"), "api_token", ["token_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index(op.f("ix_audit_event_token_id"), ["token_id"])


def _key(table, column, above, on_delete):
    yield sa.ForeignKeyConstraint(
        [column], [f"{above}.id"], ondelete=on_delete, name=op.f(f"fk_{table}_{column}_{above}")
    )


def downgrade():
    with op.batch_alter_table("audit_event") as batch:
        batch.drop_index(op.f("ix_audit_event_token_id"))
        batch.drop_constraint(op.f("fk_audit_event_token_id_api_token"), type_="foreignkey")
        batch.drop_column("token_id")
    op.drop_table("idempotent_answer")
    op.drop_table("api_token")
