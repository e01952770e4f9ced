import datetime as dt
import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, states
from webinars.models.recording import Recording

if TYPE_CHECKING:
    from webinars.models.picture import Picture


class FileKind(enum.StrEnum):
    VIDEO = "video"
    """The recording itself, or a copy of it: a recording's `url` names it by its path."""
    POSTER = "poster"
    SLIDES = "slides"
    NOTES = "notes"
    PICTURE = "picture"
    """One size of a picture as it is shown."""
    ORIGINAL = "original"
    """The whole picture that the sizes are cut from, for the desk alone."""


class StoredFile(Model):
    """A file that was uploaded, or copied from elsewhere: its bytes are in the data folder under `key`.

    It belongs to a recording, to an appearance (the speaker's slides) or to a picture.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        sa.CheckConstraint("byte_count > 0", name="not_empty"),
        sa.CheckConstraint(
            "(recording_id IS NOT NULL AND appearance_id IS NULL AND picture_id IS NULL) "
            "OR (recording_id IS NULL AND appearance_id IS NOT NULL AND picture_id IS NULL) "
            "OR (recording_id IS NULL AND appearance_id IS NULL AND picture_id IS NOT NULL)",
            name="of_one_thing",
        ),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    recording_id: Mapped[int | None] = part_of("recording.id", init=False, index=True, default=None)
    appearance_id: Mapped[int | None] = part_of("appearance.id", init=False, index=True, default=None)
    picture_id: Mapped[int | None] = part_of("picture.id", init=False, index=True, default=None)
    key: Mapped[str] = mapped_column(sa.String(43), unique=True)
    """Random: in the file's address, so that nobody finds the files of drafts by counting."""
    kind: Mapped[FileKind] = mapped_column(states(FileKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    """As it stands in its address and is downloaded: a slug with the ending of its type."""
    content_type: Mapped[str] = mapped_column(sa.String(100))
    byte_count: Mapped[int] = mapped_column(sa.BigInteger)
    width: Mapped[int | None] = mapped_column(default=None)
    height: Mapped[int | None] = mapped_column(default=None)
    created_at: Mapped[dt.datetime] = mapped_column()
    is_offered: Mapped[bool] = mapped_column(default=True)
    """Of a speaker's slides: the page offers them after the webinar."""

    picture: Mapped["Picture | None"] = orm.relationship(back_populates="files", lazy="raise", init=False)
    recording: Mapped[Recording | None] = orm.relationship(back_populates="files", lazy="raise", init=False)

    @property
    def path(self) -> str:
        """Its address on this site. It holds no host, so that it is right wherever the site is reached."""
        return f"/files/{self.key}/{self.name}"
