"""People register here: how, who, what they are asked, and mails for all of them in one row."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

ACTIVE = sa.text("state IN ('unconfirmed', 'pending', 'confirmed', 'waiting')")
UNFINISHED = sa.text("state IN ('due', 'sending')")
IN_ONE_PLACE = "NOT is_registration_here OR registration_url IS NULL"


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def webinar_key(**options):
    return sa.ForeignKey("webinar.id", ondelete="CASCADE", **options)


def upgrade():
    with op.batch_alter_table("webinar") as batch:
        batch.add_column(sa.Column("is_registration_here", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.create_check_constraint(op.f("ck_webinar_registration_in_one_place"), IN_ONE_PLACE)
    op.create_table(
        "registration_desk",
        sa.Column("webinar_id", sa.Integer(), webinar_key(), primary_key=True, autoincrement=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("has_waiting_list", sa.Boolean(), nullable=False),
        sa.Column("is_approval_needed", sa.Boolean(), nullable=False),
        sa.Column("opens_before_minutes", sa.Integer(), nullable=True),
        sa.Column("closes_before_minutes", sa.Integer(), nullable=True),
        sa.Column("reminder_minutes", sa.JSON(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("told_status", known("status", "draft", "published", "postponed", "cancelled"), nullable=True),
        sa.Column("told_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_recording_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "seats_taken >= 0 AND (capacity IS NULL OR seats_taken <= capacity)",
            name=op.f("ck_registration_desk_seats_within_capacity"),
        ),
        sa.CheckConstraint("capacity BETWEEN 1 AND 100000", name=op.f("ck_registration_desk_capacity_in_range")),
        sa.CheckConstraint(
            "retention_days BETWEEN 1 AND 365", name=op.f("ck_registration_desk_retention_within_a_year")
        ),
    )
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("webinar_id", sa.Integer(), webinar_key(), nullable=False),
        sa.Column("email_normal", sa.String(254), nullable=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=True),
        sa.Column(
            "state",
            known("registrationstate", "unconfirmed", "pending", "confirmed", "waiting", "cancelled", "declined"),
            nullable=False,
        ),
        sa.Column("source", known("registrationsource", "page", "hand"), nullable=False),
        sa.Column("nonce", sa.String(43), nullable=True),
        sa.Column("link_digest", sa.String(64), nullable=True),
        sa.Column("join_digest", sa.String(64), nullable=True),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queue_number", sa.Integer(), nullable=True),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=True)
            for name in ("confirmed_at", "promoted_at", "ended_at")
        ),
        sa.Column("ended_by", known("registrationend", "attendee", "organiser"), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wants_recording", sa.Boolean(), nullable=False),
        sa.Column("wants_reminders", sa.Boolean(), nullable=False),
        sa.Column("told_sequence", sa.Integer(), nullable=True),
        sa.Column("told_method", sa.String(10), nullable=True),
        sa.UniqueConstraint("link_digest", name=op.f("uq_registration_link_digest")),
        sa.UniqueConstraint("join_digest", name=op.f("uq_registration_join_digest")),
        sa.CheckConstraint(
            "(state = 'waiting') = (queue_number IS NOT NULL)", name=op.f("ck_registration_number_while_waiting")
        ),
    )
    op.create_index(
        "ix_registration_active",
        "registration",
        ["webinar_id", "email_normal"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    op.create_index("ix_registration_queue", "registration", ["webinar_id", "state", "queue_number"])
    op.create_index(op.f("ix_registration_email_normal"), "registration", ["email_normal"])
    op.create_table(
        "registration_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("webinar_id", sa.Integer(), webinar_key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", known("questionkind", "text", "long", "choice", "choices", "checkbox"), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=True),
        sa.Column("is_retired", sa.Boolean(), nullable=False),
    )
    op.create_index(op.f("ix_registration_question_webinar_id"), "registration_question", ["webinar_id"])
    op.create_table(
        "registration_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "registration_id", sa.Integer(), sa.ForeignKey("registration.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "question_id", sa.Integer(), sa.ForeignKey("registration_question.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.UniqueConstraint(
            "registration_id", "question_id", name=op.f("uq_registration_answer_registration_id_question_id")
        ),
    )
    op.create_index(op.f("ix_registration_answer_question_id"), "registration_answer", ["question_id"])
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("dedupe_key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(50), nullable=False),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("state", known("promisestate", "due", "sending", "sent", "failed", "dropped"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt_count", sa.Integer(), nullable=False),
        sa.Column("failure", sa.String(500), nullable=False),
        sa.Column("webinar_id", sa.Integer(), webinar_key(), nullable=False),
        sa.Column("cursor_id", sa.Integer(), nullable=False),
        sa.Column("mail_count", sa.Integer(), nullable=False),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_mailing_dedupe_key")),
    )
    op.create_index(op.f("ix_mailing_webinar_id"), "mailing", ["webinar_id"])
    op.create_index(
        "ix_mailing_unsent",
        "mailing",
        ["priority", "due_at", "id"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )


def downgrade():
    for name in ("mailing", "registration_answer", "registration_question", "registration", "registration_desk"):
        op.drop_table(name)
    with op.batch_alter_table("webinar") as batch:
        batch.drop_constraint(op.f("ck_webinar_registration_in_one_place"), type_="check")
        batch.drop_column("is_registration_here")
