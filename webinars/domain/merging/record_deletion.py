"""Organisations, series and speakers that nothing needs are deleted.

An address that was public answers 410 from then on; one that never was is free again.
"""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.queries import SUBJECT_KINDS
from webinars.domain.lineup.record_permissions import can_keep_records
from webinars.domain.merging.errors import StillNeeded
from webinars.domain.merging.references import needs_of_organisation, needs_of_series, needs_of_speaker
from webinars.domain.organisations.permissions import can_update
from webinars.domain.organisations.queries import has_members
from webinars.domain.programme.series.permissions import can_keep_series
from webinars.lib.errors import require_right
from webinars.models import AuditEvent, Feed, Follow, FormerSlug, Organisation, Series, Speaker, Suppression

Subject = Organisation | Series | Speaker


def delete_organisation(session: Session, actor: Actor, organisation: Organisation, *, now: dt.datetime) -> None:
    """Delete it with its memberships and its history. Raises NotAllowed, StillNeeded."""
    require_right(can_update(actor, organisation))
    lock(session, organisation)
    if needs := needs_of_organisation(session, organisation):
        raise StillNeeded(organisation.name, needs)
    drop_organisation(session, actor, organisation, now=now)


def drop_organisation(session: Session, actor: Actor, organisation: Organisation, *, now: dt.datetime) -> None:
    """Delete an organisation that is locked and that nothing needs. Whether the actor may is asked before."""
    # It has a page, and so a public address, as soon as it has members.
    is_public = has_members(session, organisation.id)
    # SQLite gives a number anew: the next organisation is not the one that somebody wanted no more mails from.
    session.execute(
        sa.delete(Suppression).where(stops_of(organisation)), execution_options={"synchronize_session": False}
    )
    session.refresh(organisation, ["memberships", "logo"])
    _delete(session, organisation, is_public=is_public)
    _record(session, actor, "organisation:delete", None, organisation.name, now=now)


def delete_series(session: Session, actor: Actor, series: Series, *, now: dt.datetime) -> None:
    """Delete a series without webinars. `organisation` must be loaded. Raises NotAllowed, StillNeeded."""
    require_right(can_keep_series(actor, series.organisation))
    lock(session, series)
    if needs := needs_of_series(session, series):
        raise StillNeeded(series.title, needs)
    _delete(session, series)
    _record(session, actor, "series:delete", series.organisation_id, series.title, now=now)


def delete_speaker(session: Session, actor: Actor, speaker: Speaker, *, now: dt.datetime) -> None:
    """Delete the record of a speaker who is in no line-up. `organisation` must be loaded.

    Raises NotAllowed, StillNeeded.
    """
    require_right(can_keep_records(actor, speaker.organisation_id))
    lock(session, speaker)
    if needs := needs_of_speaker(session, speaker):
        raise StillNeeded(speaker.name, needs)
    session.refresh(speaker, ["portrait"])
    _delete(session, speaker)
    _record(session, actor, "speaker:delete", speaker.organisation_id, speaker.name, now=now)


def lock(session: Session, *rows: Subject) -> None:
    """Hold these rows of one table: nobody hangs anything on them before the end of the transaction."""
    kind = type(rows[0])
    ids = [row.id for row in rows]
    session.execute(sa.select(kind.id).where(kind.id.in_(ids)).order_by(kind.id).with_for_update())


def stops_of(organisation: Organisation) -> sa.ColumnElement[bool]:
    """Returns the condition for what people have said about mails on its behalf."""
    scope = f"organisation:{organisation.id}"
    return sa.or_(Suppression.scope == scope, Suppression.scope.startswith(f"{scope}/", autoescape=True))


def _delete(session: Session, row: Subject, *, is_public: bool = False) -> None:
    kind, feed_kind = type(row), SUBJECT_KINDS[type(row)]
    feed = sa.select(Feed.id).where(Feed.kind == feed_kind, Feed.subject_id == row.id)
    former = sa.and_(FormerSlug.kind == kind.__tablename__, FormerSlug.target_id == row.id)
    was_public = is_public or session.scalar(feed) is not None
    if was_public or session.scalar(sa.select(FormerSlug.id).where(former).limit(1)) is not None:
        session.add(FormerSlug(kind=kind.__tablename__, slug=row.slug))
    session.execute(sa.update(FormerSlug).where(former).values(target_id=None))
    session.execute(sa.delete(Follow).where(Follow.kind == feed_kind, Follow.subject_id == row.id))
    session.flush()
    session.delete(row)
    session.flush()


def _record(
    session: Session, actor: Actor, action: str, organisation_id: int | None, name: str, *, now: dt.datetime
) -> None:
    session.add(
        AuditEvent(
            at=now, action=action, actor_id=actor.user_id, organisation_id=organisation_id, detail={"name": name}
        )
    )
    session.flush()
