"""What is kept of the hour itself beside the webinar's own row: who spoke when, how many are there, who helps."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, reference_to, states


class SpeakingTurn(Model):
    """That somebody speaks, or the audience's questions are answered: as it was said on the day, by one press."""

    __tablename__ = "speaking_turn"
    __table_args__ = (sa.CheckConstraint("ended_at >= began_at", name="ends_after_it_begins"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", index=True)
    appearance_id: Mapped[int | None] = reference_to("appearance.id", index=True, default=None)
    """Who speaks. None: the questions of the audience, or somebody who was taken out of the line-up since."""
    is_for_questions: Mapped[bool] = mapped_column(default=False)
    title: Mapped[str] = mapped_column(sa.String(300), default="")
    """What a chapter is called that is made of it: the talk, else the speaker, as it was when it began."""
    began_at: Mapped[dt.datetime] = mapped_column(kw_only=True)
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """None: now."""


class Presence(enum.StrEnum):
    """What open pages say of themselves, without a word on who looks at them."""

    HERE = "here"
    PLAYING = "playing"
    """The same, with the stream's player opened."""
    TROUBLE = "trouble"
    """Somebody says that there is no picture."""


class PresenceCount(Model):
    """How many pages said something in one minute. Kept for a day."""

    __tablename__ = "presence_count"
    __table_args__ = (sa.CheckConstraint("count > 0", name="said_at_all"),)

    webinar_id: Mapped[int] = part_of("webinar.id", primary_key=True)
    presence: Mapped[Presence] = mapped_column(states(Presence), primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(primary_key=True, index=True)
    """When the minute begins."""
    count: Mapped[int] = mapped_column(default=0)


class HelperLink(Model):
    """The secret address by which somebody without an account presses what is pressed on the day."""

    __tablename__ = "helper_link"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", index=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_at: Mapped[dt.datetime] = mapped_column()
    made_by_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
