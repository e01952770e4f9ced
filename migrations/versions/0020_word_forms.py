"""Search finds other forms of words: the languages it knows them in, and the words that may have been meant."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("search_language", sa.Column("name", sa.String(20), primary_key=True))
    # In the order of code points on every server: words are looked up from one beginning to the next.
    folded = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
    op.create_table(
        "search_word",
        sa.Column("folded", folded, primary_key=True),
        sa.Column("written", sa.String(64), nullable=False),
    )


def downgrade():
    op.drop_table("search_word")
    op.drop_table("search_language")
