import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import part_of, reference_to, states
from webinars.models.outbox import Promise


class Audience(enum.StrEnum):
    """Whom a message of the organisers goes to."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    JOINED = "joined"
    """Has a place, and opened the door."""
    ABSENT = "absent"
    """Had a place, and did not open the door."""
    RECORDING = "recording"
    """Asked to be told of the recording."""


class Mailing(Promise):
    """One mail for many, promised in one row: the worker turns it into a mail for each of them, some at a time."""

    __tablename__ = "mailing"

    webinar_id: Mapped[int] = part_of("webinar.id", index=True)
    cursor_id: Mapped[int] = mapped_column(default=0)
    """The last registration that has had its turn."""
    mail_count: Mapped[int] = mapped_column(default=0)
    audience: Mapped[Audience | None] = mapped_column(states(Audience), default=None)
    """Of a message. The others' follows from their kind."""
    subject: Mapped[str] = mapped_column(sa.String(200), default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    """Markdown, by the organisers."""
    author_id: Mapped[int | None] = reference_to("user_account.id", default=None)
    said_count: Mapped[int | None] = mapped_column(default=None)
    """How many people the button that was pressed named."""
    is_held: Mapped[bool] = mapped_column(default=False)
    """An administrator has to let it go first."""
    stopped_at: Mapped[dt.datetime | None] = mapped_column(default=None)
    """From then on no mail of it leaves."""
