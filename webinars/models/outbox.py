import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from webinars.db import Json, Model, reference_to, states

_UNFINISHED = "state IN ('due', 'sending')"
"""The rows that a worker looks through: few, however many have been sent."""


class PromiseState(enum.StrEnum):
    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """It was refused for good, or every try was in vain."""
    DROPPED = "dropped"
    """When it came to sending it, what it was about was gone."""


_OPEN_STATES = (PromiseState.DUE, PromiseState.SENDING)


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

    A worker takes it, does it and marks it: see `webinars.domain.mail.outbox`. Each kind of thing has a table of its
    own.
    """

    __abstract__ = True

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    """The same promise made twice is one."""
    kind: Mapped[str] = mapped_column(sa.String(50))
    """Which function writes it when it leaves."""
    context: Mapped[Json] = mapped_column()
    """Ids that the function looks up then, and no secrets."""
    priority: Mapped[Priority] = mapped_column(sa.SmallInteger)
    state: Mapped[PromiseState] = mapped_column(states(PromiseState), default=PromiseState.DUE)
    due_at: Mapped[dt.datetime] = mapped_column()
    """From when on it may be tried, for the first time or again."""
    created_at: Mapped[dt.datetime] = mapped_column()
    leased_until: Mapped[dt.datetime | None] = mapped_column(default=None)
    """While a worker has it. After that another may take it."""
    sent_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    attempt_count: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(sa.String(500), default="")

    @declared_attr.directive
    def __table_args__(cls) -> tuple[sa.Index | dict[str, bool], ...]:  # noqa: N805 - SQLAlchemy's way
        unfinished = sa.text(_UNFINISHED)
        order = sa.Index(
            f"ix_{cls.__tablename__}_unsent",
            "priority",
            "due_at",
            "id",
            sqlite_where=unfinished,
            postgresql_where=unfinished,
        )
        # An id is never given twice: addresses that are in people's hands name a mail by it.
        return (order, *cls.further_indexes(), {"sqlite_autoincrement": True})

    @classmethod
    def further_indexes(cls) -> tuple[sa.Index, ...]:
        """Returns those of one table alone."""
        return ()

    @classmethod
    def is_unfinished(cls) -> sa.ColumnElement[bool]:
        """Returns whether it has not left, and has not been given up: the condition of the index, word for word."""
        # As values of their own, PostgreSQL could not tell whether they are those of the index.
        unfinished: sa.BindParameter[Any] = sa.bindparam(
            "unfinished", _OPEN_STATES, expanding=True, literal_execute=True
        )
        return cls.state.in_(unfinished)


class Bounce(enum.StrEnum):
    """Why a mail came back."""

    HARD = "hard"
    """There is no such address."""
    SOFT = "soft"
    """It was not taken this time."""
    OURS = "ours"
    """The other side refuses our mail, whoever it is for."""
    COMPLAINT = "complaint"
    """Its reader called it spam."""


class OutboundEmail(Promise):
    """A promised mail."""

    __tablename__ = "outbound_email"

    recipient: Mapped[str] = mapped_column(sa.String(254))
    recipient_domain: Mapped[str] = mapped_column(sa.String(254))
    """What stands behind the @, in small letters: a provider's limits are for all of its people together."""
    organisation_id: Mapped[int | None] = reference_to("organisation.id", default=None)
    """On whose behalf it is written: what its reader ends by one press. None: the site's own."""
    mailing_id: Mapped[int | None] = reference_to("mailing.id", default=None)
    """The mailing that it is one of."""
    bounce: Mapped[Bounce | None] = mapped_column(states(Bounce), default=None)
    """It has come back, after the server had taken it or at once."""

    @classmethod
    def further_indexes(cls) -> tuple[sa.Index, ...]:
        bounced = sa.text("bounce IS NOT NULL")
        one_of_many = sa.text("mailing_id IS NOT NULL")
        return (
            sa.Index("ix_outbound_email_recipient", "recipient"),
            sa.Index("ix_outbound_email_bounce", "bounce", sqlite_where=bounced, postgresql_where=bounced),
            sa.Index(
                "ix_outbound_email_mailing",
                *("mailing_id", "state"),
                sqlite_where=one_of_many,
                postgresql_where=one_of_many,
            ),
        )


class SendingRate(Model):
    """From when on the next may be sent, of all or to one domain. Rows of the past mean nothing any more."""

    __tablename__ = "sending_rate"

    name: Mapped[str] = mapped_column(sa.String(254), primary_key=True)
    """A recipient's domain, a webhook, or one of the names in `webinars.domain.mail.outbox.rate_limits`."""
    next_at: Mapped[dt.datetime] = mapped_column()


class Stop(enum.StrEnum):
    """Why somebody gets no more mails."""

    HARD = "hard"
    """There is no such address."""
    SOFT = "soft"
    """One mail after the other came back."""
    COMPLAINT = "complaint"
    UNSUBSCRIBED = "unsubscribed"


class Suppression(Model):
    """An address that gets no more mails, of all or of some."""

    __tablename__ = "mail_stop"
    __table_args__ = (sa.UniqueConstraint("address_hmac", "scope"),)

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    address_hmac: Mapped[str] = mapped_column(sa.String(64))
    """Not the address, nor what a list of addresses could be tried against: it may outlast the person's own rows."""
    scope: Mapped[str] = mapped_column(sa.String(80))
    """Which mails: see `webinars.domain.mail.suppressions`. "" means all."""
    stop: Mapped[Stop] = mapped_column(states(Stop))
    words: Mapped[str] = mapped_column(sa.String(500), default="")
    created_at: Mapped[dt.datetime] = mapped_column()
