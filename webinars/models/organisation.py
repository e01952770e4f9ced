import datetime as dt
import enum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, WebAddress, owned, part_of, states

if TYPE_CHECKING:
    from webinars.models.account import User
    from webinars.models.picture import Picture

DEFAULT_DURATION_MINUTES = 90


class Role(enum.StrEnum):
    """What a member may do in an organisation. Each includes the next."""

    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


_MEMBERSHIP = sa.table("membership", sa.column("organisation_id"))


class Organisation(Model):
    """A group that organises webinars, alone or with others."""

    __tablename__ = "organisation"
    __table_args__ = (
        sa.CheckConstraint("default_duration_minutes BETWEEN 1 AND 1440", name="default_duration_in_a_day"),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_key: Mapped[str] = mapped_column(sa.String(200), index=True)
    """The name as it is compared: see `webinars.lib.names.name_key`."""
    url: Mapped[str | None] = mapped_column(WebAddress(2000), default=None)
    tagline: Mapped[str] = mapped_column(sa.String(200), default="", server_default="")
    """The sentence on top of its page."""
    description: Mapped[str] = mapped_column(sa.Text, default="")
    """Markdown."""
    contact: Mapped[str] = mapped_column(sa.String(254), default="")
    """How to reach the organiser: an e-mail address or the address of a page. Public."""
    timezone: Mapped[str] = mapped_column(sa.String(64))
    display_zones: Mapped[Json] = mapped_column(default_factory=list)
    """[{"label", "timezone"}, …] in order. Empty means the site's."""
    default_duration_minutes: Mapped[int] = mapped_column(default=DEFAULT_DURATION_MINUTES)
    accent: Mapped[str | None] = mapped_column(sa.String(7), default=None)
    """`#rrggbb`, the seed of the colours on the organisation's pages."""
    hour_style: Mapped[str] = mapped_column(sa.String(20), default="words")
    """"words" (4pm, 12 noon) or "digits" (16:00)."""
    is_zone_line_joined: Mapped[bool] = mapped_column(default=False)
    """Whether its zone lines join places that share an hour: "4pm Britain and Portugal"."""
    house_style: Mapped[Json] = mapped_column(default_factory=dict)
    """How its announcements are written: see `webinars.domain.announcements.house_style`."""
    embed_sites: Mapped[Json] = mapped_column(default_factory=list)
    """Origins that may frame the organisation's embeds. Empty means any."""
    blocked_words: Mapped[Json] = mapped_column(default_factory=list)
    """A question from the audience with one of these waits for a moderator."""
    created_at: Mapped[dt.datetime] = mapped_column()
    updated_at: Mapped[dt.datetime] = mapped_column()
    has_members: Mapped[bool] = orm.column_property(
        sa.exists().where(_MEMBERSHIP.c.organisation_id == id).correlate_except(_MEMBERSHIP)  # noqa: A003 - the column
    )
    """Whether somebody speaks for it. Until then a webinar of others that names it names it in words alone."""

    memberships: Mapped[list["Membership"]] = owned(back_populates="organisation")
    logo: Mapped["Picture | None"] = owned(back_populates="organisation", passive_deletes=True)


class Membership(Model):
    """A person's role in an organisation."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "user_id"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = part_of("organisation.id", init=False, repr=False)
    user_id: Mapped[int] = part_of("user_account.id", init=False, repr=False, index=True)
    role: Mapped[Role] = mapped_column(states(Role))
    created_at: Mapped[dt.datetime] = mapped_column()
    joined_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When the person first signed in after being added. Until then only the address is shown: adding one must not tell
    whether it has an account, or whose it is."""

    organisation: Mapped[Organisation] = orm.relationship(back_populates="memberships", lazy="raise")
    user: Mapped["User"] = orm.relationship(lazy="raise")
