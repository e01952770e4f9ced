"""Which reminders somebody who has registered does not want, one by one."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("registration") as batch:
        batch.add_column(sa.Column("skipped_reminders", sa.String(100), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("skipped_reminders")
