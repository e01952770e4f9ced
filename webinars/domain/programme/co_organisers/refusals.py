"""What organisations have said no to: one webinar, or any that a host may invite them to."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.lib.errors import require_right
from webinars.models import Refusal, Role, Webinar


def refusals_of(session: Session, webinar: Webinar) -> Sequence[Refusal]:
    """Returns who has declined to organise this webinar, latest first, with their organisations."""
    return session.scalars(
        sa.select(Refusal)
        .where(Refusal.webinar_id == webinar.id)
        .options(orm.joinedload(Refusal.organisation))
        .order_by(Refusal.at.desc(), Refusal.id.desc())
    ).all()


def refusing(session: Session, host_id: int, organisation_ids: Collection[int]) -> Sequence[int]:
    """Returns which of these organisations want no more invitations from the host."""
    return session.scalars(
        sa.select(Refusal.organisation_id).where(
            Refusal.host_id == host_id, Refusal.webinar_id.is_(None), Refusal.organisation_id.in_(organisation_ids)
        )
    ).all()


def refused_hosts(session: Session, actor: Actor) -> Sequence[Refusal]:
    """Returns what the actor may take back: hosts that organisations they own want no invitations from, with both."""
    owned = [organisation_id for organisation_id, role in actor.roles.items() if role == Role.OWNER]
    return session.scalars(
        sa.select(Refusal)
        .where(Refusal.webinar_id.is_(None), Refusal.organisation_id.in_(owned))
        .options(orm.joinedload(Refusal.organisation), orm.joinedload(Refusal.host))
        .order_by(Refusal.at.desc(), Refusal.id.desc())
    ).all()


def forget_refusals(session: Session, webinar: Webinar, organisation_ids: Collection[int]) -> None:
    """Forget that they have declined: they are invited anew, and what they said to this webinar no longer stands."""
    if organisation_ids:
        session.execute(
            sa.delete(Refusal).where(Refusal.webinar_id == webinar.id, Refusal.organisation_id.in_(organisation_ids))
        )


def refusal_with_id(session: Session, refusal_id: int) -> Refusal | None:
    """Returns a refusal of a host for good, with both organisations."""
    return session.scalar(
        sa.select(Refusal)
        .where(Refusal.id == refusal_id, Refusal.webinar_id.is_(None))
        .options(orm.joinedload(Refusal.organisation), orm.joinedload(Refusal.host))
    )


def take_back(session: Session, actor: Actor, refusal: Refusal) -> None:
    """Let the host invite the organisation again. Raises NotAllowed."""
    require_right(actor.is_owner(refusal.organisation_id))
    session.delete(refusal)
    session.flush()
