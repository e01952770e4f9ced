"""What organisers ask those who register."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import RegistrationQuestion


def questions_of(session: Session, webinar_id: int) -> Sequence[RegistrationQuestion]:
    """Returns the questions that are asked on registering, in order."""
    return session.scalars(
        sa.select(RegistrationQuestion)
        .where(RegistrationQuestion.webinar_id == webinar_id, RegistrationQuestion.is_retired.is_(False))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()
