import datetime as dt
import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, WebAddresses, owned, part_of, states
from webinars.models.organisation import Organisation
from webinars.models.webinar import Webinar
from webinars.pure.announcements.model import AppearanceRole

if TYPE_CHECKING:
    from webinars.models.picture import Picture
    from webinars.models.stored_file import StoredFile


class Agreement(enum.StrEnum):
    """Whether somebody takes part, as far as anybody knows."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    """A link to answer by was made, and no answer has come."""
    AGREED = "agreed"
    """They have said yes, or an organiser or the announcement says that they have."""
    DECLINED = "declined"
    """They have said no: they stand in no public line-up, and that they were asked is said to nobody."""


class Speaker(Model):
    """A person who appears in webinars. The record belongs to the organisation that made it."""

    __tablename__ = "speaker"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_key: Mapped[str] = mapped_column(sa.String(200), index=True)
    """The name as it is compared: see `webinars.lib.names.name_key`."""
    affiliation: Mapped[str] = mapped_column(sa.String(300), default="")
    """The latest. What stood on a webinar is in its appearance."""
    bio: Mapped[str] = mapped_column(sa.Text, default="")
    """Markdown."""
    links: Mapped[list[str]] = mapped_column(WebAddresses(), default_factory=list)
    """Addresses of the person's own pages."""
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisation.id"), init=False, index=True)
    created_at: Mapped[dt.datetime] = mapped_column()

    organisation: Mapped[Organisation] = orm.relationship(lazy="raise")
    portrait: Mapped["Picture | None"] = owned(back_populates="speaker", passive_deletes=True)


class Appearance(Model):
    """A speaker in a webinar's line-up: role and affiliation as of that webinar."""

    __tablename__ = "appearance"
    __table_args__ = (sa.UniqueConstraint("webinar_id", "speaker_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", init=False)
    speaker_id: Mapped[int] = mapped_column(sa.ForeignKey("speaker.id"), init=False, index=True)
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in, and None until then, or ordering_list would skip it."""
    role: Mapped[AppearanceRole] = mapped_column(states(AppearanceRole), default=AppearanceRole.SPEAKER)
    affiliation: Mapped[str] = mapped_column(sa.String(300), default="")
    talk_title: Mapped[str] = mapped_column(sa.String(300), default="")
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    agreement: Mapped[Agreement] = mapped_column(states(Agreement), default=Agreement.NOT_ASKED)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    """As it is printed for this webinar. Empty: as the speaker's record has it."""
    replied_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the speaker said yes or no on her own page, the last time."""
    reply_words: Mapped[str] = mapped_column(sa.String(500), default="")
    """To the organisers, with the answer."""

    webinar: Mapped[Webinar] = orm.relationship(back_populates="lineup", lazy="raise", init=False)
    speaker: Mapped[Speaker] = orm.relationship(lazy="raise")
    slides: Mapped[list["StoredFile"]] = owned(
        foreign_keys="StoredFile.appearance_id", order_by="StoredFile.id", passive_deletes=True
    )

    @property
    def has_agreed(self) -> bool:
        return self.agreement == Agreement.AGREED

    @property
    def has_declined(self) -> bool:
        return self.agreement == Agreement.DECLINED

    @property
    def shown_name(self) -> str:
        """The name as it is printed for this webinar. Needs `speaker` loaded where it has none of its own."""
        return self.name or self.speaker.name
