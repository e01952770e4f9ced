"""Whether somebody of a line-up was asked and has agreed, and whether a webinar will be recorded.

Until now whoever was typed counted as confirmed. What stays agreed is what somebody has said: the speaker by an answer, an
organiser by a press that the history knows, or by showing in public only those who are confirmed.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

APPEARANCE = sa.table(
    "appearance",
    *map(sa.column, ("id", "webinar_id", "speaker_id", "name", "is_confirmed", "replied_at", "declined_at", "agreement")),
)
WEBINAR = sa.table("webinar", sa.column("id"), sa.column("is_lineup_confirmed_only", sa.Boolean()))
SPEAKER = sa.table("speaker", sa.column("id"), sa.column("name"))
LINK = sa.table("speaking_link", sa.column("appearance_id"))
EVENT = sa.table("audit_event", sa.column("webinar_id"), sa.column("action"), sa.column("detail", sa.JSON()))


def known(name, *values):
    return sa.Enum(*values, name=f"{name}_known", native_enum=False, create_constraint=True, length=20)


def upgrade():
    agreement = known("agreement", "not_asked", "asked", "agreed", "declined")
    plan = known("recordingplan", "undecided", "yes", "no")
    with op.batch_alter_table("appearance") as batch:
        batch.add_column(sa.Column("agreement", agreement, nullable=False, server_default="not_asked"))
    _settle()
    with op.batch_alter_table("appearance") as batch:
        batch.drop_constraint(op.f("ck_appearance_declined_is_not_confirmed"), type_="check")
        batch.drop_column("declined_at")
        batch.drop_column("is_confirmed")
        batch.alter_column("agreement", server_default=None)
    with op.batch_alter_table("webinar") as batch:
        batch.add_column(sa.Column("recording_plan", plan, nullable=False, server_default="undecided"))
    with op.batch_alter_table("webinar") as batch:
        batch.alter_column("recording_plan", server_default=None)


def _settle():
    said_no = APPEARANCE.c.declined_at.is_not(None)
    confirmed = APPEARANCE.c.is_confirmed.is_(sa.true())
    has_link = APPEARANCE.c.id.in_(sa.select(LINK.c.appearance_id).where(LINK.c.appearance_id.is_not(None)))
    shows_confirmed = APPEARANCE.c.webinar_id.in_(sa.select(WEBINAR.c.id).where(WEBINAR.c.is_lineup_confirmed_only))
    has_said_yes = sa.or_(APPEARANCE.c.replied_at.is_not(None), shows_confirmed)
    _set("asked", has_link)
    _set("agreed", sa.and_(confirmed, has_said_yes))
    _set("agreed", sa.and_(confirmed, APPEARANCE.c.id.in_(_pressed())))
    _set("declined", said_no)


def _set(state, which):
    op.execute(sa.update(APPEARANCE).where(which).values(agreement=state))


def _pressed():
    """Returns the ids of those whom an organiser has marked as confirmed after they were not."""
    connection = op.get_bind()
    marked = set()
    rows = connection.execute(sa.select(EVENT.c.webinar_id, EVENT.c.detail).where(EVENT.c.action == "webinar:set_lineup"))
    for webinar_id, detail in rows:
        before, after = (detail if isinstance(detail, dict) else json.loads(detail)).get("lineup", ([], []))
        open_ones = {each["name"] for each in before if not each.get("is_confirmed", True)}
        marked |= {(webinar_id, each["name"]) for each in after if each.get("is_confirmed") and each["name"] in open_ones}
    people = connection.execute(
        sa.select(APPEARANCE.c.id, APPEARANCE.c.webinar_id, APPEARANCE.c.name, SPEAKER.c.name)
        .join_from(APPEARANCE, SPEAKER, SPEAKER.c.id == APPEARANCE.c.speaker_id)
        .where(APPEARANCE.c.webinar_id.in_({webinar_id for webinar_id, _name in marked}))
    )
    return [number for number, webinar_id, own, name in people if (webinar_id, own or name) in marked]


def downgrade():
    with op.batch_alter_table("webinar") as batch:
        batch.drop_constraint(op.f("ck_webinar_recordingplan_known"), type_="check")
        batch.drop_column("recording_plan")
    with op.batch_alter_table("appearance") as batch:
        batch.add_column(sa.Column("is_confirmed", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))
    is_open = APPEARANCE.c.agreement.in_(("asked", "declined"))
    op.execute(sa.update(APPEARANCE).where(is_open).values(is_confirmed=sa.false()))
    said_no = APPEARANCE.c.agreement == "declined"
    now = sa.func.coalesce(APPEARANCE.c.replied_at, sa.func.current_timestamp())
    op.execute(sa.update(APPEARANCE).where(said_no).values(declined_at=now))
    with op.batch_alter_table("appearance") as batch:
        batch.alter_column("is_confirmed", server_default=None)
        batch.create_check_constraint(
            op.f("ck_appearance_declined_is_not_confirmed"), "NOT (is_confirmed AND declined_at IS NOT NULL)"
        )
        batch.drop_constraint(op.f("ck_appearance_agreement_known"), type_="check")
        batch.drop_column("agreement")
