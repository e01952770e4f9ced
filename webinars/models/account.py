import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, states


class SignInWay(enum.StrEnum):
    """What somebody has shown to be signed in."""

    PASSWORD = "password"  # noqa: S105 - a word for it
    PASSWORD_AND_CODE = "code"  # noqa: S105 - as above
    """With the figures that were mailed, from a browser that was not known."""
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery"
    LINK = "link"
    """Of a mail or of the terminal: the account was opened by it."""


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
    password_set_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    browsers_forgotten_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """A browser that has signed in before this is not known any more."""
    recovery_codes_made_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    closed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the account has ended. What it made stays, and its row for that: all that tells who it was is erased."""


class UserSession(Model):
    """One signed-in browser. Signing out deletes the row, so that a copied cookie is worth nothing afterwards."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = part_of("user_account.id", init=False, index=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the token in the cookie. Whoever reads the database cannot sign in with it."""
    created_at: Mapped[dt.datetime] = mapped_column()
    expires_at: Mapped[dt.datetime] = mapped_column(index=True)
    """However much it is used, the session ends here."""
    proved_at: Mapped[dt.datetime] = mapped_column()
    """When the person has last shown, in this session, that it is they."""
    seen_at: Mapped[dt.datetime] = mapped_column()
    """When it was last used, by some minutes late."""
    way: Mapped[SignInWay] = mapped_column(states(SignInWay), default=SignInWay.PASSWORD)
    browser: Mapped[str] = mapped_column(sa.String(60), default="")
    """As people call it: "Chrome on Linux"."""

    user: Mapped[User] = orm.relationship(lazy="raise")


class Passkey(Model):
    """A key of a device or of what people keep their keys in, by which somebody signs in (WebAuthn, Level 3)."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = part_of("user_account.id", index=True)
    credential_id: Mapped[str] = mapped_column(sa.String(1400), unique=True)
    """In base64url, as browsers send it. At most 1023 octets before that."""
    credential: Mapped[bytes] = mapped_column()
    """The attested credential data (WebAuthn, 6.5.1): its id and the public key."""
    sign_count: Mapped[int] = mapped_column(sa.BigInteger())
    """How often the key says it was used. Many do not count, and say 0."""
    is_copied: Mapped[bool] = mapped_column()
    """Whether whoever keeps it has it on other devices as well."""
    name: Mapped[str] = mapped_column(sa.String(60))
    """The person's own, or else the browser in which it was added."""
    browser: Mapped[str] = mapped_column(sa.String(60))
    created_at: Mapped[dt.datetime] = mapped_column()
    used_at: Mapped[dt.datetime | None] = mapped_column(default=None)


class RecoveryCode(Model):
    """A code on paper that signs somebody in once. Using it deletes the row."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = part_of("user_account.id", index=True)
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """HMAC-SHA-256 by a key that the database does not hold: the codes are short."""


class ProofRequest(Model):
    """What a browser was asked to show, until it is shown: it can be answered once, and for some minutes."""

    __tablename__ = "proof_request"
    __table_args__ = ({"sqlite_autoincrement": True},)
    """Mails name its number, which is never given twice."""

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    """SHA-256 of the token in the cookie of that browser."""
    purpose: Mapped[str] = mapped_column(sa.String(20))
    user_id: Mapped[int | None] = part_of("user_account.id", index=True)
    """None: who it is comes to light with the answer."""
    state: Mapped[dict[str, Any]] = mapped_column(sa.JSON())
    ends_at: Mapped[dt.datetime] = mapped_column(index=True)
    failures: Mapped[int] = mapped_column(default=0)


class AddressChange(Model):
    """Somebody wants their account under another address. The new one confirms it, the old one can stop it."""

    __tablename__ = "address_change"
    __table_args__ = ({"sqlite_autoincrement": True},)
    """Links and mails name its number, which is never given twice."""

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    user_id: Mapped[int] = part_of("user_account.id", unique=True)
    old_email: Mapped[str] = mapped_column(sa.String(254))
    new_email: Mapped[str] = mapped_column(sa.String(254))
    asked_at: Mapped[dt.datetime] = mapped_column()
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(default=None)

    user: Mapped[User] = orm.relationship(init=False, lazy="raise")
