import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, states


class Act(enum.StrEnum):
    """Something that is counted, without a word on who did it."""

    REGISTERED = "registered"
    DOOR = "door"
    """The link to the room was opened."""
    PLAY = "play"
    """A recording was begun on one of our pages."""


class ActCount(Model):
    """How often something was done for a webinar in one stretch of time. Nothing here is about a person."""

    __tablename__ = "act_count"
    __table_args__ = (sa.CheckConstraint("count > 0", name="done_at_all"),)

    webinar_id: Mapped[int] = part_of("webinar.id", primary_key=True)
    act: Mapped[Act] = mapped_column(states(Act), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(primary_key=True)
    """When the stretch begins: a day of the webinar's zone, or ten minutes for doors."""
    about: Mapped[str] = mapped_column(sa.String(64), primary_key=True, default="")
    """The zone that was chosen on registering, or the short code of the recording."""
    count: Mapped[int] = mapped_column(default=0)
