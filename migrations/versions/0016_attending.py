"""What happens around a place: doors, standby, messages, mails to followers, and counts of acts."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ONE_OF_MANY = sa.text("mailing_id IS NOT NULL")


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def moment(name, *, is_nullable=True):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_nullable)


AUDIENCES = "audience IN ('confirmed', 'waiting', 'joined', 'absent', 'recording')"
REGISTRATION = (
    sa.Column("wants_messages", sa.Boolean(), nullable=False, server_default=sa.true()),
    moment("joined_first_at"),
    sa.Column("joined_count", sa.Integer(), nullable=False, server_default="0"),
    moment("standby_at"),
    sa.Column("attended_minutes", sa.Integer(), nullable=True),
)
MAILING = (
    sa.Column("audience", sa.String(20), nullable=True),
    sa.Column("subject", sa.String(200), nullable=False, server_default=""),
    sa.Column("body", sa.Text(), nullable=False, server_default=""),
    sa.Column("author_id", sa.Integer(), nullable=True),
    sa.Column("said_count", sa.Integer(), nullable=True),
    sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false()),
    moment("stopped_at"),
)


def upgrade():
    with op.batch_alter_table("registration_desk") as batch:
        batch.add_column(sa.Column("standby_taken", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("registration") as batch:
        for column in REGISTRATION:
            batch.add_column(column)
    with op.batch_alter_table("mailing") as batch:
        for column in MAILING:
            batch.add_column(column)
        batch.create_check_constraint(op.f("ck_mailing_audience_known"), AUDIENCES)
        batch.create_foreign_key(
            op.f("fk_mailing_author_id_user_account"), "user_account", ["author_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("outbound_email") as batch:
        batch.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_outbound_email_mailing_id_mailing"), "mailing", ["mailing_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index(
        "ix_outbound_email_mailing",
        "outbound_email",
        ["mailing_id", "state"],
        sqlite_where=ONE_OF_MANY,
        postgresql_where=ONE_OF_MANY,
    )
    with op.batch_alter_table("personal_feed") as batch:
        batch.add_column(sa.Column("email_normal", sa.String(254), nullable=True))
        batch.create_unique_constraint(op.f("uq_personal_feed_email_normal"), ["email_normal"])
    op.create_table(
        "mail_follow",
        sa.Column(
            "personal_feed_id",
            sa.Integer(),
            sa.ForeignKey("personal_feed.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("email_normal", sa.String(254), nullable=False),
        sa.Column("rhythm", known("rhythm", "as-it-comes", "daily", "weekly"), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("link_digest", sa.String(64), nullable=False),
        moment("created_at", is_nullable=False),
        moment("confirmed_at"),
        moment("cursor_at"),
        moment("next_at"),
        sa.UniqueConstraint("link_digest", name=op.f("uq_mail_follow_link_digest")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_mail_follow_weekday_of_a_week")),
    )
    op.create_index(op.f("ix_mail_follow_email_normal"), "mail_follow", ["email_normal"])
    op.create_index(op.f("ix_mail_follow_next_at"), "mail_follow", ["next_at"])
    op.create_table(
        "act_count",
        sa.Column(
            "webinar_id",
            sa.Integer(),
            sa.ForeignKey("webinar.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("act", known("act", "registered", "door", "play"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), primary_key=True),
        sa.Column("about", sa.String(64), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_act_count_done_at_all")),
    )


def downgrade():
    op.drop_table("act_count")
    op.drop_table("mail_follow")
    with op.batch_alter_table("personal_feed") as batch:
        batch.drop_constraint(op.f("uq_personal_feed_email_normal"), type_="unique")
        batch.drop_column("email_normal")
    op.drop_index("ix_outbound_email_mailing", "outbound_email")
    with op.batch_alter_table("outbound_email") as batch:
        batch.drop_constraint(op.f("fk_outbound_email_mailing_id_mailing"), type_="foreignkey")
        batch.drop_column("mailing_id")
    with op.batch_alter_table("mailing") as batch:
        batch.drop_constraint(op.f("fk_mailing_author_id_user_account"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_mailing_audience_known"), type_="check")
        for column in reversed(MAILING):
            batch.drop_column(column.name)
    with op.batch_alter_table("registration") as batch:
        for column in reversed(REGISTRATION):
            batch.drop_column(column.name)
    with op.batch_alter_table("registration_desk") as batch:
        batch.drop_column("standby_taken")
