"""A recording that was removed is kept for a while, as one of no webinar."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

REMOVED = "(webinar_id IS NULL) = (removed_at IS NOT NULL) AND (removed_at IS NULL) = (removed_from_id IS NULL)"


def upgrade():
    with op.batch_alter_table("recording") as batch:
        batch.alter_column("webinar_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("removed_from_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            "fk_recording_removed_from_id_webinar", "webinar", ["removed_from_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_check_constraint(op.f("ck_recording_removed_is_of_no_webinar"), REMOVED)
        batch.create_index("ix_recording_removed_at", ["removed_at"])
        batch.create_index("ix_recording_removed_from_id", ["removed_from_id"])


def downgrade():
    op.execute("DELETE FROM recording WHERE webinar_id IS NULL")
    with op.batch_alter_table("recording") as batch:
        batch.drop_index("ix_recording_removed_from_id")
        batch.drop_index("ix_recording_removed_at")
        batch.drop_constraint(op.f("ck_recording_removed_is_of_no_webinar"), type_="check")
        batch.drop_constraint("fk_recording_removed_from_id_webinar", type_="foreignkey")
        batch.drop_column("removed_from_id")
        batch.drop_column("removed_at")
        batch.alter_column("webinar_id", existing_type=sa.Integer(), nullable=False)
