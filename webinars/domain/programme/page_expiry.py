"""Until when a page that shows webinars stays as it is."""

import datetime as dt
from collections.abc import Iterable

from webinars.domain.programme import join_window
from webinars.domain.programme.phases import begins_at, end_of, over_at
from webinars.domain.programme.recording_plan import promise_ends_at, waited_for_until
from webinars.models import Status, Webinar


def next_change(webinars: Iterable[Webinar], now: dt.datetime) -> dt.datetime | None:
    """Returns when a page that shows `webinars` will next look different by itself, or None if it never will."""
    return min((moment for webinar in webinars for moment in _changes(webinar) if moment > now), default=None)


def _changes(webinar: Webinar) -> list[dt.datetime]:
    """Returns when its room opens, it starts, should end and is over, and until when its recording is waited for.

    What is cancelled leaves the lists when it would have been over.
    """
    over = over_at(webinar)
    if webinar.status == Status.POSTPONED or over is None:
        return []
    if webinar.status == Status.CANCELLED:
        return [over]
    ends = [each for each in (over, promise_ends_at(webinar), waited_for_until(webinar)) if each is not None]
    if webinar.starts_at is None:
        return ends
    late = webinar.expected_late()
    return [
        join_window.room_opens_at(webinar.starts_at),
        webinar.starts_at + late,
        begins_at(webinar, webinar.starts_at),
        end_of(webinar, webinar.starts_at) + late,
        *ends,
    ]
