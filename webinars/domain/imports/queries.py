from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.editor_queries import whole
from webinars.models import AuditEvent, Membership, Organisation, Source, SourceKind, Webinar


def organisations_to_import_for(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Returns the organisations in whose name the actor may make webinars, by name."""
    found = session.scalars(sa.select(Organisation).order_by(Organisation.name_key, Organisation.id))
    return [organisation for organisation in found if actor.is_editor(organisation.id)]


def with_members(session: Session, organisations: Sequence[Organisation]) -> Sequence[Organisation]:
    """Returns those of the organisations for which somebody can answer.

    Nobody else becomes the host unless a person says so. Administrators may work for those as well that were made
    because a text named them.
    """
    peopled = set(session.scalars(sa.select(Membership.organisation_id).distinct()))
    return [organisation for organisation in organisations if organisation.id in peopled]


def organisation_worked_for_last(
    session: Session, actor: Actor, organisations: Sequence[Organisation]
) -> Organisation | None:
    """Returns the one of these for which the actor did something last, or None if they did nothing for any."""
    by_id = {organisation.id: organisation for organisation in organisations}
    latest = session.scalar(
        sa.select(AuditEvent.organisation_id)
        .where(AuditEvent.actor_id == actor.user_id, AuditEvent.organisation_id.in_(by_id))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(1)
    )
    return by_id.get(latest) if latest is not None else None


def sources_of_calendar(session: Session, keys: Collection[str]) -> dict[str, Source]:
    """Returns what was noted of the entries with these keys, by key."""
    found = session.scalars(sa.select(Source).where(Source.kind == SourceKind.CALENDAR, Source.key.in_(keys)))
    return {source.key: source for source in found}


def webinars_of_entries(session: Session, sources: Iterable[Source], uids: Collection[str]) -> Sequence[Webinar]:
    """Returns the webinars that `sources` note, and those of this site that bear one of `uids`, loaded whole."""
    ids = [source.webinar_id for source in sources]
    query = sa.select(Webinar).where(sa.or_(Webinar.id.in_(ids), Webinar.uid.in_(uids))).options(*whole())
    return session.scalars(query).all()


def values_before(session: Session, webinar: Webinar) -> dict[str, Any] | None:
    """Returns what the texts imported for this webinar have said so far, the later ones counting, or None."""
    sources = session.scalars(
        sa.select(Source)
        .where(Source.kind == SourceKind.TEXT, Source.webinar_id == webinar.id)
        .order_by(Source.imported_at, Source.id)
    ).all()
    if not sources:
        return None
    said: dict[str, Any] = {}
    for source in sources:
        values: Mapping[str, Any] = source.values
        once = {key: [*said.get(key, []), *values.get(key, [])] for key in ("recordings", "people")}
        said |= dict(values) | once
    return said
