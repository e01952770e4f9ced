import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, part_of, states


class SourceKind(enum.StrEnum):
    TEXT = "text"
    CALENDAR = "calendar"
    ARCHIVE = "archive"


class Source(Model):
    """Where a webinar was imported from, so that the same source again changes nothing twice."""

    __tablename__ = "source"
    __table_args__ = (sa.UniqueConstraint("kind", "key"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", index=True)
    kind: Mapped[SourceKind] = mapped_column(states(SourceKind))
    key: Mapped[str] = mapped_column(sa.String(300))
    """The hash of a text's normalised words with the host, an entry's UID and RECURRENCE-ID, or a record's uid."""
    values: Mapped[Json] = mapped_column()
    """What was imported: a field that differs from it has been edited by a person since."""
    imported_at: Mapped[dt.datetime] = mapped_column()


class PastedText(Model):
    """The text of which a draft was made, kept where administrators say so, to teach the reader."""

    __tablename__ = "pasted_text"

    webinar_id: Mapped[int] = part_of("webinar.id", primary_key=True)
    text: Mapped[str] = mapped_column(sa.Text)
    """Its visible lines, without addresses and without those about the room."""
    published_on: Mapped[dt.date] = mapped_column()
    pasted_at: Mapped[dt.datetime] = mapped_column()


class UnfinishedImport(Model):
    """A file that is being stored in steps. If that breaks off, a worker stores the rest of it."""

    __tablename__ = "unfinished_import"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    kind: Mapped[SourceKind] = mapped_column(states(SourceKind))
    data: Mapped[bytes] = orm.mapped_column(sa.LargeBinary, deferred=True)
    """The file, compressed (RFC 1950)."""
    choices: Mapped[Json] = mapped_column()
    """What the operator chose beside it."""
    begun_at: Mapped[dt.datetime] = mapped_column()
    leased_until: Mapped[dt.datetime] = mapped_column()
    """Until then it is somebody's. Each step makes it later."""
