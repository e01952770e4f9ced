from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.lib.names import organisation_key
from webinars.models import Membership, Organisation, Role, User


def organisation_with_slug(session: Session, slug: str) -> Organisation | None:
    return session.scalar(sa.select(Organisation).where(Organisation.slug == slug))


def has_organisations(session: Session) -> bool:
    """Returns whether there is any organisation on the site."""
    return session.scalar(sa.select(sa.exists().select_from(Organisation))) or False


def organisation_named(session: Session, name: str) -> Organisation | None:
    """Returns the organisation that is called so, give or take capitals, width of letters and "The"."""
    return session.scalar(
        sa.select(Organisation)
        .where(Organisation.name_key == organisation_key(name))
        .order_by(Organisation.id)
        .limit(1)
    )


def has_members(session: Session, organisation_id: int) -> bool:
    """Returns whether somebody can answer for the organisation."""
    return session.scalar(sa.select(sa.exists().where(Membership.organisation_id == organisation_id))) or False


def managed_organisations(session: Session, actor: Actor) -> Sequence[tuple[Organisation, int]]:
    """Returns those the actor may look into, by name, each with the number of its members: all for administrators."""
    member_count = (
        sa.select(sa.func.count())
        .where(Membership.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    query = sa.select(Organisation, member_count).order_by(Organisation.name_key)
    if not actor.is_admin:
        query = query.where(Organisation.id.in_(actor.roles))
    return [(row[0], row[1]) for row in session.execute(query)]


def members(session: Session, organisation: Organisation) -> Sequence[Membership]:
    """Returns the memberships with their people: owners, editors, viewers, each in the order they were added."""
    order = {role: place for place, role in enumerate(Role)}
    return list(
        session.scalars(
            sa.select(Membership)
            .where(Membership.organisation_id == organisation.id)
            .options(orm.joinedload(Membership.user))
            .order_by(sa.case(order, value=Membership.role), Membership.id)
        )
    )


def membership_with_id(session: Session, organisation: Organisation, membership_id: int) -> Membership | None:
    """Returns the membership with its person, if it is one of `organisation`."""
    return session.scalar(
        sa.select(Membership)
        .where(Membership.organisation_id == organisation.id, Membership.id == membership_id)
        .options(orm.joinedload(Membership.user))
    )


def owners(session: Session, organisation: Organisation) -> Sequence[User]:
    """Returns who is told when something concerns the organisation as a whole."""
    return _active_members(session, organisation, [Role.OWNER])


def owners_and_editors(session: Session, organisation: Organisation) -> Sequence[User]:
    """Returns who is told when something concerns a webinar of the organisation."""
    return _active_members(session, organisation, [Role.OWNER, Role.EDITOR])


def _active_members(session: Session, organisation: Organisation, roles: Sequence[Role]) -> Sequence[User]:
    return list(
        session.scalars(
            sa.select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.organisation_id == organisation.id, Membership.role.in_(roles), User.is_active)
            .order_by(Membership.id)
        )
    )
