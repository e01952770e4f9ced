import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
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
    password_hash: Mapped[str | None] = mapped_column(sa.String(255), default=None)
    """Argon2id, or None until the person has followed the link that sets a password."""
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    """Whether the person may sign in. One who may not has no open session either."""
    created_at: Mapped[dt.datetime] = mapped_column()
    timezone: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    """In which the desk tells this person when something was done. None means by the clock of the browser."""


class UserSession(Model):
    """One signed-in browser. Signing out deletes the row, so that a copied cookie is worth nothing afterwards."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user_account.id", ondelete="CASCADE"), init=False, index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the token in the cookie. Whoever reads the database cannot sign in with it."""
    created_at: Mapped[dt.datetime] = mapped_column()
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    """However much it is used, the session ends here."""

    user: Mapped[User] = orm.relationship(lazy="raise")
