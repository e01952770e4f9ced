"""Until when a page that shows webinars stays as it is."""

import datetime as dt
from collections.abc import Iterable

from webinars.domain.programme import join_window
from webinars.domain.programme.phases import end_of
from webinars.models import Status, Webinar


def next_change(webinars: Iterable[Webinar], now: dt.datetime) -> dt.datetime | None:
    """Returns when a page that shows `webinars` will next look different by itself, or None if it never will."""
    return min((moment for webinar in webinars for moment in _changes(webinar) if moment > now), default=None)


def _changes(webinar: Webinar) -> list[dt.datetime]:
    """Returns when its room opens, when it starts and when it ends.

    What is cancelled leaves the lists when it would have ended.
    """
    if webinar.status == Status.POSTPONED:
        return []
    if webinar.starts_at is None:
        day = webinar.starts_on
        return [dt.datetime.combine(day, dt.time(), dt.UTC)] if day is not None else []
    end = end_of(webinar, webinar.starts_at)
    if webinar.status == Status.CANCELLED:
        return [end]
    return [join_window.room_opens_at(webinar.starts_at), webinar.starts_at, end]
