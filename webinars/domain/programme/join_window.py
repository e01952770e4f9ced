"""From when until when the room is open: whoever has a ticket, or the address, may join.

Who waits for a place may come in later than others: see `registration.standby_entry`.
"""

import datetime as dt

from webinars.domain.programme.phases import end_of, over_at
from webinars.domain.programme.zone_display import hour_style_of, zone_label
from webinars.lib.i18n import gettext as _
from webinars.models import CONDUCTED_BEFORE, Status, Webinar
from webinars.pure.times import format_hour, wall


def room_opens_at(starts_at: dt.datetime) -> dt.datetime:
    return starts_at - CONDUCTED_BEFORE


def is_room_open(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether the room of what takes place is open: from 30 minutes before the start until it is surely over.

    Whoever loses the connection in the last minute comes back in, though the hour has passed.
    """
    over = over_at(webinar)
    if webinar.starts_at is None or over is None or webinar.status != Status.PUBLISHED:
        return False
    return room_opens_at(webinar.starts_at) <= now < over


def running_over_text(webinar: Webinar) -> str:
    """Returns what is said once the planned end has passed, with its hour in the webinar's zone.

    Needs `host` loaded.
    """
    assert webinar.starts_at is not None
    there = wall(end_of(webinar, webinar.starts_at), webinar.timezone or webinar.host.timezone)
    hour = format_hour(there, hour_style_of(webinar.host))
    return _("It should have ended at %(hour)s %(zone)s; it may still be running.", hour=hour, zone=zone_label(webinar))
