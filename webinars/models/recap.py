"""What makes the recap: where recordings appear, what was found there, who waits for one, what a machine shall hear."""

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, WebAddress, part_of, reference_to, states
from webinars.models.organisation import Organisation
from webinars.models.webinar import Webinar


class RecordingSourceKind(enum.StrEnum):
    """What kind of place shows the recordings of an organisation."""

    YOUTUBE = "youtube"
    """A channel, or a playlist."""
    PEERTUBE = "peertube"
    BIGBLUEBUTTON = "bigbluebutton"
    ZOOM = "zoom"
    PODCAST = "podcast"


class RecordingSource(Model):
    """Where the recordings of an organisation appear: after each end it is looked at."""

    __tablename__ = "recording_source"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = part_of("organisation.id")
    kind: Mapped[RecordingSourceKind] = mapped_column(states(RecordingSourceKind))
    key: Mapped[str] = mapped_column(sa.String(300))
    """What it is asked by: the channel, the playlist, the account, the address of the server or of the feed."""
    url: Mapped[str] = mapped_column(WebAddress(2000))
    """Where a person finds it."""
    name: Mapped[str] = mapped_column(sa.String(300))
    """As it calls itself."""
    created_at: Mapped[dt.datetime] = mapped_column()
    secret: Mapped[str | None] = mapped_column(sa.Text, default=None)
    """What it has to be asked with, encrypted."""
    hook_code: Mapped[str | None] = mapped_column(sa.String(43), unique=True, default=None)
    """Of the address at which it tells by itself that a recording is ready."""
    asked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    answered_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """The last time that it answered with a list."""
    failed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """Since when it answers with no list, if it does not."""
    failure: Mapped[str] = mapped_column(sa.String(300), default="")
    """What it said instead."""
    registers_people: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether who gets a place in a room of this account is registered there. At most one of an organisation does."""

    organisation: Mapped[Organisation] = orm.relationship(init=False, lazy="raise")


class ProposalState(enum.StrEnum):
    OPEN = "open"
    TAKEN = "taken"
    REFUSED = "refused"
    """It is not proposed again for this webinar."""


class RecordingProposal(Model):
    """A film that looks like the recording of a webinar. Nothing of it is public before somebody takes it."""

    __tablename__ = "recording_proposal"
    __table_args__ = (sa.UniqueConstraint("webinar_id", "film"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id")
    source_id: Mapped[int | None] = reference_to("recording_source.id", index=True)
    film: Mapped[str] = mapped_column(sa.String(600))
    """Which one it is, however its address is written."""
    url: Mapped[str] = mapped_column(WebAddress(2000))
    title: Mapped[str] = mapped_column(sa.String(300))
    state: Mapped[ProposalState] = mapped_column(states(ProposalState))
    found_at: Mapped[dt.datetime] = mapped_column()
    began_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When what it shows began, where that place says so."""
    published_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    duration_s: Mapped[int | None] = mapped_column(default=None)
    captions: Mapped[Json] = mapped_column(default_factory=list)
    """Of each its language, its address and whether a machine made it."""
    wants_captions: Mapped[bool] = mapped_column(default=False, server_default="0")
    """Whether they are to become the transcript of what it became, once the place has them."""
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    decided_by_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    recording_id: Mapped[int | None] = reference_to("recording.id", index=True, default=None)
    """What became of it."""

    webinar: Mapped[Webinar] = orm.relationship(init=False, lazy="raise")
    source: Mapped[RecordingSource | None] = orm.relationship(init=False, lazy="raise")


class RecordingWish(Model):
    """That somebody without a registration wants one mail when the recording of a webinar is up. It goes with that."""

    __tablename__ = "recording_wish"
    __table_args__ = (sa.UniqueConstraint("webinar_id", "email_normal"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id")
    email_normal: Mapped[str] = mapped_column(sa.String(254), index=True)
    nonce: Mapped[str] = mapped_column(sa.String(43))
    """What its link is made of, with the secret key."""
    link_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column()
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """None: the reader of the address has not said yet that it was meant. Nothing more is sent."""
    reader_language: Mapped[str] = mapped_column(sa.String(10), default="", server_default="")
    """Of the page on which it was asked for, and of the mails. Empty: the webinar's."""

    webinar: Mapped[Webinar] = orm.relationship(init=False, lazy="raise")


class TranscriptionState(enum.StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Transcription(Model):
    """That the operator's command shall write down what is said in a recording, and what became of it."""

    __tablename__ = "transcription"

    recording_id: Mapped[int] = part_of("recording.id", primary_key=True)
    state: Mapped[TranscriptionState] = mapped_column(states(TranscriptionState))
    due_at: Mapped[dt.datetime] = mapped_column()
    began_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    leased_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    """While it runs. After that the worker that ran it is gone, and another may begin."""
    attempt_count: Mapped[int] = mapped_column(default=0)
    """How often a worker has begun, without those that were told to end."""
    ended_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    failure: Mapped[str] = mapped_column(sa.String(300), default="")
