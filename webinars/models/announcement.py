import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, reference_to
from webinars.models.account import User
from webinars.models.webinar import Webinar


class AnnouncementCopy(Model):
    """A text that was taken from here to somewhere else: where it went, when, and what it said."""

    __tablename__ = "announcement_copy"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", init=False, index=True)
    place: Mapped[str] = mapped_column(sa.String(200))
    """In the organiser's words: "our website", "the ticket site"."""
    form: Mapped[str] = mapped_column(sa.String(20))
    """See `webinars.domain.announcements.texts.TextForm`."""
    phase: Mapped[str] = mapped_column(sa.String(20))
    """See `webinars.pure.announcements.writer.Phase`."""
    text: Mapped[str] = mapped_column(sa.Text)
    copied_at: Mapped[dt.datetime] = mapped_column()
    copied_by_id: Mapped[int | None] = reference_to("user_account.id", init=False, default=None)

    webinar: Mapped[Webinar] = orm.relationship(lazy="raise")
    copied_by: Mapped[User | None] = orm.relationship(lazy="raise", default=None)
