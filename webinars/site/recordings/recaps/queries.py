import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.member_queries import is_own_condition
from webinars.domain.programme.queries import in_series
from webinars.models import Status, Webinar

MOST_CANDIDATES = 200
A_DAY = dt.timedelta(days=1)
"""Where it is tomorrow already, a webinar may be over."""


def webinars_to_recap(session: Session, actor: Actor, home: Webinar | None, *, now: dt.datetime) -> Sequence[Webinar]:
    """Returns the webinars that recordings of a list may be of, whole: `home` with its series, else the actor's latest.

    Those to come are left out, `home` never.
    """
    query = sa.select(Webinar).where(is_own_condition(actor), Webinar.status != Status.CANCELLED).options(*whole())
    query = query.where(Webinar.starts_on <= now.date() + A_DAY)
    if home is not None:
        query = query.where(in_series(home.series_id) if home.series_id is not None else sa.false())
        query = query.where(Webinar.id != home.id)
    latest = query.order_by(Webinar.starts_on.desc(), Webinar.id.desc()).limit(MOST_CANDIDATES)
    found = [each for each in session.scalars(latest) if permissions.can_edit_texts(actor, each)]
    return found if home is None else [home, *found]
