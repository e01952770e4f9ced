import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, reference_to
from webinars.models.organisation import Organisation
from webinars.models.webinar import Webinar


class Invitation(Model):
    """The way in for somebody of an organisation that has no members here.

    A host makes it, its reader claims the organisation, and an administrator makes her its first owner.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    nonce: Mapped[str] = mapped_column(sa.String(43))
    """What the address is made of, with the secret key."""
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str | None] = mapped_column(sa.String(254))
    """Whom it was sent to, or None once that is erased."""
    organisation_id: Mapped[int] = part_of("organisation.id", init=False, index=True)
    webinar_id: Mapped[int | None] = reference_to("webinar.id", init=False, index=True)
    made_by_id: Mapped[int | None] = reference_to("user_account.id")
    made_at: Mapped[dt.datetime] = mapped_column()
    ends_at: Mapped[dt.datetime] = mapped_column()
    claimed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When its reader said that the organisation is hers to keep. The link is used up then."""
    claimed_by_id: Mapped[int | None] = part_of("user_account.id", default=None)
    decided_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    is_granted: Mapped[bool] = mapped_column(default=False)
    """An administrator has made her its first owner."""
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    organisation: Mapped[Organisation] = orm.relationship(lazy="raise")
    webinar: Mapped[Webinar | None] = orm.relationship(lazy="raise")


class Refusal(Model):
    """An organisation would rather not organise with a host: one webinar, or any."""

    __tablename__ = "refusal"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = part_of("organisation.id", init=False, index=True)
    host_id: Mapped[int] = part_of("organisation.id", init=False, index=True)
    webinar_id: Mapped[int | None] = part_of("webinar.id", init=False, index=True)
    """None: every webinar of that host, until it is taken back."""
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    """To the host, with the no."""
    by_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    at: Mapped[dt.datetime] = mapped_column()

    organisation: Mapped[Organisation] = orm.relationship(lazy="raise", foreign_keys=[organisation_id])
    host: Mapped[Organisation] = orm.relationship(lazy="raise", foreign_keys=[host_id])
    webinar: Mapped[Webinar | None] = orm.relationship(lazy="raise")
