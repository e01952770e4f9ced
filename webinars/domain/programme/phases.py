"""Where a webinar stands at a given moment: before, live, perhaps running over, or after."""

import datetime as dt
import enum

from babel.dates import format_timedelta

from webinars.lib.i18n import current_locale
from webinars.lib.i18n import gettext as _
from webinars.models import CONDUCTED_BEFORE, Status, Webinar

MINUTES_IN_HOUR = 60
HOURS_IN_WORDS = 48
"""From here on a distance is told in days."""
DUE_FOR = dt.timedelta(minutes=5)
"""So long a page that somebody conducts waits for them. After it the webinar is taken to have begun."""
KNOWN_AFTER = dt.timedelta(minutes=2)
"""By then the worker has stored that somebody conducts it. What is live already because somebody opened their page
later is not taken from those who watch."""


class Phase(enum.StrEnum):
    BEFORE = "before"
    OPEN = "open"
    """Half an hour or less before it begins."""
    LATE = "late"
    """Its organisers have said that it begins some minutes later than planned."""
    DUE = "due"
    """The hour has come, and whoever conducts it has not said yet that it has begun."""
    LIVE = "live"
    RUNNING_OVER = "running_over"
    """Its planned end has passed a moment ago: it may still be going on, and its room is open."""
    AFTER = "after"
    POSTPONED = "postponed"
    """Its start no longer holds, whatever the clock says."""
    CANCELLED = "cancelled"

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun, and will."""
        return self in {Phase.BEFORE, Phase.OPEN, Phase.LATE, Phase.DUE}

    @property
    def is_going_on(self) -> bool:
        """Whether people may be in the room, as far as anybody knows."""
        return self in {Phase.LIVE, Phase.RUNNING_OVER}

    @property
    def is_current(self) -> bool:
        """Whether it is to come or going on, at a time that is known."""
        return self.is_to_come or self.is_going_on

    @property
    def is_before_end(self) -> bool:
        """Whether it has not reached its planned end: whoever comes still sees some of it."""
        return self.is_to_come or self is Phase.LIVE


def phase_of(webinar: Webinar, now: dt.datetime) -> Phase:
    """Returns where `webinar` stands at `now`: by the clock, and by what those who conduct it have said.

    One of which only the date is known is over soon after that day has begun in UTC.
    """
    if webinar.status == Status.CANCELLED:
        return Phase.CANCELLED
    if webinar.status == Status.POSTPONED:
        return Phase.POSTPONED
    over = over_at(webinar)
    if over is not None and now >= over:
        return Phase.AFTER
    if webinar.starts_at is None:
        return Phase.BEFORE
    if now < begins_at(webinar, webinar.starts_at):
        return _waiting(webinar, webinar.starts_at, now)
    return Phase.LIVE if now < end_of(webinar, webinar.starts_at) + webinar.expected_late() else Phase.RUNNING_OVER


def _waiting(webinar: Webinar, starts_at: dt.datetime, now: dt.datetime) -> Phase:
    """Returns the phase of what has not begun."""
    expected = starts_at + webinar.expected_late()
    if now < starts_at - CONDUCTED_BEFORE:
        return Phase.BEFORE
    if now >= expected:
        return Phase.DUE
    return Phase.LATE if expected > starts_at else Phase.OPEN


def begins_at(webinar: Webinar, starts_at: dt.datetime) -> dt.datetime:
    """Returns from when on it is live: when that was said, else when it is expected, or a little later if conducted."""
    began = webinar.pressed(webinar.began_at)
    if began is not None:
        return began
    expected = starts_at + webinar.expected_late()
    conducted = webinar.pressed(webinar.conducted_at)
    return expected + DUE_FOR if conducted is not None and conducted <= expected - KNOWN_AFTER else expected


def end_of(webinar: Webinar, starts_at: dt.datetime) -> dt.datetime:
    """Returns the planned end."""
    return webinar.planned_end() or starts_at


def over_at(webinar: Webinar) -> dt.datetime | None:
    """Returns from when on a webinar is over: when that was said, or if nobody says otherwise. None without a date."""
    return webinar.expected_over_at()


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
