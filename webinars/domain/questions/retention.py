"""How long is kept who has asked a question: name, address, link and the registration."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import AudienceQuestion, Status, Webinar

RETENTION = dt.timedelta(days=30)
"""After the webinar, and after it was asked: name, address and link."""
KEPT_WHILE_POSTPONED = dt.timedelta(days=180)
"""As long as a new date may take."""
PRESS_KEPT = dt.timedelta(days=1)
IS_KNOWN = sa.or_(
    AudienceQuestion.name != "",
    AudienceQuestion.notify_email.is_not(None),
    AudienceQuestion.link_digest.is_not(None),
    AudienceQuestion.nonce.is_not(None),
    AudienceQuestion.registration_id.is_not(None),
)
"""Whether something of a question still leads to who has asked it."""


def webinars_over(session: Session, *, now: dt.datetime) -> Sequence[int]:
    """Returns the webinars of which something is to be forgotten."""
    ended_at = now - RETENTION
    is_over = sa.or_(
        Webinar.ends_at < ended_at,
        sa.and_(Webinar.ends_at.is_(None), Webinar.starts_on < (ended_at - dt.timedelta(days=1)).date()),
    )
    has_no_date_to_come = sa.or_(Webinar.status != Status.POSTPONED, Webinar.updated_at < now - KEPT_WHILE_POSTPONED)
    query = (
        sa.select(AudienceQuestion.webinar_id)
        .join(Webinar, Webinar.id == AudienceQuestion.webinar_id)
        .where(is_over, has_no_date_to_come, IS_KNOWN, AudienceQuestion.created_at < ended_at)
        .distinct()
        .order_by(AudienceQuestion.webinar_id)
    )
    ids = session.scalars(query).all()
    session.commit()
    return ids
