"""Those who look after the site, for what has to be said to all of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import User


def administrators(session: Session) -> Sequence[User]:
    """Returns every administrator who may sign in."""
    return session.scalars(sa.select(User).where(User.is_admin, User.is_active).order_by(User.id)).all()
