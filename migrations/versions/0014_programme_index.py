"""The programme is counted and put in order from an index alone, without the rows and their descriptions."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME = "ix_webinar_listed"
COLUMNS = ["visibility", "status", "starts_at", "ends_at", "starts_on", "host_id", "series_id"]


def upgrade():
    op.drop_index(NAME, "webinar")
    op.create_index(NAME, "webinar", COLUMNS)


def downgrade():
    op.drop_index(NAME, "webinar")
    op.create_index(NAME, "webinar", COLUMNS[:3])
