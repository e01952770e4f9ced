import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, reference_to
from webinars.models.account import User


class SiteSetting(Model):
    """What administrators have chosen for the whole site. What the server's environment says counts before it."""

    __tablename__ = "site_setting"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    """One of `domain.site_settings.values.NAMES`."""
    value: Mapped[Json] = mapped_column()
    """The password of the mail server is encrypted."""
    changed_at: Mapped[dt.datetime] = mapped_column()
    changed_by_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    changed_by: Mapped[User | None] = orm.relationship(init=False, lazy="raise")
