"""What the worker does for the hour itself."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.live.presence import count_presence, forget_old_presence
from webinars.domain.live.presence_spool import presence_tray, unpacked
from webinars.domain.processes.visit_counts import store_parcels


def store_presence(session: Session, settings: Settings, *, now: dt.datetime) -> None:
    """Store what open pages have said of themselves, and forget what is older than a day. Commits by itself."""
    store_parcels(session, presence_tray(settings), lambda parcel: count_presence(session, unpacked(parcel)))
    forget_old_presence(session, now=now)
    session.commit()
