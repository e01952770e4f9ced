import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model


class CalendarEntry(Model):
    """The VEVENT of a webinar as it was last rendered. Feeds join these; a poll renders nothing."""

    __tablename__ = "calendar_entry"
    __table_args__ = (sa.CheckConstraint("sequence >= 0", name="sequence_counts_up"),)

    webinar_id: Mapped[int] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sequence: Mapped[int] = mapped_column()
    """Raised by every change of what is rendered (RFC 5545, 3.8.7.4)."""
    changed_at: Mapped[dt.datetime] = mapped_column()
    """DTSTAMP and LAST-MODIFIED."""
    content_digest: Mapped[str] = mapped_column(sa.String(64))
    """SHA-256 of what is rendered without SEQUENCE and times: the same content is no change."""
    octets: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    """BEGIN:VEVENT to END:VEVENT, folded, CRLF."""
