"""What is said of a webinar on its day: late, begun, still going on, over; who spoke, how many are there, who helps.
Afterwards: what those who came say of it.

When it is over follows from that, and lists ask for it: until now they asked for the planned end.
"""

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
MOMENTS = ("conducted_at", "late_at", "began_at", "continued_at", "ended_at", "over_at")
MAY_RUN_OVER = dt.timedelta(minutes=30)
LISTED = ("visibility", "status", "starts_at", "{end}", "starts_on", "host_id", "series_id")
WEBINAR = sa.table(
    "webinar",
    sa.column("id", sa.Integer),
    sa.column("starts_at", INSTANT),
    sa.column("ends_at", INSTANT),
    sa.column("duration_minutes", sa.Integer),
    sa.column("starts_on", sa.Date),
    sa.column("over_at", INSTANT),
)
LIST = sa.table("listed_webinar", sa.column("webinar_id", sa.Integer), sa.column("ends_at", INSTANT))
AT_ONCE = 500


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def upgrade():
    with op.batch_alter_table("webinar") as batch:
        batch.drop_index("ix_webinar_listed")
        for name in MOMENTS:
            batch.add_column(sa.Column(name, INSTANT))
        batch.add_column(sa.Column("late_minutes", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("webinar") as batch:
        batch.alter_column("late_minutes", server_default=None)
        batch.create_index("ix_webinar_listed", [each.format(end="over_at") for each in LISTED])
    settle(op.get_bind())
    _add_flag("registration_desk", "takes_feedback")
    _add_flag("registration", "has_given_feedback")
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("worth", known("worth", "yes", "partly", "no"), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        *_key("feedback", "webinar_id", "webinar", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_webinar_id"), "feedback", ["webinar_id"])
    op.create_table(
        "speaking_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("appearance_id", sa.Integer()),
        sa.Column("is_for_questions", sa.Boolean(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT),
        sa.CheckConstraint("ended_at >= began_at", name=op.f("ck_speaking_turn_ends_after_it_begins")),
        *_key("speaking_turn", "webinar_id", "webinar", "CASCADE"),
        *_key("speaking_turn", "appearance_id", "appearance", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaking_turn")),
    )
    for name in ("webinar_id", "appearance_id"):
        op.create_index(op.f(f"ix_speaking_turn_{name}"), "speaking_turn", [name])
    op.create_table(
        "presence_count",
        sa.Column("webinar_id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("presence", known("presence", "here", "playing", "trouble"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_presence_count_said_at_all")),
        *_key("presence_count", "webinar_id", "webinar", "CASCADE"),
        sa.PrimaryKeyConstraint("webinar_id", "presence", "at", name=op.f("pk_presence_count")),
    )
    op.create_index(op.f("ix_presence_count_at"), "presence_count", ["at"])
    op.create_table(
        "helper_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("webinar_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by_id", sa.Integer()),
        sa.Column("revoked_at", INSTANT),
        *_key("helper_link", "webinar_id", "webinar", "CASCADE"),
        *_key("helper_link", "made_by_id", "user_account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper_link")),
        sa.UniqueConstraint("digest", name=op.f("uq_helper_link_digest")),
    )
    op.create_index(op.f("ix_helper_link_webinar_id"), "helper_link", ["webinar_id"])


def _add_flag(table, name):
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default="0"))


def _key(table, column, above, on_delete):
    yield sa.ForeignKeyConstraint(
        [column], [f"{above}.id"], ondelete=on_delete, name=op.f(f"fk_{table}_{column}_{above}")
    )


def settle(connection):
    """Say from when on each webinar is over, and let the lists ask for that."""
    last = 0
    over = WEBINAR.update().where(WEBINAR.c.id == sa.bindparam("of")).values(over_at=sa.bindparam("at"))
    listed = LIST.update().where(LIST.c.webinar_id == sa.bindparam("of")).values(ends_at=sa.bindparam("at"))
    while True:
        rows = connection.execute(
            sa.select(WEBINAR).where(WEBINAR.c.id > last).order_by(WEBINAR.c.id).limit(AT_ONCE)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        known_ends = [{"of": row.id, "at": end + MAY_RUN_OVER} for row in rows if (end := _end_of(row)) is not None]
        if known_ends:
            connection.execute(over, known_ends)
            connection.execute(listed, known_ends)


def _end_of(row):
    if row.starts_at is not None:
        return row.ends_at or row.starts_at + dt.timedelta(minutes=row.duration_minutes)
    return None if row.starts_on is None else dt.datetime.combine(row.starts_on, dt.time(), dt.UTC)


def downgrade():
    for table in ("helper_link", "presence_count", "speaking_turn", "feedback"):
        op.drop_table(table)
    for table, name in (("registration_desk", "takes_feedback"), ("registration", "has_given_feedback")):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(name)
    planned = sa.select(sa.func.coalesce(WEBINAR.c.ends_at, WEBINAR.c.starts_at)).where(
        WEBINAR.c.id == LIST.c.webinar_id
    )
    is_known = sa.exists().where(WEBINAR.c.id == LIST.c.webinar_id, WEBINAR.c.starts_at.is_not(None))
    op.execute(LIST.update().where(is_known).values(ends_at=planned.scalar_subquery()))
    with op.batch_alter_table("webinar") as batch:
        batch.drop_index("ix_webinar_listed")
        for name in (*MOMENTS, "late_minutes"):
            batch.drop_column(name)
    with op.batch_alter_table("webinar") as batch:
        batch.create_index("ix_webinar_listed", [each.format(end="ends_at") for each in LISTED])
