"""Web processes show that they are alive as well, and each process which key it has."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("worker_sign") as batch:
        # The defaults are for workers of the version before, which may still run.
        batch.add_column(sa.Column("is_web", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("key_digest", sa.String(16), nullable=False, server_default=""))


def downgrade():
    with op.batch_alter_table("worker_sign") as batch:
        batch.drop_column("key_digest")
        batch.drop_column("is_web")
