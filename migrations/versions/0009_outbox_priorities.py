"""What is promised has a priority, mails know their recipient's domain, and sending has a rate."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

UNFINISHED = sa.text("state IN ('due', 'sending')")
STATES = "state IN ('due', 'sending', 'sent', 'failed', 'dropped')"


def upgrade():
    op.drop_index("ix_outbound_email_unsent", table_name="outbound_email")
    with op.batch_alter_table("outbound_email") as batch:
        batch.add_column(sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="3"))
        batch.add_column(sa.Column("recipient_domain", sa.String(254), nullable=False, server_default=""))
        batch.drop_constraint(op.f("ck_outbound_email_mailstate_known"), type_="check")
        batch.create_check_constraint(op.f("ck_outbound_email_promisestate_known"), STATES)
    op.execute("UPDATE outbound_email SET priority = 0 WHERE kind LIKE 'accounts.%'")
    op.execute("UPDATE outbound_email SET priority = 1 WHERE kind LIKE 'organisations.%' OR kind LIKE 'programme.%'")
    at = "instr(recipient, '@')" if op.get_bind().dialect.name == "sqlite" else "position('@' in recipient)"
    op.execute(f"UPDATE outbound_email SET recipient_domain = lower(substr(recipient, {at} + 1))")  # noqa: S608 - of ours
    with op.batch_alter_table("outbound_email") as batch:
        batch.alter_column("priority", server_default=None)
        batch.alter_column("recipient_domain", server_default=None)
    op.create_index(
        "ix_outbound_email_unsent",
        "outbound_email",
        ["priority", "due_at", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )
    op.create_table(
        "sending_rate",
        sa.Column("name", sa.String(254), primary_key=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade():
    op.drop_table("sending_rate")
    op.drop_index("ix_outbound_email_unsent", table_name="outbound_email")
    with op.batch_alter_table("outbound_email") as batch:
        batch.drop_column("priority")
        batch.drop_column("recipient_domain")
        batch.drop_constraint(op.f("ck_outbound_email_promisestate_known"), type_="check")
        batch.create_check_constraint(op.f("ck_outbound_email_mailstate_known"), STATES)
    op.create_index(
        "ix_outbound_email_unsent", "outbound_email", ["due_at"], postgresql_where=UNFINISHED
    )
