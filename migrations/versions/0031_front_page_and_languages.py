"""An organisation has a sentence on top of its page. Who asks for mails on a page gets them in its language."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

TABLES = ("registration", "mail_follow", "recording_wish", "audience_question")


def upgrade():
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("tagline", sa.String(200), nullable=False, server_default=""))
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("reader_language", sa.String(10), nullable=False, server_default=""))


def downgrade():
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("reader_language")
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("tagline")
