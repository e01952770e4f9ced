import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.accounts.actor import ANONYMOUS, Actor
from webinars.models import Membership, User


def actor_of(session: Session, user_id: int) -> Actor:
    """The person with their roles; nobody if the account is gone or closed."""
    user = session.get(User, user_id)
    if user is None or not user.is_active:
        return ANONYMOUS
    roles = session.execute(sa.select(Membership.organisation_id, Membership.role).where(Membership.user_id == user_id))
    return Actor(
        user_id=user.id, name=user.name or user.email, is_admin=user.is_admin, roles={row[0]: row[1] for row in roles}
    )
