"""Where a webinar stands at a given moment: before, live, perhaps running over, or after."""

import datetime as dt
import enum

from babel.dates import format_timedelta

from webinars.lib.i18n import current_locale
from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar

MINUTES_IN_HOUR = 60
HOURS_IN_WORDS = 48
"""From here on a distance is told in days."""
MAY_RUN_OVER = dt.timedelta(minutes=30)
"""For so long after its planned end nobody is sent away, and nothing says that it is over."""


class Phase(enum.StrEnum):
    BEFORE = "before"
    LIVE = "live"
    RUNNING_OVER = "running_over"
    """Its planned end has passed a moment ago: it may still be going on, and its room is open."""
    AFTER = "after"
    POSTPONED = "postponed"
    """Its start no longer holds, whatever the clock says."""
    CANCELLED = "cancelled"

    @property
    def is_going_on(self) -> bool:
        """Whether people may be in the room, as far as anybody knows."""
        return self in {Phase.LIVE, Phase.RUNNING_OVER}


def phase_of(webinar: Webinar, now: dt.datetime) -> Phase:
    """Returns where `webinar` stands at `now`.

    One of which only the date is known is over soon after that day has begun in UTC.
    """
    if webinar.status == Status.CANCELLED:
        return Phase.CANCELLED
    if webinar.status == Status.POSTPONED:
        return Phase.POSTPONED
    over = over_at(webinar)
    if over is not None and now >= over:
        return Phase.AFTER
    if webinar.starts_at is None or now < webinar.starts_at:
        return Phase.BEFORE
    return Phase.LIVE if now < end_of(webinar, webinar.starts_at) else Phase.RUNNING_OVER


def end_of(webinar: Webinar, starts_at: dt.datetime) -> dt.datetime:
    """Returns the planned end."""
    return webinar.ends_at or starts_at + dt.timedelta(minutes=webinar.duration_minutes)


def over_at(webinar: Webinar) -> dt.datetime | None:
    """Returns from when on a webinar is over if nobody says otherwise, or None without a date."""
    if webinar.starts_at is not None:
        return end_of(webinar, webinar.starts_at) + MAY_RUN_OVER
    if webinar.starts_on is None:
        return None
    return dt.datetime.combine(webinar.starts_on, dt.time(), dt.UTC) + MAY_RUN_OVER


def countdown_text(instant: dt.datetime, now: dt.datetime) -> str:
    """Returns the distance in words: "in 5 days", "in 40 minutes", "24 minutes ago".

    `countdown.js` counts the same way.
    """
    distance = instant - now
    if dt.timedelta(0) >= distance > dt.timedelta(seconds=-30):
        return _("now")
    minutes = max(1, _rounded(abs(distance.total_seconds()) / 60))
    hours = _rounded(minutes / MINUTES_IN_HOUR)
    if minutes < MINUTES_IN_HOUR:
        size, granularity = dt.timedelta(minutes=minutes), "minute"
    elif hours < HOURS_IN_WORDS:
        size, granularity = dt.timedelta(hours=hours), "hour"
    else:
        size, granularity = dt.timedelta(days=_rounded(hours / 24)), "day"
    return format_timedelta(
        -size if distance < dt.timedelta(0) else size,
        granularity=granularity,  # type: ignore[arg-type]  # one of the literals, chosen above
        # 1 would turn 30 hours into "1 day"; the unit is chosen here.
        threshold=10_000,
        add_direction=True,
        locale=current_locale(),
    )


def _rounded(number: float) -> int:
    """Returns the nearest integer. Half goes up, as in JavaScript."""
    return int(number + 0.5)
