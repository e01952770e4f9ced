import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Mapped, mapped_column

from webinars.db import Json, Model, part_of, reference_to
from webinars.models.api_token import ApiToken

if TYPE_CHECKING:
    from webinars.models.webinar import Webinar

API_TOKEN = "API token"  # noqa: S105 - a key, no secret
"""The key in `session.info` of the id of the token by which a program acts: it is noted with every act."""


class AuditEvent(Model):
    """Who did what, when, and what it was before: written in the transaction of the change itself."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(init=False, primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(sa.String(60))
    """`subject:verb`, like `webinar:publish`."""
    actor_id: Mapped[int | None] = reference_to("user_account.id", default=None, index=True)
    """None for the command line and the worker."""
    organisation_id: Mapped[int | None] = part_of("organisation.id", default=None, index=True)
    webinar_id: Mapped[int | None] = part_of("webinar.id", default=None, index=True)
    detail: Mapped[Json] = mapped_column(default_factory=dict)
    """{"field": [before, after], …} or whatever the action needs to tell its story."""
    undoes_id: Mapped[int | None] = reference_to("audit_event.id", default=None, unique=True)
    """The act that this one has taken back: an entry of its own, for nothing is ever erased here. Once, at most."""
    token_id: Mapped[int | None] = reference_to("api_token.id", default=None, index=True)
    """By which token a program did it, in the name of the account: it was not the person who did it."""

    token: Mapped[ApiToken | None] = orm.relationship(init=False, lazy="selectin", viewonly=True)

    @classmethod
    def of_webinar(
        cls, webinar: "Webinar", action: str, detail: Mapping[str, Any], *, by: int | None = None, at: dt.datetime
    ) -> Self:
        """Returns the entry of what the account `by` has done with a webinar: one of its host’s history as well."""
        return cls(
            at=at, action=action, actor_id=by, organisation_id=webinar.host_id, webinar_id=webinar.id, detail=detail
        )


@sa.event.listens_for(AuditEvent, "before_insert")
def _note_token(_mapper: object, _connection: object, event: AuditEvent) -> None:
    session = orm.object_session(event)
    if event.token_id is None and session is not None:
        event.token_id = session.info.get(API_TOKEN)
