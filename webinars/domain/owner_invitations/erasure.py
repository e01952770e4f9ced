"""What is kept about an address that was invited to look after an organisation."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.models import Invitation


def invitations_to(session: Session, email: str) -> Sequence[Invitation]:
    """Returns the invitations that went to this address, oldest first, with organisation and webinar."""
    return session.scalars(
        sa.select(Invitation)
        .where(Invitation.email == email)
        .options(orm.joinedload(Invitation.organisation), orm.joinedload(Invitation.webinar))
        .order_by(Invitation.id)
    ).all()


def forget_invitations(session: Session, email: str, *, now: dt.datetime) -> None:
    """Take the address out of them. A link that nobody has used ends with it."""
    for invitation in invitations_to(session, email):
        invitation.email = None
        if invitation.claimed_at is None:
            invitation.revoked_at = invitation.revoked_at or now
    session.flush()
