"""From when until when the room is open: whoever has a ticket, or the address, may join.

Who waits for a place may come in later than others: see `registration.standby_entry`.
"""

import datetime as dt

from webinars.domain.programme.phases import end_of
from webinars.models import Status, Webinar

ROOM_OPENS_BEFORE = dt.timedelta(minutes=30)


def room_opens_at(starts_at: dt.datetime) -> dt.datetime:
    return starts_at - ROOM_OPENS_BEFORE


def is_room_open(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether the room is open: from 30 minutes before the start until the end of what takes place."""
    if webinar.starts_at is None or webinar.status != Status.PUBLISHED:
        return False
    return room_opens_at(webinar.starts_at) <= now < end_of(webinar, webinar.starts_at)
