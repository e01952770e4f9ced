import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from webinars.db import Json, Model, states

UNFINISHED = "state IN ('due', 'sending')"
"""The rows that a worker looks through: few, however many have been sent."""


class PromiseState(enum.StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """It was refused for good, or every try was in vain."""
    DROPPED = "dropped"
    """When it came to sending it, what it was about was gone."""


class Priority(enum.IntEnum):
    """What goes first when more is due than leaves at once."""

    SECURITY = 0
    """Somebody waits for it before a screen, or must learn of it at once: it goes alone, and before all others."""
    REGISTRATION = 1
    """Registrations and invitations."""
    REMINDER = 2
    MESSAGE = 3
    DIGEST = 4


class Promise(Model):
    """Something that has to leave the house, promised by the transaction which wrote this row.

    A worker takes it, does it and marks it: see `webinars.domain.outbox`. Each kind of thing has a table of its own.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """The same promise made twice is one."""
    kind: Mapped[str] = mapped_column(sa.String(50))
    """Which function writes it when it leaves."""
    context: Mapped[Json] = mapped_column()
    """Ids that the function looks up then; no secrets."""
    priority: Mapped[Priority] = mapped_column(sa.SmallInteger)
    state: Mapped[PromiseState] = mapped_column(states(PromiseState), default=PromiseState.DUE)
    due_at: Mapped[dt.datetime] = mapped_column()
    """From when on it may be tried, for the first time or again."""
    created_at: Mapped[dt.datetime] = mapped_column()
    leased_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    """While a worker has it; after that another may take it."""
    sent_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    attempt_count: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(sa.String(500), default="")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Index, ...]:  # noqa: N805 - SQLAlchemy's way
        unfinished = sa.text(UNFINISHED)
        return (
            sa.Index(
                f"ix_{cls.__tablename__}_unsent",
                "priority",
                "due_at",
                "id",
                sqlite_where=unfinished,
                postgresql_where=unfinished,
            ),
        )


class OutboundEmail(Promise):
    """A promised mail."""

    __tablename__ = "outbound_email"

    recipient: Mapped[str] = mapped_column(sa.String(254))
    recipient_domain: Mapped[str] = mapped_column(sa.String(254))
    """What stands behind the @, in small letters: a provider's limits are for all of its people together."""


class SendingRate(Model):
    """From when on the next may be sent, of all or to one domain. Rows of the past mean nothing any more."""

    __tablename__ = "sending_rate"

    name: Mapped[str] = mapped_column(sa.String(254), primary_key=True)
    """A recipient's domain, or "*" for all of them."""
    next_at: Mapped[dt.datetime] = mapped_column()
