"""What is read to change a webinar: the one that was meant, locked, and names to suggest."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.public_visibility import ever_public
from webinars.domain.registration.seats_and_waiting_list import lock_desk
from webinars.lib.text_cleaning import one_line
from webinars.models import AuditEvent, CoOrganiser, Organisation, User, Webinar
from webinars.models.derived import note_read

DOUBLE_CLICK = dt.timedelta(seconds=10)
"""So long after a webinar was begun, beginning it once more is the same press of a button."""


def double_click_webinar(
    session: Session, actor: Actor, host: Organisation, title: str, *, now: dt.datetime
) -> Webinar | None:
    """Returns the webinar that the actor has begun with the same form, when a button was pressed twice.

    The second of two requests waits here for the first: on SQLite it has the write lock already.
    """
    session.execute(sa.select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True))
    return session.scalars(
        sa.select(Webinar)
        .join(AuditEvent, AuditEvent.webinar_id == Webinar.id)
        .where(AuditEvent.action == "webinar:create", AuditEvent.actor_id == actor.user_id)
        .where(AuditEvent.at > now - DOUBLE_CLICK, Webinar.host_id == host.id, Webinar.title == one_line(title))
        .limit(1)
    ).one_or_none()


def webinar_to_save(session: Session, slug: str, webinar_id: int | None) -> Webinar | None:
    """Returns the webinar that a form was made from, with everything, or None if it is deleted.

    Nobody else changes it or its places meanwhile. A draft's address follows its title, so the form says which one is
    meant wherever it is by now. `slug` counts if it does not.
    """
    is_meant = Webinar.slug == slug if webinar_id is None else Webinar.id == webinar_id
    # Two who save at once take turns, so that the second merges what the first has stored; SQLite queues them anyway.
    session.execute(sa.select(Webinar.id).where(is_meant).with_for_update(key_share=True))
    # What the request had loaded before may have waited for the lock.
    query = sa.select(Webinar).where(is_meant).options(*whole()).execution_options(populate_existing=True)
    webinar = session.scalar(query)
    if webinar is not None:
        note_read(session, webinar)
        lock_desk(session, webinar.id)
    return webinar


def changer_ids(session: Session, webinar: Webinar, *, since: dt.datetime) -> set[int]:
    """Returns the ids of the people who have changed the webinar after `since`."""
    acts = sa.select(AuditEvent.actor_id).where(AuditEvent.webinar_id == webinar.id, AuditEvent.at > since)
    by_people = acts.where(AuditEvent.token_id.is_(None))
    return {actor_id for actor_id in session.scalars(by_people) if actor_id is not None}


def organisation_names(session: Session, actor: Actor) -> Sequence[str]:
    """Returns names to suggest for co-organisers: the actor's own, and those that stand on public pages."""
    public_hosts = sa.select(Webinar.host_id).where(ever_public())
    credited = sa.and_(ever_public(), CoOrganiser.accepted_at.is_not(None))
    public_partners = sa.select(CoOrganiser.organisation_id).join(CoOrganiser.webinar).where(credited)
    return session.scalars(
        sa.select(Organisation.name)
        .where(
            sa.or_(
                Organisation.id.in_(list(actor.roles)),
                Organisation.id.in_(public_hosts),
                Organisation.id.in_(public_partners),
            )
        )
        .order_by(Organisation.name_key)
    ).all()
