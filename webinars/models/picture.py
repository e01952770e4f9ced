import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, owned, part_of, states
from webinars.models.lineup import Appearance, Speaker
from webinars.models.organisation import Organisation
from webinars.models.stored_file import FileKind, StoredFile
from webinars.models.webinar import Webinar


class PictureKind(enum.StrEnum):
    PORTRAIT = "portrait"
    """Of a speaker: square."""
    LOGO = "logo"
    """Of an organisation: as wide as it is, see-through where it was."""
    COVER = "cover"
    """Of a webinar: 16:9."""


class Picture(Model):
    """A picture of a speaker, an organisation or a webinar: its original and the sizes that were cut from it.

    A portrait of an appearance is what a speaker proposes on her own page, until somebody takes it.
    """

    __tablename__ = "picture"
    __table_args__ = (
        sa.CheckConstraint(
            "(kind = 'portrait') = (speaker_id IS NOT NULL OR appearance_id IS NOT NULL) "
            "AND (speaker_id IS NULL OR appearance_id IS NULL) "
            "AND (kind = 'logo') = (organisation_id IS NOT NULL) AND (kind = 'cover') = (webinar_id IS NOT NULL)",
            name="of_its_owner",
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[PictureKind] = mapped_column(states(PictureKind))
    speaker_id: Mapped[int | None] = part_of("speaker.id", init=False, unique=True, default=None)
    organisation_id: Mapped[int | None] = part_of("organisation.id", init=False, unique=True, default=None)
    webinar_id: Mapped[int | None] = part_of("webinar.id", init=False, unique=True, default=None)
    appearance_id: Mapped[int | None] = part_of("appearance.id", init=False, unique=True, default=None)
    alt: Mapped[str] = mapped_column(sa.String(300))
    """What is to be seen, for those who do not see it."""
    crop: Mapped[Json] = mapped_column(default_factory=list)
    """[left, top, width] of the part that is shown, in thousandths of the original's width. Empty: its middle."""
    created_at: Mapped[dt.datetime] = mapped_column()

    speaker: Mapped[Speaker | None] = orm.relationship(lazy="raise", default=None, back_populates="portrait")
    organisation: Mapped[Organisation | None] = orm.relationship(lazy="raise", default=None, back_populates="logo")
    webinar: Mapped[Webinar | None] = orm.relationship(lazy="raise", default=None, back_populates="cover")
    appearance: Mapped[Appearance | None] = orm.relationship(lazy="raise", default=None)
    files: Mapped[list[StoredFile]] = owned(back_populates="picture", order_by=StoredFile.width, passive_deletes=True)

    @property
    def sizes(self) -> list[StoredFile]:
        """The files that are shown, the narrowest first. Needs `files` loaded."""
        return [file for file in self.files if file.kind == FileKind.PICTURE]
