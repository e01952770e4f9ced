"""Mails that come back are written down, and who should get no more gets no more."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BOUNCED = sa.text("bounce IS NOT NULL")
BOUNCES = "bounce IN ('hard', 'soft', 'ours', 'complaint')"


def upgrade():
    with op.batch_alter_table("outbound_email") as batch:
        batch.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("bounce", sa.String(20), nullable=True))
        batch.create_foreign_key(
            op.f("fk_outbound_email_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_check_constraint(op.f("ck_outbound_email_bounce_known"), BOUNCES)
        batch.create_index("ix_outbound_email_recipient", ["recipient"])
        batch.create_index("ix_outbound_email_bounce", ["bounce"], sqlite_where=BOUNCED, postgresql_where=BOUNCED)
    op.create_table(
        "mail_stop",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("address_hmac", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(80), nullable=False),
        sa.Column(
            "stop",
            sa.Enum(
                "hard",
                "soft",
                "complaint",
                "unsubscribed",
                name="stop_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("address_hmac", "scope", name=op.f("uq_mail_stop_address_hmac_scope")),
    )


def downgrade():
    op.drop_table("mail_stop")
    with op.batch_alter_table("outbound_email") as batch:
        batch.drop_index("ix_outbound_email_bounce")
        batch.drop_index("ix_outbound_email_recipient")
        batch.drop_constraint(op.f("ck_outbound_email_bounce_known"), type_="check")
        batch.drop_constraint(op.f("fk_outbound_email_organisation_id_organisation"), type_="foreignkey")
        batch.drop_column("bounce")
        batch.drop_column("organisation_id")
