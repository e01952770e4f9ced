"""Questions from the audience, votes for them, and the links of those who moderate them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ANSWERING = sa.text("state = 'answering'")
ASKED = sa.text("kind NOT IN ('speech', 'chapter')")


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def moment(name, *, is_nullable=True):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_nullable)


def key(name, target, *, ondelete, **options):
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target, ondelete=ondelete), **options)


def upgrade():
    op.add_column(
        "organisation",
        sa.Column("blocked_words", sa.JSON(none_as_null=True), nullable=False, server_default="[]"),
    )
    op.create_table(
        "question_board",
        key("webinar_id", "webinar.id", ondelete="CASCADE", primary_key=True, autoincrement=False),
        sa.Column("code", sa.String(16), nullable=False, unique=True),
        sa.Column("mode", known("askingmode", "off", "before", "during", "until_end", "always"), nullable=False),
        sa.Column("approves_first", sa.Boolean(), nullable=False),
        moment("approval_forced_at"),
        sa.Column("names", known("askernames", "optional", "required", "none"), nullable=False),
        sa.Column("asked_by", known("askedby", "everybody", "registered"), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        moment("stream_began_at"),
        key("answering_agenda_id", "agenda_question.id", ondelete="SET NULL", nullable=True),
        moment("answering_agenda_at"),
        sa.Column("answering_agenda_by", sa.String(200), nullable=False),
    )
    op.create_index("ix_question_board_answering_agenda_id", "question_board", ["answering_agenda_id"])
    _create_questions()
    op.create_table(
        "question_vote",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("question_id", "audience_question.id", ondelete="CASCADE", nullable=False),
        sa.Column("voter_digest", sa.String(64), nullable=False),
        sa.Column("is_registered", sa.Boolean(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        moment("created_at", is_nullable=False),
        sa.UniqueConstraint("question_id", "voter_digest"),
    )
    op.create_table(
        "moderator_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("webinar_id", "question_board.webinar_id", ondelete="CASCADE", nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        key("made_by_id", "user_account.id", ondelete="SET NULL", nullable=True),
        moment("made_at", is_nullable=False),
        moment("opened_at"),
        moment("revoked_at"),
    )
    op.create_index("ix_moderator_link_webinar_id", "moderator_link", ["webinar_id"])
    op.create_index(
        "ix_search_passage_asked", "search_passage", ["id"], sqlite_where=ASKED, postgresql_where=ASKED
    )


def _create_questions():
    states = known("questionstate", "pending", "open", "answering", "answered", "merged", "declined")
    op.create_table(
        "audience_question",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("webinar_id", "question_board.webinar_id", ondelete="CASCADE", nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("original_text", sa.String(300), nullable=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("state", states, nullable=False),
        key("appearance_id", "appearance.id", ondelete="SET NULL", nullable=True),
        key("registration_id", "registration.id", ondelete="SET NULL", nullable=True),
        sa.Column("nonce", sa.String(43), nullable=True),
        sa.Column("link_digest", sa.String(64), nullable=True, unique=True),
        sa.Column("press_digest", sa.String(64), nullable=True),
        sa.Column("notify_email", sa.String(254), nullable=True),
        moment("created_at", is_nullable=False),
        moment("answering_at"),
        moment("answered_at"),
        sa.Column("answered_s", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.String(200), nullable=False),
        key("answer_by_id", "appearance.id", ondelete="SET NULL", nullable=True),
        moment("written_at"),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), sa.ForeignKey("audience_question.id"), nullable=True),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.Column("hidden_reason", sa.String(200), nullable=False),
        sa.Column("reported_count", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("registered_vote_count", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.String(200), nullable=False),
        sa.UniqueConstraint("webinar_id", "number"),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"
        ),
        sa.CheckConstraint("merged_into_id <> id", name="never_into_itself"),
        sa.CheckConstraint("state <> 'declined' OR reason <> ''", name="declined_for_a_reason"),
        sqlite_autoincrement=True,
    )
    for name in ("appearance_id", "registration_id", "press_digest", "notify_email", "answer_by_id", "merged_into_id"):
        op.create_index(f"ix_audience_question_{name}", "audience_question", [name])
    op.create_index("ix_audience_question_state", "audience_question", ["webinar_id", "state"])
    op.create_index(
        "ix_audience_question_answering",
        "audience_question",
        ["webinar_id"],
        unique=True,
        sqlite_where=ANSWERING,
        postgresql_where=ANSWERING,
    )


def downgrade():
    op.drop_index("ix_search_passage_asked", "search_passage")
    for table in ("moderator_link", "question_vote", "audience_question", "question_board"):
        op.drop_table(table)
    op.drop_column("organisation", "blocked_words")
