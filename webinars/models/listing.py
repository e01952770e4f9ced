import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of, states
from webinars.models.calendar import FeedKind

SUBJECT_IS_KNOWN_BY = ("kind", "subject_id", "is_postponed")


class ListedWebinar(Model):
    """That a listed webinar stands in the list of the site, an organisation, a series, a speaker or a topic.

    What is wanted of a list is found in this table's order, however long the list: its beginning, what comes next, the
    months there are. Kept in step with the webinars by `webinars.domain.programme.listing.lists`.
    """

    __tablename__ = "listed_webinar"
    __table_args__ = (
        sa.Index("ix_listed_webinar_order", *SUBJECT_IS_KNOWN_BY, "sorts_at", "webinar_id", "ends_at"),
        sa.Index("ix_listed_webinar_month", *SUBJECT_IS_KNOWN_BY, "month", "ends_at"),
        {"sqlite_with_rowid": False},
    )

    webinar_id: Mapped[int] = part_of("webinar.id", primary_key=True)
    kind: Mapped[FeedKind] = mapped_column(states(FeedKind), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """As in `Feed`: 0 for the site."""
    is_postponed: Mapped[bool] = mapped_column()
    """It is to come, whenever it was to be."""
    sorts_at: Mapped[dt.datetime] = mapped_column()
    """Its start. Where only the date is known, when that day begins in UTC."""
    ends_at: Mapped[dt.datetime] = mapped_column()
    """From then on it is over, as far as is known: see `Webinar.over_at`."""
    month: Mapped[int] = mapped_column()
    """Of its date, as its organiser says it: 202702. 0 without a date."""
