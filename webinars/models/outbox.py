import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, states


class MailState(enum.StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """It was refused for good, or could not be sent in time."""
    DROPPED = "dropped"
    """When it came to sending it, what it was about was gone."""


class OutboundEmail(Model):
    """A mail that the transaction which wrote this row has promised. The worker renders and sends it."""

    __tablename__ = "outbound_email"
    __table_args__ = (
        sa.Index("ix_outbound_email_unsent", "due_at", postgresql_where=sa.text("state IN ('due', 'sending')")),
    )

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """The same promise made twice is one mail."""
    kind: Mapped[str] = mapped_column(sa.String(50))
    """Which function renders it: see `webinars.domain.mail.compose`."""
    recipient: Mapped[str] = mapped_column(sa.String(254))
    context: Mapped[Json] = mapped_column()
    """Ids the renderer looks up when it sends; no secrets."""
    state: Mapped[MailState] = mapped_column(states(MailState), default=MailState.DUE)
    due_at: Mapped[dt.datetime] = mapped_column()
    created_at: Mapped[dt.datetime] = mapped_column()
    leased_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    """While it is being sent; after that another worker may take it."""
    sent_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    attempt_count: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(sa.String(500), default="")
