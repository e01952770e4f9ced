"""What an hour is where somebody is: its day, and whether it is night there."""

import datetime as dt
import enum

from msgspec import Struct

from webinars.domain.programme.zone_display import hour_style_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import ProposedStart, Webinar
from webinars.pure.times import first_instant, format_day, format_hour, format_weekday, line_label, wall

NIGHT_BEGINS, NIGHT_ENDS = dt.time(22), dt.time(7)
DAY_BEGINS, EVENING_BEGINS = dt.time(9), dt.time(18)


class PartOfDay(enum.StrEnum):
    NIGHT = "night"
    EARLY = "early"
    DAY = "day"
    EVENING = "evening"


PART_NAMES = {
    PartOfDay.NIGHT: _l("night"),
    PartOfDay.EARLY: _l("early"),
    PartOfDay.DAY: _l("day"),
    PartOfDay.EVENING: _l("evening"),
}


class LocalHour(Struct, frozen=True, kw_only=True):
    """A start, and where somebody is when it comes."""

    at: dt.datetime
    day: str
    """Its day there: "Monday 22 March"."""
    hour: str
    part: PartOfDay
    is_midnight: bool
    ends_next_day: bool
    theirs: str
    """The organisers' clocks at the same moment: "4pm Sunday in Britain"."""
    from_minutes: int
    """Minutes of the day there, for the drawing of it."""
    until_minutes: int
    """More than 1440 where it ends on the next day."""

    @property
    def weekday(self) -> str:
        return format_weekday(self.at_there.date())

    @property
    def is_night(self) -> bool:
        return self.part is PartOfDay.NIGHT

    @property
    def words(self) -> str:
        """What is said beside the hour."""
        if self.is_midnight:
            return _("night, as %(day)s ends", day=format_weekday((self.at_there - dt.timedelta(days=1)).date()))
        part = str(PART_NAMES[self.part])
        return _("%(part)s, ends on the next day", part=part) if self.ends_next_day else part

    at_there: dt.datetime
    """The naive wall time there."""


def starts_at(start: ProposedStart) -> dt.datetime:
    """Returns the instant of a proposed start, by the rules of its zone as they are now."""
    return first_instant(start.starts_wall, start.timezone)


def local_hour(webinar: Webinar, start: ProposedStart, timezone: str) -> LocalHour:
    """Returns what `start` is on the clocks of `timezone`. Needs `webinar.host` loaded."""
    at = starts_at(start)
    there = wall(at, timezone)
    ends = wall(at + dt.timedelta(minutes=start.duration_minutes), timezone)
    style = hour_style_of(webinar.host)
    from_minutes = there.hour * 60 + there.minute
    return LocalHour(
        at=at,
        at_there=there,
        day=format_day(there.date(), year=False),
        hour=format_hour(there, style),
        part=part_of_day(there.time()),
        is_midnight=there.time() == dt.time(),
        ends_next_day=ends.date() > there.date() and ends.time() != dt.time(),
        theirs=_theirs(start, there, format_hour(start.starts_wall, style)),
        from_minutes=from_minutes,
        until_minutes=from_minutes + start.duration_minutes,
    )


def part_of_day(time: dt.time) -> PartOfDay:
    """Returns the part of the day that `time` lies in. Night is from ten until seven."""
    if time >= NIGHT_BEGINS or time < NIGHT_ENDS:
        return PartOfDay.NIGHT
    if time < DAY_BEGINS:
        return PartOfDay.EARLY
    return PartOfDay.DAY if time < EVENING_BEGINS else PartOfDay.EVENING


def _theirs(start: ProposedStart, there: dt.datetime, hour: str) -> str:
    place = line_label(start.timezone)
    if start.starts_wall.date() == there.date():
        return _("%(hour)s in %(place)s", hour=hour, place=place)
    day = format_weekday(start.starts_wall.date())
    return _("%(hour)s %(day)s in %(place)s", hour=hour, day=day, place=place)
