"""A co-organiser that was made by a slip of the pen is taken out, and its record with it."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.merging.errors import StillNeeded
from webinars.domain.merging.record_deletion import drop_organisation, lock
from webinars.domain.merging.references import needs_of_organisation
from webinars.domain.organisations.queries import has_members
from webinars.domain.programme import permissions
from webinars.domain.programme.co_organisers.actions import remove
from webinars.lib.errors import NotAllowed
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Organisation, Webinar


def may_unmake(session: Session, actor: Actor, webinar: Webinar, organisation: Organisation) -> bool:
    """Returns whether the actor has made the organisation, and nothing but this webinar needs it."""
    return (
        permissions.can_manage(actor, webinar)
        and _is_made_by(session, actor, organisation)
        and not has_members(session, organisation.id)
        and not needs_of_organisation(session, organisation, but=webinar.id)
    )


def unmake(session: Session, actor: Actor, webinar: Webinar, organisation_id: int, *, now: dt.datetime) -> None:
    """Take the co-organiser out and delete its record. Raises NotAllowed, LookupError, StillNeeded."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise LookupError(organisation_id)
    lock(session, organisation)
    if not permissions.can_manage(actor, webinar) or not _is_made_by(session, actor, organisation):
        raise NotAllowed
    if has_members(session, organisation.id):
        raise StillNeeded(organisation.name, [_("somebody who looks after it")])
    if needs := needs_of_organisation(session, organisation, but=webinar.id):
        raise StillNeeded(organisation.name, needs)
    remove(session, actor, webinar, organisation_id, now=now)
    drop_organisation(session, actor, organisation, now=now)


def _is_made_by(session: Session, actor: Actor, organisation: Organisation) -> bool:
    made = sa.select(AuditEvent.id).where(
        AuditEvent.action == "organisation:create",
        AuditEvent.organisation_id == organisation.id,
        AuditEvent.actor_id == actor.user_id,
    )
    return actor.user_id is not None and session.scalar(made.limit(1)) is not None
