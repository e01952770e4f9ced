"""People sign in by passkeys, see where they are signed in, change their address and close their account."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
WAYS = ("password", "code", "passkey", "recovery", "link")
OF_USERS = ("password_set_at", "browsers_forgotten_at", "recovery_codes_made_at", "closed_at")


def upgrade():
    with op.batch_alter_table("user_account") as batch:
        for name in OF_USERS:
            batch.add_column(sa.Column(name, INSTANT))
    with op.batch_alter_table("user_session") as batch:
        batch.add_column(sa.Column("proved_at", INSTANT))
        batch.add_column(sa.Column("seen_at", INSTANT))
        batch.add_column(sa.Column("way", sa.String(20), nullable=False, server_default="password"))
        batch.add_column(sa.Column("browser", sa.String(60), nullable=False, server_default=""))
    op.execute("UPDATE user_session SET proved_at = created_at, seen_at = created_at")
    with op.batch_alter_table("user_session") as batch:
        batch.alter_column("proved_at", existing_type=INSTANT, nullable=False)
        batch.alter_column("seen_at", existing_type=INSTANT, nullable=False)
        batch.create_check_constraint("signinway_known", f"way IN {WAYS}")
    _of_a_user(
        "passkey",
        sa.Column("credential_id", sa.String(1400), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("is_copied", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("browser", sa.String(60), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    _of_a_user(
        "recovery_code",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    _of_a_user(
        "proof_request",
        sa.Column("token_digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.UniqueConstraint("token_digest", name=op.f("uq_proof_request_token_digest")),
        is_of_nobody=True,
    )
    op.create_index(op.f("ix_proof_request_ends_at"), "proof_request", ["ends_at"])
    _of_a_user(
        "address_change",
        sa.Column("old_email", sa.String(254), nullable=False),
        sa.Column("new_email", sa.String(254), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("confirmed_at", INSTANT),
        sa.UniqueConstraint("user_id", name=op.f("uq_address_change_user_id")),
        is_indexed=False,
    )


def _of_a_user(table, *parts, is_of_nobody=False, is_indexed=True):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=is_of_nobody),
        *parts,
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], ondelete="CASCADE", name=op.f(f"fk_{table}_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=table in {"proof_request", "address_change"},
    )
    if is_indexed:
        op.create_index(op.f(f"ix_{table}_user_id"), table, ["user_id"])


def downgrade():
    for table in ("address_change", "proof_request", "recovery_code", "passkey"):
        op.drop_table(table)
    with op.batch_alter_table("user_session") as batch:
        batch.drop_constraint("signinway_known", type_="check")
        for name in ("browser", "way", "seen_at", "proved_at"):
            batch.drop_column(name)
    with op.batch_alter_table("user_account") as batch:
        for name in OF_USERS:
            batch.drop_column(name)
