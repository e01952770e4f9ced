import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, WebAddress, part_of, reference_to, states
from webinars.models.organisation import Organisation
from webinars.models.outbox import Promise


class WebhookPreset(enum.StrEnum):
    REBUILD = "rebuild"
    """The address begins to build a site. It is called when anything public changes, seldom."""
    PROGRAM = "program"
    """A program of theirs, that hears of the kinds it asks for."""


class Webhook(Model):
    """An address of an organisation that is called when something of its public programme changes."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    organisation_id: Mapped[int] = part_of("organisation.id", index=True)
    made_by_id: Mapped[int | None] = reference_to("user_account.id")
    url: Mapped[str] = mapped_column(WebAddress(2000))
    preset: Mapped[WebhookPreset] = mapped_column(states(WebhookPreset))
    kinds: Mapped[Json] = mapped_column()
    """What a program is told of: names of `webinars.domain.interfaces.webhooks.kinds`."""
    secret: Mapped[str] = mapped_column(sa.Text)
    """What calls are signed with, encrypted."""
    created_at: Mapped[dt.datetime] = mapped_column()
    former_secret: Mapped[str | None] = mapped_column(sa.Text, default=None)
    """The one before, encrypted, which signs as well until `former_until`."""
    former_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    authorization: Mapped[str | None] = mapped_column(sa.Text, default=None)
    """The line that is sent as a header of that name, encrypted."""
    failed_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """Since when it has given no good answer, if the last was none."""
    paused_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """From then on nothing is promised or sent, until somebody has it go on."""

    organisation: Mapped[Organisation] = orm.relationship(init=False, lazy="raise")


class OutboundHook(Promise):
    """A promised call of a webhook. Its kind is the type of the message, its context what that says."""

    __tablename__ = "outbound_hook"

    webhook_id: Mapped[int] = part_of("webhook.id", index=True)
    status: Mapped[int | None] = mapped_column(default=None)
    """Of the last answer, or None without one."""
    took_ms: Mapped[int | None] = mapped_column(default=None)
    answered_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """When it was last called."""

    webhook: Mapped[Webhook] = orm.relationship(init=False, lazy="raise")
