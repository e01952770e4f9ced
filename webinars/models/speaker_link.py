import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, part_of, reference_to
from webinars.models.lineup import Appearance

_LIVE = sa.text("revoked_at IS NULL")


class SpeakingLink(Model):
    """The secret address of a speaker's own page for one webinar. Whoever has it is the speaker.

    It ends 30 days after the webinar, or after it was made if that is later.
    """

    __tablename__ = "speaking_link"
    __table_args__ = (
        sa.Index("ix_speaking_link_live", "appearance_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    appearance_id: Mapped[int | None] = reference_to("appearance.id", init=False, index=True)
    """None once the person was taken out of the line-up: the link still says so to whoever has it."""
    webinar_id: Mapped[int | None] = reference_to("webinar.id", index=True)
    """Known without the appearance, so that the calendar of who was taken out can be told."""
    nonce: Mapped[str] = mapped_column(sa.String(43))
    """What the address is made of, with the secret key: a mail that is written later can name it again."""
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(254), default=None)
    """Where it was sent. None: somebody copied it."""
    timezone: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    """The speaker's, as chosen on the page."""
    made_by_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    made_at: Mapped[dt.datetime] = mapped_column()
    speaks_for_record: Mapped[bool] = mapped_column(default=False)
    """Made by somebody who keeps the speaker's record, so what is written of it by this link may stand at once. Nobody
    else is shown its address: whoever has it could change the record."""
    opened_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When its page was first seen."""
    reminded_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    told_sequence: Mapped[int | None] = mapped_column(default=None)
    """The SEQUENCE of the calendar entry that was sent to her last. None: none was."""
    told_method: Mapped[str | None] = mapped_column(sa.String(10), default=None)
    told_starts_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """The start that it had."""

    appearance: Mapped[Appearance | None] = orm.relationship(lazy="raise")


class SpeakerProposal(Model):
    """What a speaker would have said otherwise, until an organiser takes it or leaves it: one row a field."""

    __tablename__ = "speaker_proposal"
    __table_args__ = (sa.UniqueConstraint("appearance_id", "field"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    appearance_id: Mapped[int] = part_of("appearance.id", init=False)
    field: Mapped[str] = mapped_column(sa.String(20))
    """name, affiliation, talk_title or abstract of the appearance, or bio or links of the speaker's record."""
    former: Mapped[Json] = mapped_column()
    """What stood there when it was proposed: if something else stands there now, both are shown."""
    value: Mapped[Json] = mapped_column()
    made_at: Mapped[dt.datetime] = mapped_column()

    appearance: Mapped[Appearance] = orm.relationship(lazy="raise")
