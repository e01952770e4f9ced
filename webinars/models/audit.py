import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model

if TYPE_CHECKING:
    from webinars.models.webinar import Webinar


class AuditEvent(Model):
    """Who did what, when, and what it was before: written in the transaction of the change itself."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(60))
    """`subject:verb`, like `webinar:publish`."""
    actor_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user_account.id", ondelete="SET NULL"), default=None, index=True
    )
    """None for the command line and the worker."""
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), default=None, index=True
    )
    webinar_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), default=None, index=True
    )
    detail: Mapped[Json] = mapped_column(default_factory=dict)
    """{"field": [before, after], …} or whatever the action needs to tell its story."""
    undoes_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("audit_event.id", ondelete="SET NULL"), default=None, unique=True
    )
    """The act that this one has taken back: an entry of its own, for nothing is ever erased here. Once, at most."""

    @classmethod
    def of_webinar(
        cls, webinar: "Webinar", action: str, detail: Mapping[str, Any], *, by: int | None = None, at: dt.datetime
    ) -> Self:
        """Returns the entry of what the account `by` has done with a webinar: one of its host’s history as well."""
        return cls(
            at=at, action=action, actor_id=by, organisation_id=webinar.host_id, webinar_id=webinar.id, detail=detail
        )
