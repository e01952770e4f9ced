import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, owned, part_of
from webinars.models.recording import Recording


class Transcript(Model):
    """What is said in a recording, in one language. Virtual clips show the part of their stream's that is theirs."""

    __tablename__ = "transcript"
    __table_args__ = (sa.UniqueConstraint("recording_id", "language"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    recording_id: Mapped[int] = part_of("recording.id", init=False)
    language: Mapped[str] = mapped_column(sa.String(35))
    """A BCP 47 tag. In another language than the recording's it is a translation."""
    created_at: Mapped[dt.datetime] = mapped_column()
    updated_at: Mapped[dt.datetime] = mapped_column()
    is_by_machine: Mapped[bool] = mapped_column(default=False, server_default="0")
    read_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When somebody said to have read all that a machine wrote."""
    read_by: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    """The name of who did."""

    recording: Mapped[Recording] = orm.relationship(back_populates="transcripts", lazy="raise", init=False)
    cues: Mapped[list["Cue"]] = owned(
        back_populates="transcript", passive_deletes=True, order_by="(Cue.starts_ms, Cue.id)"
    )


class Cue(Model):
    """A few words of a transcript, with when they are said, in milliseconds of webinar time."""

    __tablename__ = "cue"
    __table_args__ = (
        sa.CheckConstraint("ends_ms > starts_ms", name="ends_after_it_starts"),
        sa.Index("ix_cue_in_order", "transcript_id", "starts_ms"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    transcript_id: Mapped[int] = part_of("transcript.id", init=False)
    starts_ms: Mapped[int] = mapped_column()
    ends_ms: Mapped[int] = mapped_column()
    voice: Mapped[str] = mapped_column(sa.String(200), default="")
    """Who says it, as the file names them."""
    text: Mapped[str] = mapped_column(sa.String(2000))
    """Plain text. Lines are parted by newlines."""
    unsure: Mapped[str] = mapped_column(sa.String(300), default="", server_default="")
    """Where in `text` a machine was unsure, as stretches from letter to letter: "3-9 41-48"."""

    transcript: Mapped[Transcript] = orm.relationship(back_populates="cues", lazy="raise", init=False)
