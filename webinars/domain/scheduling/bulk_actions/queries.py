"""Webinars that were chosen together, read or locked."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.life_cycle import active_counts, why_not_deleted
from webinars.domain.scheduling.bulk_actions.errors import NOT_ALLOWED, Refused
from webinars.models import RegistrationDesk, Webinar

MOST_CHOSEN = 100


def chosen_webinars(session: Session, actor: Actor, ids: Collection[int], *, fresh: bool = False) -> Sequence[Webinar]:
    """Returns those of these webinars that the actor may look at, whole, soonest first and without a date last."""
    found = session.scalars(
        sa.select(Webinar)
        .where(Webinar.id.in_(sorted(ids)[:MOST_CHOSEN]))
        .options(*whole())
        .order_by(Webinar.starts_on.is_(None), Webinar.starts_on, Webinar.starts_at, Webinar.id)
        .execution_options(populate_existing=fresh)
    ).unique()
    return [each for each in found if permissions.can_view(actor, each)]


def locked_webinars(session: Session, actor: Actor, ids: Collection[int]) -> Sequence[Webinar]:
    """Returns the same as they are by now. Nobody else changes them, or their places, before this transaction ends.

    The webinars first and then their desks, each in one order, so that no two transactions wait for each other.
    """
    wanted = sorted(ids)[:MOST_CHOSEN]
    session.execute(
        sa.select(Webinar.id).where(Webinar.id.in_(wanted)).order_by(Webinar.id).with_for_update(key_share=True)
    ).all()
    session.execute(
        sa.select(RegistrationDesk.webinar_id)
        .where(RegistrationDesk.webinar_id.in_(wanted))
        .order_by(RegistrationDesk.webinar_id)
        .with_for_update()
    ).all()
    return chosen_webinars(session, actor, wanted, fresh=True)


def refused_deletions(session: Session, actor: Actor, webinars: Sequence[Webinar]) -> list[Refused]:
    """Returns those of these webinars that the actor cannot delete, each with the reason."""
    counts = active_counts(session, [each.id for each in webinars])
    found = []
    for each in webinars:
        why = why_not_deleted(each, counts.get(each.id, 0)) if permissions.can_manage(actor, each) else str(NOT_ALLOWED)
        if why:
            found.append(Refused(each, why))
    return found
