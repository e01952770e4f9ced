"""The clock of the day, and where the webinar stands on it."""

import datetime as dt

from msgspec import Struct

from webinars.domain.live import actions
from webinars.domain.programme.join_window import room_opens_at
from webinars.domain.programme.phases import DUE_FOR, Phase, begins_at, countdown_text, end_of, over_at, phase_of
from webinars.domain.programme.recording_plan import is_recording_promised
from webinars.domain.programme.zone_display import hour_style_of, moment_text, zone_label
from webinars.lib.i18n import gettext as _
from webinars.lib.player_times import playing_time
from webinars.models import Webinar
from webinars.pure.times import duration_text, format_hour, wall

MINUTE = dt.timedelta(minutes=1)
EARLY = "early"
"""What can be pressed is not there yet."""


class Bar(Struct, frozen=True, kw_only=True):
    """The hour of a webinar, which has its host, as it is at one moment. Most of it asks for a start."""

    webinar: Webinar
    now: dt.datetime

    @property
    def phase(self) -> Phase:
        return phase_of(self.webinar, self.now)

    @property
    def state(self) -> str:
        """The phase, `early`, or of what does not take place its status."""
        if actions.is_conducted_at(self.webinar, self.now):
            return self.phase.value
        is_to_come = self.webinar.starts_at is not None and self.webinar.status == "published"
        return EARLY if is_to_come else self.webinar.status.value

    @property
    def starts_at(self) -> dt.datetime:
        assert self.webinar.starts_at is not None
        return self.webinar.starts_at

    @property
    def late(self) -> int:
        return actions.late_minutes(self.webinar)

    @property
    def expected(self) -> dt.datetime:
        return self.starts_at + self.webinar.expected_late()

    @property
    def began(self) -> dt.datetime:
        return begins_at(self.webinar, self.starts_at)

    @property
    def end(self) -> dt.datetime:
        return end_of(self.webinar, self.starts_at) + self.webinar.expected_late()

    @property
    def over(self) -> dt.datetime:
        return over_at(self.webinar) or self.end

    @property
    def is_begun_by_press(self) -> bool:
        return self.webinar.pressed(self.webinar.began_at) is not None

    @property
    def is_over_by_press(self) -> bool:
        return self.webinar.pressed(self.webinar.ended_at) is not None

    @property
    def may_take_back_start(self) -> bool:
        return actions.can_take_back_start(self.webinar, self.now)

    @property
    def may_take_back_end(self) -> bool:
        return actions.can_take_back_end(self.webinar, self.now)

    @property
    def is_recording_promised(self) -> bool:
        return is_recording_promised(self.webinar, self.now)

    @property
    def falls_back_at(self) -> dt.datetime:
        """From when on it is live although nobody has pressed."""
        return self.expected + DUE_FOR

    def may_be_later_by(self, minutes: int) -> bool:
        return self.late + minutes <= actions.MOST_LATE

    def clock_at(self, at: dt.datetime) -> str:
        """Returns a moment on the clock that began with the webinar: "6:10"."""
        return playing_time(max(0, int((at - self.began).total_seconds())))

    def minutes_to_start(self) -> str:
        """Returns how far the expected start is away, either way: "4 minutes"."""
        return duration_text(max(1, round(abs(self.expected - self.now) / MINUTE)))

    def distance(self) -> str:
        return countdown_text(self.starts_at, self.now)

    def planned_length(self) -> str:
        return duration_text(self.webinar.duration_minutes)

    def opens(self) -> str:
        """Returns from when on there is something to press: "Sunday 14 February at 3.30pm Britain"."""
        return moment_text(self.webinar, room_opens_at(self.starts_at))

    def hour(self, at: dt.datetime) -> str:
        """Returns "20:00"."""
        host = self.webinar.host
        return format_hour(wall(at, self.webinar.timezone or host.timezone), hour_style_of(host))

    def zoned(self, at: dt.datetime) -> str:
        """Returns "20:00 Paris"."""
        return _("%(hour)s %(zone)s", hour=self.hour(at), zone=zone_label(self.webinar))

    def here(self) -> str:
        """Returns "20:00 in Paris", now."""
        return _("%(hour)s in %(zone)s", hour=self.hour(self.now), zone=zone_label(self.webinar))
