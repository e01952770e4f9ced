"""Who is told when a webinar is cancelled, postponed, moved or restored.

Of those who have registered. `change_notices` says when that is news, and by which mail it is told. Speakers are told
by `speaker_pages.notifications`.
"""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import Mailing, Registration, RegistrationState

TOLD_STATES = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING)
"""Whose address is known to be theirs, and who waits for the webinar."""


def told_counts(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Returns how many people are told of a change, by the ids of those webinars of which anybody is."""
    rows = session.execute(
        sa.select(Registration.webinar_id, sa.func.count(Registration.id))
        .where(Registration.webinar_id.in_(ids), Registration.state.in_(TOLD_STATES), Registration.erased_at.is_(None))
        .group_by(Registration.webinar_id)
    )
    return {row.webinar_id: row[1] for row in rows}


def told_of_change(mailing: Mailing) -> tuple[sa.ColumnExpressionArgument[bool], ...]:
    """Returns whom a mailing about such a change goes to."""
    # Whoever has registered since knows it as it is now.
    return Registration.state.in_(TOLD_STATES), Registration.created_at <= mailing.created_at
