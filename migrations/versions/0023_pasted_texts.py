"""Pasted texts are kept, where administrators say so, for what was corrected of them to teach the reader."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "pasted_text",
        sa.Column(
            "webinar_id",
            sa.Integer(),
            sa.ForeignKey("webinar.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("pasted_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade():
    op.drop_table("pasted_text")
