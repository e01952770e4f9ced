import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, states
from webinars.models.lineup import Appearance
from webinars.models.webinar import Webinar


class RecordingKind(enum.StrEnum):
    FULL = "full"
    PRESENTATION = "presentation"
    """One talk; to readers it is a clip."""


class Recording(Model):
    """A video of a webinar: the full stream, or one presentation.

    What is stored of a provider's address is the provider and its ids, never HTML.
    """

    __tablename__ = "recording"
    __table_args__ = (
        sa.CheckConstraint("starts_s >= 0 AND (ends_s IS NULL OR ends_s > starts_s)", name="ends_after_it_starts"),
        sa.CheckConstraint("duration_s > 0", name="duration_positive"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    webinar_id: Mapped[int] = mapped_column(sa.ForeignKey("webinar.id", ondelete="CASCADE"), init=False, index=True)
    appearance_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("appearance.id", ondelete="SET NULL"), init=False, index=True, default=None
    )
    """Whose talk a presentation is."""
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in; None until then, or ordering_list would skip it."""
    kind: Mapped[RecordingKind] = mapped_column(states(RecordingKind))
    title: Mapped[str] = mapped_column(sa.String(300))
    url: Mapped[str] = mapped_column(sa.String(2000))
    """Where a person watches it: the provider's page, or the file."""
    provider: Mapped[str] = mapped_column(sa.String(20))
    """The module in `webinars.recordings.providers` that understood `url`."""
    provider_host: Mapped[str] = mapped_column(sa.String(253))
    provider_video: Mapped[str] = mapped_column(sa.String(500))
    """The provider's own id; for a file, its path."""
    provider_hash: Mapped[str] = mapped_column(sa.String(100), default="")
    """What Vimeo asks for beside the id of an unlisted video."""
    starts_s: Mapped[int] = mapped_column(default=0)
    ends_s: Mapped[int | None] = mapped_column(default=None)
    duration_s: Mapped[int | None] = mapped_column(default=None)
    language: Mapped[str] = mapped_column(sa.String(35), default="en")
    published_at: Mapped[dt.datetime] = mapped_column(index=True)
    created_at: Mapped[dt.datetime] = mapped_column()

    webinar: Mapped[Webinar] = orm.relationship(back_populates="recordings", lazy="raise", init=False)
    appearance: Mapped[Appearance | None] = orm.relationship(lazy="raise", default=None)
