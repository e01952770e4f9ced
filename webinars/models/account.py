import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model


class User(Model):
    """A person who signs in. What they may do stands in their memberships."""

    __tablename__ = "user_account"
    """"user" is a reserved word of PostgreSQL."""

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    """Normalised and in lower case, so that one person has one account."""
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    password: Mapped[str | None] = mapped_column(sa.String(255), default=None)
    """The Argon2id hash; None until the person has followed the link that sets it."""
    is_admin: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    """Named as the accounts library asks for it."""
    fs_uniquifier: Mapped[str] = mapped_column(
        sa.String(64), unique=True, default_factory=lambda: secrets.token_hex(32), init=False
    )
    """Stands for the person in sessions: a new value ends every session at once."""
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    created_at: Mapped[dt.datetime] = mapped_column()
