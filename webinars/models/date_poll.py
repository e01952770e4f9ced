"""Finding a time: starts that are proposed, and who can come to which."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.ext.orderinglist import OrderingList, ordering_list
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, WallTime, owned, part_of, states
from webinars.models.webinar import Webinar


class Availability(enum.StrEnum):
    YES = "yes"
    IF_NEEDED = "if_needed"
    NO = "no"


class StartPoll(Model):
    """A webinar's speakers and co-organisers are asked which starts suit them."""

    __tablename__ = "start_poll"

    webinar_id: Mapped[int] = part_of("webinar.id", init=False, primary_key=True)
    made_at: Mapped[dt.datetime] = mapped_column()
    ends_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """Until then answers are wanted. None: until one of the starts is chosen."""
    reminded_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When those who had not answered were reminded, once."""
    chosen_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When one of the starts was made the webinar's. From then on nobody is asked."""
    former: Mapped[Json] = mapped_column(default_factory=dict)
    """The promise before the choice, as the history keeps it, for whoever takes it back. Empty where nobody can."""

    webinar: Mapped[Webinar] = orm.relationship(lazy="raise")
    starts: Mapped[OrderingList["ProposedStart"]] = owned(
        back_populates="poll",
        passive_deletes=True,
        order_by="ProposedStart.position",
        collection_class=ordering_list("position"),
    )

    @property
    def is_open(self) -> bool:
        """Whether people are asked. Needs `starts` loaded."""
        return self.chosen_at is None and bool(self.starts)

    @property
    def chosen(self) -> "ProposedStart | None":
        return next((each for each in self.starts if each.is_chosen), None)


class ProposedStart(Model):
    """A start that a webinar may have: a wall time in one zone, as its own start is."""

    __tablename__ = "proposed_start"
    __table_args__ = (sa.CheckConstraint("duration_minutes BETWEEN 1 AND 10080", name="duration_in_a_week"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("start_poll.webinar_id", init=False, index=True)
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in, and None until then, or ordering_list would skip it."""
    starts_wall: Mapped[WallTime] = mapped_column(sa.DateTime(timezone=False))
    timezone: Mapped[str] = mapped_column(sa.String(64))
    duration_minutes: Mapped[int] = mapped_column()
    changed_at: Mapped[dt.datetime] = mapped_column()
    """An answer given before then was to another start, and is void."""
    is_chosen: Mapped[bool] = mapped_column(default=False)

    poll: Mapped[StartPoll] = orm.relationship(init=False, back_populates="starts", lazy="raise")


class StartReply(Model):
    """What one speaker, or one co-organiser, has said to the starts."""

    __tablename__ = "start_reply"
    __table_args__ = (
        sa.UniqueConstraint("webinar_id", "appearance_id"),
        sa.UniqueConstraint("webinar_id", "co_organiser_id"),
        sa.CheckConstraint("(appearance_id IS NULL) <> (co_organiser_id IS NULL)", name="of_one_of_them"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("start_poll.webinar_id")
    appearance_id: Mapped[int | None] = part_of("appearance.id", index=True, default=None)
    co_organiser_id: Mapped[int | None] = part_of("co_organiser.id", index=True, default=None)
    words: Mapped[str] = mapped_column(sa.String(500), default="")
    """To the organisers."""
    replied_at: Mapped[dt.datetime] = mapped_column()

    answers: Mapped[list["StartAnswer"]] = owned(back_populates="reply", passive_deletes=True)


class StartAnswer(Model):
    """Whether one of them can come to one start."""

    __tablename__ = "start_answer"
    __table_args__ = (sa.UniqueConstraint("reply_id", "proposed_start_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    reply_id: Mapped[int] = part_of("start_reply.id", init=False)
    proposed_start_id: Mapped[int] = part_of("proposed_start.id", index=True)
    answer: Mapped[Availability] = mapped_column(states(Availability))
    answered_at: Mapped[dt.datetime] = mapped_column()

    reply: Mapped[StartReply] = orm.relationship(init=False, back_populates="answers", lazy="raise")
