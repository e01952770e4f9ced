import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import reference_to
from webinars.models.outbox import Promise

REGISTRANT, REPORT = "registrant", "report"
"""What a row promises, its `kind`: that somebody is registered at Zoom, or that its report of who came is fetched."""


class ZoomRegistrant(Promise):
    """Somebody with a place here who is to be registered at Zoom, or to be so no more, and what is known of it there.

    The worker compares these rows with the registrations, and Zoom with these rows. A row goes once its registrant is
    cancelled at Zoom. Of the report of a webinar it holds no person.
    """

    __tablename__ = "zoom_registrant"

    meeting: Mapped[str] = mapped_column(sa.String(20))
    """The number of the meeting, or of the webinar as Zoom calls it."""
    source_id: Mapped[int | None] = reference_to("recording_source.id", index=True)
    """The account that is asked."""
    webinar_id: Mapped[int | None] = reference_to("webinar.id", index=True)
    registration_id: Mapped[int | None] = reference_to("registration.id", index=True, default=None)
    is_wanted: Mapped[bool] = mapped_column(default=True)
    """Whether the person is to be registered there. False: to be cancelled there, or nobody is meant."""
    registrant_id: Mapped[str | None] = mapped_column(sa.String(64), default=None)
    """As Zoom calls the person. None: it has not answered yet."""
    sealed: Mapped[str | None] = mapped_column(sa.Text, default=None)
    """Encrypted JSON: the address that is registered there, and the person's own link into the room."""
