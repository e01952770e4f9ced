import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Model, part_of
from webinars.models.webinar import Webinar


class AgendaQuestion(Model):
    """A question the organiser announces. After the webinar it is linked to the moment it was answered."""

    __tablename__ = "agenda_question"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    webinar_id: Mapped[int] = part_of("webinar.id", init=False, index=True)
    position: Mapped[int | None] = mapped_column(default=None)
    """Set by the list it stands in, and None until then, or ordering_list would skip it."""
    text: Mapped[str] = mapped_column(sa.String(1000))
    answered_s: Mapped[int | None] = mapped_column(default=None)
    """When it was answered, in webinar time: every recording that shows the moment leads to it."""

    webinar: Mapped[Webinar] = orm.relationship(back_populates="questions", lazy="raise", init=False)
