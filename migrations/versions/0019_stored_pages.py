"""What stored pages are compared with, and the lists that what is announced stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KNOWN_BY = ("kind", "subject_id", "is_postponed")
KINDS = ("site", "organisation", "series", "speaker", "topic")

SAID = {
    "sqlite": {
        "begins": "starts_on || ' 00:00:00.000000'",
        "month": "CAST(strftime('%Y%m', starts_on) AS INTEGER)",
        "never": "'1970-01-01 00:00:00.000000'",
        "some_day": "'9999-12-31 00:00:00.000000'",
    },
    "postgresql": {
        "begins": "starts_on::timestamp AT TIME ZONE 'UTC'",
        "month": "CAST(to_char(starts_on, 'YYYYMM') AS INTEGER)",
        "never": "'1970-01-01 00:00:00+00'::timestamptz",
        "some_day": "'9999-12-31 00:00:00+00'::timestamptz",
    },
}

IN_PUBLIC = "declined_at IS NULL AND (is_confirmed OR NOT is_lineup_confirmed_only)"
MEMBERS = f"""
SELECT id AS webinar_id, 'site' AS kind, 0 AS subject_id FROM webinar
UNION SELECT id, 'organisation', host_id FROM webinar
UNION SELECT webinar_id, 'organisation', organisation_id FROM co_organiser WHERE accepted_at IS NOT NULL
UNION SELECT id, 'series', series_id FROM webinar WHERE series_id IS NOT NULL
UNION SELECT webinar_id, 'speaker', speaker_id FROM appearance JOIN webinar ON webinar.id = webinar_id WHERE {IN_PUBLIC}
UNION SELECT webinar_id, 'topic', topic_id FROM webinar_topic
"""  # noqa: S608 - nothing of anybody's is in it
FILLING = """
INSERT INTO listed_webinar (webinar_id, kind, subject_id, is_postponed, sorts_at, ends_at, month)
SELECT webinar_id, kind, subject_id, status = 'postponed',
  coalesce(starts_at, {begins}, CASE WHEN status = 'postponed' THEN {some_day} ELSE {never} END),
  coalesce(ends_at, {begins}, CASE WHEN status = 'postponed' THEN {some_day} ELSE {never} END),
  coalesce({month}, 0)
FROM ({members}) AS members JOIN webinar ON webinar.id = members.webinar_id
WHERE visibility = 'public' AND status IN ('published', 'postponed', 'cancelled')
"""


def upgrade():
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "listed_webinar",
        sa.Column(
            "webinar_id",
            sa.Integer(),
            sa.ForeignKey("webinar.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="feedkind_known", native_enum=False, create_constraint=True, length=20),
            primary_key=True,
        ),
        sa.Column("subject_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("is_postponed", sa.Boolean(), nullable=False),
        sa.Column("sorts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_listed_webinar_order", "listed_webinar", [*KNOWN_BY, "sorts_at", "webinar_id", "ends_at"])
    op.create_index("ix_listed_webinar_month", "listed_webinar", [*KNOWN_BY, "month", "ends_at"])
    words = SAID[op.get_bind().dialect.name]
    op.execute(FILLING.format(members=MEMBERS, **words))


def downgrade():
    op.drop_table("listed_webinar")
    op.drop_table("edition")
