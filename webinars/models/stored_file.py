import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, states
from webinars.models.recording import Recording


class FileKind(enum.StrEnum):
    VIDEO = "video"
    """The recording itself, or a copy of it: a recording's `url` names it by its path."""
    POSTER = "poster"
    SLIDES = "slides"
    NOTES = "notes"


class StoredFile(Model):
    """A file that was uploaded, or copied from elsewhere: its bytes are in the data folder under `key`."""

    __tablename__ = "stored_file"
    __table_args__ = (sa.CheckConstraint("byte_count > 0", name="not_empty"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    recording_id: Mapped[int] = mapped_column(sa.ForeignKey("recording.id", ondelete="CASCADE"), init=False, index=True)
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

    recording: Mapped[Recording] = orm.relationship(back_populates="files", lazy="raise", init=False)

    @property
    def path(self) -> str:
        """Its address on this site; it holds no host, so that it is right wherever the site is reached."""
        return f"/files/{self.key}/{self.name}"
