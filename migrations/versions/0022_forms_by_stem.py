"""Search knows the forms of words by their stems in one small table, and its indexes keep no stems any more."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade():
    # The worker fills it when it indexes anew; until then the very words are found.
    op.create_table(
        "search_form",
        sa.Column("language", sa.String(20), primary_key=True),
        sa.Column("stem", sa.String(64), primary_key=True),
        sa.Column("word", sa.String(64), primary_key=True),
        sqlite_with_rowid=False,
    )


def downgrade():
    op.drop_table("search_form")
