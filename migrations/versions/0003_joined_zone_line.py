"""An organisation chooses whether the zone line joins places that share an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(
            sa.Column("is_zone_line_joined", sa.Boolean(), nullable=False, server_default=sa.false()),
        )


def downgrade():
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("is_zone_line_joined")
