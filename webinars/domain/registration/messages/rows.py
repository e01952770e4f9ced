"""The row of a message: found under the lock of its desk, ended, and told of in the history."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.registration.recipients import MESSAGE
from webinars.domain.registration.seats import Desk
from webinars.models import AuditEvent, Mailing, PromiseState


def locked_message(session: Session, webinar_id: int, mailing_id: int) -> Mailing:
    """Returns the message as it is now, after its desk has been locked. Raises LookupError if there is none."""
    mailing = session.scalar(
        sa.select(Mailing)
        .where(Mailing.id == mailing_id, Mailing.webinar_id == webinar_id, Mailing.kind == MESSAGE)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if mailing is None:
        raise LookupError(mailing_id)
    return mailing


def end_message(session: Session, actor: Actor, mailing: Mailing, *, now: dt.datetime) -> None:
    """Let nothing of it leave that has not left."""
    mailing.stopped_at = now
    mailing.context = mailing.context | {"stopped_by": actor.user_id}
    if mailing.state is PromiseState.DUE:
        mailing.state = PromiseState.DROPPED
    session.flush()


def tell(session: Session, actor: Actor, desk: Desk, action: str, mailing: Mailing, *, now: dt.datetime) -> None:
    """Write history: ids and numbers, never a name or a word of the message."""
    session.add(
        AuditEvent(
            at=now,
            action=action,
            actor_id=actor.user_id,
            organisation_id=desk.webinar.host_id,
            webinar_id=desk.webinar.id,
            detail={"mailing": mailing.id, "count": mailing.said_count},
        )
    )
    session.flush()
