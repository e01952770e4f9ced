"""Whether what is kept of registrations is sound, for whoever looks after the site."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.registration.links import page_token
from webinars.models import ACTIVE_STATES, Registration, RegistrationDesk, RegistrationState, Webinar


def miscounted(session: Session) -> Sequence[str]:
    """Returns the slugs of webinars whose desk counts other places than people have: there should be none.

    Of those who came in without a place, whoever is erased since is counted still, and known no more.
    """
    confirmed = (
        sa.select(sa.func.count(Registration.id))
        .where(
            Registration.webinar_id == RegistrationDesk.webinar_id,
            Registration.state == RegistrationState.CONFIRMED,
        )
        .scalar_subquery()
    )
    came_in, erased = (
        sa.select(sa.func.count(column)).where(Registration.webinar_id == RegistrationDesk.webinar_id).scalar_subquery()
        for column in (Registration.standby_at, Registration.erased_at)
    )
    return session.scalars(
        sa.select(Webinar.slug)
        .join(RegistrationDesk, RegistrationDesk.webinar_id == Webinar.id)
        .where(
            sa.or_(
                RegistrationDesk.seats_taken != confirmed,
                ~RegistrationDesk.standby_taken.between(came_in, came_in + erased),
            )
        )
        .order_by(Webinar.slug)
    ).all()


def unmailable_count(session: Session, settings: Settings) -> int:
    """Returns how many people hold links that no mail can name again: the secret key they were made with is gone."""
    live = session.scalars(
        sa.select(Registration).where(Registration.state.in_(ACTIVE_STATES), Registration.nonce.is_not(None))
    )
    return sum(page_token(settings, registration) is None for registration in live)
