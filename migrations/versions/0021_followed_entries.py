"""Calendar entries that a personal feed holds by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "followed_entry",
        sa.Column(
            "personal_feed_id",
            sa.Integer(),
            sa.ForeignKey("personal_feed.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "entry_id",
            sa.Integer(),
            sa.ForeignKey("calendar_entry.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
    )
    op.create_index("ix_followed_entry_entry_id", "followed_entry", ["entry_id"])


def downgrade():
    op.drop_table("followed_entry")
