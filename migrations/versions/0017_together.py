"""What other people do for a webinar: speakers' own pages, rights of co-organisers, finding a time, pictures.

And what administrators choose for the whole site.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

LIVE = sa.text("revoked_at IS NULL")
OF_ONE_THING = (
    "(recording_id IS NOT NULL AND appearance_id IS NULL AND picture_id IS NULL) "
    "OR (recording_id IS NULL AND appearance_id IS NOT NULL AND picture_id IS NULL) "
    "OR (recording_id IS NULL AND appearance_id IS NULL AND picture_id IS NOT NULL)"
)
NEVER_TWICE = ("mailing", "outbound_email", "registration")
"""Tables whose ids stand in links and in keys: SQLite gives that of the newest row again once it is deleted."""
KINDS_OF_FILE = "kind IN ('video', 'poster', 'slides', 'notes'{})"


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def moment(name, *, is_nullable=True):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=is_nullable)


def key(name, target, *, ondelete, **options):
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target, ondelete=ondelete), **options)


APPEARANCE = (
    sa.Column("name", sa.String(200), nullable=False, server_default=""),
    moment("replied_at"),
    moment("declined_at"),
    sa.Column("reply_words", sa.String(500), nullable=False, server_default=""),
)
WEBINAR = (
    sa.Column("is_lineup_confirmed_only", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("are_speakers_texts_taken", sa.Boolean(), nullable=False, server_default=sa.true()),
    sa.Column("rehearsal_wall", sa.DateTime(timezone=False), nullable=True),
    sa.Column("rehearsal_timezone", sa.String(64), nullable=True),
    sa.Column("rehearsal_minutes", sa.Integer(), nullable=False, server_default="30"),
)
CO_ORGANISER = (
    sa.Column("rights", sa.JSON(none_as_null=True), nullable=False, server_default='["texts", "people"]'),
    sa.Column("wording", sa.String(20), nullable=False, server_default="organised"),
)


def upgrade():
    with op.batch_alter_table("appearance") as batch:
        for column in APPEARANCE:
            batch.add_column(column)
        batch.create_check_constraint(
            op.f("ck_appearance_declined_is_not_confirmed"), "NOT (is_confirmed AND declined_at IS NOT NULL)"
        )
    with op.batch_alter_table("webinar") as batch:
        for column in WEBINAR:
            batch.add_column(column)
        batch.create_check_constraint(
            op.f("ck_webinar_rehearsal_has_a_zone"), "(rehearsal_wall IS NULL) = (rehearsal_timezone IS NULL)"
        )
        batch.create_check_constraint(op.f("ck_webinar_rehearsal_in_a_day"), "rehearsal_minutes BETWEEN 1 AND 1440")
    with op.batch_alter_table("co_organiser") as batch:
        for column in CO_ORGANISER:
            batch.add_column(column)
        batch.create_check_constraint(
            op.f("ck_co_organiser_creditwording_known"), "wording IN ('organised', 'with', 'supported')"
        )
    _speaking()
    _choosing()
    _inviting()
    _pictures()
    _site_settings()
    with op.batch_alter_table("audit_event") as batch:
        batch.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch.create_unique_constraint(op.f("uq_audit_event_undoes_id"), ["undoes_id"])
        batch.create_foreign_key(
            op.f("fk_audit_event_undoes_id_audit_event"), "audit_event", ["undoes_id"], ["id"], ondelete="SET NULL"
        )
    _count_on(is_on=True)


def _count_on(*, is_on):
    if op.get_context().dialect.name != "sqlite":
        return
    for table in NEVER_TWICE:
        with op.batch_alter_table(table, recreate="always", table_kwargs={"sqlite_autoincrement": is_on}):
            pass


def _speaking():
    op.create_table(
        "speaking_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("appearance_id", "appearance.id", ondelete="SET NULL", nullable=True, index=True),
        key("webinar_id", "webinar.id", ondelete="SET NULL", nullable=True, index=True),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("timezone", sa.String(64), nullable=True),
        key("made_by_id", "user_account.id", ondelete="SET NULL", nullable=True),
        moment("made_at", is_nullable=False),
        sa.Column("speaks_for_record", sa.Boolean(), nullable=False),
        moment("opened_at"),
        moment("reminded_at"),
        moment("revoked_at"),
        sa.Column("told_sequence", sa.Integer(), nullable=True),
        sa.Column("told_method", sa.String(10), nullable=True),
        moment("told_starts_at"),
    )
    op.create_index(
        "ix_speaking_link_live",
        "speaking_link",
        ["appearance_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_table(
        "speaker_proposal",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("appearance_id", "appearance.id", ondelete="CASCADE", nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("former", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        moment("made_at", is_nullable=False),
        sa.UniqueConstraint("appearance_id", "field"),
    )


def _choosing():
    op.create_table(
        "start_poll",
        key("webinar_id", "webinar.id", ondelete="CASCADE", primary_key=True, autoincrement=False),
        moment("made_at", is_nullable=False),
        moment("ends_at"),
        moment("reminded_at"),
        moment("chosen_at"),
        sa.Column("former", sa.JSON(none_as_null=True), nullable=False),
    )
    op.create_table(
        "proposed_start",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("webinar_id", "start_poll.webinar_id", ondelete="CASCADE", nullable=False, index=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("starts_wall", sa.DateTime(timezone=False), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        moment("changed_at", is_nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "duration_minutes BETWEEN 1 AND 10080", name=op.f("ck_proposed_start_duration_in_a_week")
        ),
    )
    op.create_table(
        "start_reply",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("webinar_id", "start_poll.webinar_id", ondelete="CASCADE", nullable=False),
        key("appearance_id", "appearance.id", ondelete="CASCADE", nullable=True, index=True),
        key("co_organiser_id", "co_organiser.id", ondelete="CASCADE", nullable=True, index=True),
        sa.Column("words", sa.String(500), nullable=False),
        moment("replied_at", is_nullable=False),
        sa.UniqueConstraint("webinar_id", "appearance_id"),
        sa.UniqueConstraint("webinar_id", "co_organiser_id"),
        sa.CheckConstraint(
            "(appearance_id IS NULL) <> (co_organiser_id IS NULL)", name=op.f("ck_start_reply_of_one_of_them")
        ),
    )
    op.create_table(
        "start_answer",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("reply_id", "start_reply.id", ondelete="CASCADE", nullable=False),
        key("proposed_start_id", "proposed_start.id", ondelete="CASCADE", nullable=False, index=True),
        sa.Column("answer", known("availability", "yes", "if_needed", "no"), nullable=False),
        moment("answered_at", is_nullable=False),
        sa.UniqueConstraint("reply_id", "proposed_start_id"),
    )


def _inviting():
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("nonce", sa.String(43), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("email", sa.String(254), nullable=True),
        key("organisation_id", "organisation.id", ondelete="CASCADE", nullable=False, index=True),
        key("webinar_id", "webinar.id", ondelete="SET NULL", nullable=True, index=True),
        key("made_by_id", "user_account.id", ondelete="SET NULL", nullable=True),
        moment("made_at", is_nullable=False),
        moment("ends_at", is_nullable=False),
        moment("claimed_at"),
        key("claimed_by_id", "user_account.id", ondelete="CASCADE", nullable=True),
        moment("decided_at"),
        sa.Column("is_granted", sa.Boolean(), nullable=False),
        moment("revoked_at"),
    )
    op.create_table(
        "refusal",
        sa.Column("id", sa.Integer(), primary_key=True),
        key("organisation_id", "organisation.id", ondelete="CASCADE", nullable=False, index=True),
        key("host_id", "organisation.id", ondelete="CASCADE", nullable=False, index=True),
        key("webinar_id", "webinar.id", ondelete="CASCADE", nullable=True, index=True),
        sa.Column("words", sa.String(300), nullable=False),
        key("by_id", "user_account.id", ondelete="SET NULL", nullable=True),
        moment("at", is_nullable=False),
    )


def _pictures():
    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", known("picturekind", "portrait", "logo", "cover"), nullable=False),
        key("speaker_id", "speaker.id", ondelete="CASCADE", nullable=True, unique=True),
        key("organisation_id", "organisation.id", ondelete="CASCADE", nullable=True, unique=True),
        key("webinar_id", "webinar.id", ondelete="CASCADE", nullable=True, unique=True),
        key("appearance_id", "appearance.id", ondelete="CASCADE", nullable=True, unique=True),
        sa.Column("alt", sa.String(300), nullable=False),
        sa.Column("crop", sa.JSON(none_as_null=True), nullable=False),
        moment("created_at", is_nullable=False),
        sa.CheckConstraint(
            "(kind = 'portrait') = (speaker_id IS NOT NULL OR appearance_id IS NOT NULL) "
            "AND (speaker_id IS NULL OR appearance_id IS NULL) "
            "AND (kind = 'logo') = (organisation_id IS NOT NULL) AND (kind = 'cover') = (webinar_id IS NOT NULL)",
            name=op.f("ck_picture_of_its_owner"),
        ),
    )
    with op.batch_alter_table("stored_file") as batch:
        batch.alter_column("recording_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("appearance_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("picture_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.create_foreign_key(
            op.f("fk_stored_file_appearance_id_appearance"), "appearance", ["appearance_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_foreign_key(
            op.f("fk_stored_file_picture_id_picture"), "picture", ["picture_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_check_constraint(op.f("ck_stored_file_of_one_thing"), OF_ONE_THING)
        batch.drop_constraint(op.f("ck_stored_file_filekind_known"), type_="check")
        batch.create_check_constraint(
            op.f("ck_stored_file_filekind_known"), KINDS_OF_FILE.format(", 'picture', 'original'")
        )
    op.create_index(op.f("ix_stored_file_appearance_id"), "stored_file", ["appearance_id"])
    op.create_index(op.f("ix_stored_file_picture_id"), "stored_file", ["picture_id"])


def _site_settings():
    op.create_table(
        "site_setting",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=False),
        moment("changed_at", is_nullable=False),
        key("changed_by_id", "user_account.id", ondelete="SET NULL", nullable=True),
    )


def downgrade():
    _count_on(is_on=False)
    op.drop_table("site_setting")
    with op.batch_alter_table("audit_event") as batch:
        batch.drop_constraint(op.f("fk_audit_event_undoes_id_audit_event"), type_="foreignkey")
        batch.drop_constraint(op.f("uq_audit_event_undoes_id"), type_="unique")
        batch.drop_column("undoes_id")
    op.execute("DELETE FROM stored_file WHERE recording_id IS NULL")
    op.drop_index(op.f("ix_stored_file_picture_id"), "stored_file")
    op.drop_index(op.f("ix_stored_file_appearance_id"), "stored_file")
    with op.batch_alter_table("stored_file") as batch:
        batch.drop_constraint(op.f("ck_stored_file_filekind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_stored_file_filekind_known"), KINDS_OF_FILE.format(""))
        batch.drop_constraint(op.f("ck_stored_file_of_one_thing"), type_="check")
        batch.drop_constraint(op.f("fk_stored_file_picture_id_picture"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_stored_file_appearance_id_appearance"), type_="foreignkey")
        for name in ("is_offered", "picture_id", "appearance_id"):
            batch.drop_column(name)
        batch.alter_column("recording_id", existing_type=sa.Integer(), nullable=False)
    for name in ("picture", "refusal", "invitation", "start_answer", "start_reply", "proposed_start", "start_poll"):
        op.drop_table(name)
    op.drop_table("speaker_proposal")
    op.drop_table("speaking_link")
    with op.batch_alter_table("co_organiser") as batch:
        batch.drop_constraint(op.f("ck_co_organiser_creditwording_known"), type_="check")
        for column in reversed(CO_ORGANISER):
            batch.drop_column(column.name)
    with op.batch_alter_table("webinar") as batch:
        batch.drop_constraint(op.f("ck_webinar_rehearsal_in_a_day"), type_="check")
        batch.drop_constraint(op.f("ck_webinar_rehearsal_has_a_zone"), type_="check")
        for column in reversed(WEBINAR):
            batch.drop_column(column.name)
    with op.batch_alter_table("appearance") as batch:
        batch.drop_constraint(op.f("ck_appearance_declined_is_not_confirmed"), type_="check")
        for column in reversed(APPEARANCE):
            batch.drop_column(column.name)
