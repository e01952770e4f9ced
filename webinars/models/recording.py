import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.ext.orderinglist import OrderingList, ordering_list
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, WebAddress, owned, part_of, reference_to, states
from webinars.models.lineup import Appearance
from webinars.models.webinar import Webinar
from webinars.pure.announcements.model import RecordingKind

if TYPE_CHECKING:
    from webinars.models.stored_file import StoredFile
    from webinars.models.transcript import Transcript

_FILE = sa.table("stored_file", *(sa.column(name) for name in ("id", "recording_id", "kind", "key", "name")))
"""The table of stored files, whose model needs this module."""


def _poster_of(recording_id: Mapped[int] | Mapped[int | None]) -> sa.ScalarSelect[str]:
    return (
        sa.select(sa.literal("/files/").concat(_FILE.c.key).concat("/").concat(_FILE.c.name))
        .where(_FILE.c.recording_id == recording_id, _FILE.c.kind == "poster")
        .order_by(_FILE.c.id.desc())
        .limit(1)
        .correlate_except(_FILE)
        .scalar_subquery()
    )


class HostedVideo(Model):
    """Where a video is. What is stored of a provider's address is the provider and its ids, never HTML."""

    __abstract__ = True

    url: Mapped[str] = mapped_column(WebAddress(2000))
    """Where a person watches it: the provider's page, or the file."""
    provider: Mapped[str] = mapped_column(sa.String(20))
    """The module in `webinars.pure.videos` that understood `url`."""
    provider_host: Mapped[str] = mapped_column(sa.String(253))
    provider_video: Mapped[str] = mapped_column(sa.String(500))
    """The provider's own id. For a file, its path."""
    provider_hash: Mapped[str] = mapped_column(sa.String(100), default="")
    """What Vimeo asks for beside the id of an unlisted video."""
    checked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was last asked whether it is still there. While failed checks are not believed yet, the first of them."""
    failed_check_count: Mapped[int] = mapped_column(default=0)
    """In a row, up to now."""
    unavailable_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """The first of the failed checks, once there were enough of them to believe it."""


class Recording(HostedVideo):
    """A video of a webinar: the full stream, or one presentation.

    Three clocks meet here. *Webinar time* counts from the start of the webinar. What stays true when a file is trimmed
    or replaced is kept in it: a virtual clip's `from_s` and `until_s`, cuts, chapters, cues, answered questions.
    `starts_s` and `ends_s` are seconds of the file. A moment that people share, `?t=90`, counts from the beginning of
    the recording itself. `webinars.pure.videos.timeline` leads from each to the others.
    """

    __tablename__ = "recording"
    __table_args__ = (
        sa.CheckConstraint("starts_s >= 0 AND (ends_s IS NULL OR ends_s > starts_s)", name="ends_after_it_starts"),
        sa.CheckConstraint("duration_s > 0", name="duration_positive"),
        sa.CheckConstraint("until_s > from_s", name="until_after_from"),
        sa.CheckConstraint("stream_id IS NULL OR from_s IS NOT NULL", name="clip_of_stream_has_beginning"),
        sa.CheckConstraint(
            "(webinar_id IS NULL) = (removed_at IS NOT NULL) AND (removed_at IS NULL) = (removed_from_id IS NULL)",
            name="removed_is_of_no_webinar",
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    webinar_id: Mapped[int] = part_of("webinar.id", init=False, index=True, nullable=True)
    """NULL only of one that was removed: whatever reads the recordings of webinars does not see it."""
    removed_at: Mapped[dt.datetime | None] = mapped_column(default=None, index=True)
    removed_from_id: Mapped[int | None] = part_of("webinar.id", init=False, index=True, default=None)
    """The webinar that it comes back to when it is restored."""
    appearance_id: Mapped[int | None] = reference_to("appearance.id", init=False, index=True, default=None)
    """Whose talk a presentation is."""
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in, and None until then, or ordering_list would skip it."""
    kind: Mapped[RecordingKind] = mapped_column(states(RecordingKind))
    title: Mapped[str] = mapped_column(sa.String(300))
    stream_id: Mapped[int | None] = reference_to("recording.id", init=False, index=True, default=None)
    """The full stream that a virtual clip is a stretch of. Its address and its seconds of the file follow from that."""
    from_s: Mapped[int | None] = mapped_column(default=None)
    """Where a virtual clip begins, in webinar time: the promise that `starts_s` is made from."""
    until_s: Mapped[int | None] = mapped_column(default=None)
    """None means to the end of the stream."""
    sync_s: Mapped[int] = mapped_column(default=0)
    """The sync point: the webinar time at the file's beginning, negative if the file begins before the webinar."""
    starts_s: Mapped[int] = mapped_column(default=0)
    ends_s: Mapped[int | None] = mapped_column(default=None)
    duration_s: Mapped[int | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(sa.String(35), default="en")
    published_at: Mapped[dt.datetime] = mapped_column(index=True)
    created_at: Mapped[dt.datetime] = mapped_column()
    poster_path: Mapped[str | None] = orm.column_property(
        sa.func.coalesce(_poster_of(id), _poster_of(stream_id))  # noqa: A003 - the column
    )
    """The address of its poster on this site, a virtual clip's being that of its stream, or None without one."""

    webinar: Mapped[Webinar] = orm.relationship(
        back_populates="recordings", lazy="raise", init=False, foreign_keys=[webinar_id]
    )
    appearance: Mapped[Appearance | None] = orm.relationship(lazy="raise", default=None)
    stream: Mapped["Recording | None"] = orm.relationship(
        lazy="raise", default=None, remote_side="Recording.id", back_populates="clips"
    )
    clips: Mapped[list["Recording"]] = orm.relationship(
        init=False, lazy="raise", back_populates="stream", order_by="Recording.from_s", passive_deletes="all"
    )
    """Of a full stream: the virtual clips cut from it."""
    cuts: Mapped[list["RecordingCut"]] = owned(
        back_populates="recording", passive_deletes=True, order_by="RecordingCut.starts_s"
    )
    chapters: Mapped[list["Chapter"]] = owned(back_populates="recording", passive_deletes=True, order_by="Chapter.at_s")
    copies: Mapped[OrderingList["RecordingCopy"]] = owned(
        back_populates="recording",
        passive_deletes=True,
        order_by="RecordingCopy.position",
        collection_class=ordering_list("position"),
    )
    transcripts: Mapped[list["Transcript"]] = owned(
        back_populates="recording", passive_deletes=True, order_by="Transcript.id"
    )
    files: Mapped[list["StoredFile"]] = owned(
        back_populates="recording", passive_deletes=True, order_by="StoredFile.id"
    )

    @property
    def is_excerpt(self) -> bool:
        """Whether it shows a stretch of its file and not the whole of it."""
        return self.starts_s > 0 or self.ends_s is not None


class RecordingCut(Model):
    """A stretch of the webinar that was taken out of the file, in webinar time."""

    __tablename__ = "recording_cut"
    __table_args__ = (sa.CheckConstraint("ends_s > starts_s", name="ends_after_it_starts"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    recording_id: Mapped[int] = part_of("recording.id", init=False, index=True)
    starts_s: Mapped[int] = mapped_column()
    ends_s: Mapped[int] = mapped_column()

    recording: Mapped[Recording] = orm.relationship(back_populates="cuts", lazy="raise", init=False)


class Chapter(Model):
    """Where a part of a recording begins. Virtual clips show those of their stream."""

    __tablename__ = "chapter"
    __table_args__ = (sa.UniqueConstraint("recording_id", "at_s"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    recording_id: Mapped[int] = part_of("recording.id", init=False)
    at_s: Mapped[int] = mapped_column()
    """In webinar time."""
    title: Mapped[str] = mapped_column(sa.String(300))

    recording: Mapped[Recording] = orm.relationship(back_populates="chapters", lazy="raise", init=False)


class RecordingCopy(HostedVideo):
    """The same video at another place, for the day the first one is gone."""

    __tablename__ = "recording_copy"
    __table_args__ = (sa.UniqueConstraint("recording_id", "url"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    recording_id: Mapped[int] = part_of("recording.id", init=False)
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in, and None until then, or ordering_list would skip it."""
    shift_s: Mapped[int] = mapped_column(default=0)
    """How much later a moment comes in this file than in the recording's own."""

    recording: Mapped[Recording] = orm.relationship(back_populates="copies", lazy="raise", init=False)
