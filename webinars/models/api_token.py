import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, part_of
from webinars.models.account import User
from webinars.models.organisation import Organisation


class Scope(enum.StrEnum):
    """What a token lets a program do, beside reading what is public."""

    READ = "read"
    """Drafts and links to join, of its organisation."""
    WRITE_WEBINARS = "write:webinars"
    WRITE_RECORDINGS = "write:recordings"
    REGISTRATIONS = "registrations"
    WRITE_REGISTRATIONS = "write:registrations"
    """Who attended."""
    HOOKS = "hooks"


class ApiToken(Model):
    """A secret by which a program acts for an organisation, as whoever made it and never as more."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = part_of("organisation.id", index=True)
    user_id: Mapped[int] = part_of("user_account.id", index=True)
    """Who made it."""
    name: Mapped[str] = mapped_column(sa.String(80))
    start: Mapped[str] = mapped_column(sa.String(12))
    """The first characters of its secret, by which somebody who has the secret finds its row."""
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    scopes: Mapped[Json] = mapped_column()
    """Values of `Scope`."""
    created_at: Mapped[dt.datetime] = mapped_column()
    ends_at: Mapped[dt.datetime] = mapped_column(index=True)
    last_used_on: Mapped[dt.date | None] = mapped_column(default=None)
    """The day in UTC, never more."""
    revoked_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    left_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the membership of its maker ended, and the token with it."""

    organisation: Mapped[Organisation] = orm.relationship(init=False, lazy="raise")
    user: Mapped[User] = orm.relationship(init=False, lazy="raise")

    def ended_at(self, now: dt.datetime) -> dt.datetime | None:
        """Returns since when it opens nothing, or None while it does."""
        ends = (self.revoked_at, self.left_at, self.ends_at if self.ends_at <= now else None)
        return min((each for each in ends if each is not None), default=None)


class IdempotentAnswer(Model):
    """What a program was answered to a request with an Idempotency-Key: the same request again is answered the same."""

    __tablename__ = "idempotent_answer"

    token_id: Mapped[int] = part_of("api_token.id", primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    request_digest: Mapped[str] = mapped_column(sa.String(64))
    """Of method, path and body."""
    status: Mapped[int] = mapped_column()
    body: Mapped[str] = mapped_column(sa.Text)
    """Encrypted."""
    location: Mapped[str] = mapped_column(sa.String(300), default="")
    created_at: Mapped[dt.datetime] = mapped_column(index=True)
