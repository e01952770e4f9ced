"""When a talk begins and ends. The zone is the conference's, and the offset that each start has must agree with it."""

import datetime as dt
import re

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.ical.reading.content_lines import Component
from webinars.pure.ical.reading.date_times import (
    FileTime,
    ResolvedTime,
    ZoneChoice,
    ZoneDefaults,
    read_duration,
    resolve,
)
from webinars.pure.ical.reading.zones import FileZones
from webinars.pure.schedules.document import Talk, line_of
from webinars.pure.times import Problem

LONGEST = dt.timedelta(days=7)
_HOUR = re.compile(r"(\d{1,2}):(\d\d)(?::\d\d)?")
_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NO_ZONES = FileZones(Component(""))


class ConferenceZone(Struct, frozen=True, kw_only=True):
    """What is known of the zone of a schedule."""

    name: str
    """`conference.time_zone_name`, empty where it is missing."""
    given: str | None
    """Said by whoever imports, for a schedule that names none."""
    assumed: str | None
    """The host's."""

    def choice(self) -> ZoneChoice:
        """Returns the zone that counts, one without a name where the file has a name that nobody knows."""
        if self.name and (known := times.known_name(self.name)) is not None:
            return ZoneChoice(times.canonical(known))
        if self.given:
            return ZoneChoice(self.given)
        return ZoneChoice(None, self.name) if self.name else ZoneChoice(self.assumed, is_assumed=True)


def start_of(talk: Talk, zone: ConferenceZone, title: str) -> ResolvedTime | None:
    """Returns when a talk begins, with a problem where it is not settled, or None if it has no start.

    Raises DateOutOfRange.
    """
    wall = _wall(talk)
    if wall is None:
        return None
    hour = _hour_of(talk)
    if wall.tzinfo is not None and hour is not None and hour != wall.time():
        said, other = wall.strftime("%H:%M"), hour.strftime("%H:%M")
        words = _("“%(title)s” has two starts: %(hour)s and %(other)s.", title=title, hour=said, other=other)
        return ResolvedTime(wall.date(), problems=(Problem("times_disagree", True, title, words),))
    choice = zone.choice()
    disagreement = _disagreement(wall, choice, title) if wall.tzinfo is not None else None
    if disagreement is not None:
        return ResolvedTime(wall.date(), problems=(disagreement,))
    defaults = ZoneDefaults(None, zone.given, zone.assumed)
    return resolve(FileTime(wall.replace(tzinfo=None), choice), _NO_ZONES, defaults, title)


def length_of(talk: Talk, starts_at: dt.datetime) -> dt.timedelta | None:
    """Returns how long a talk takes, by its duration or else by its end, or None where neither can be."""
    said = _LENGTH.fullmatch(talk.line("duration"))
    if said:
        days, hours, minutes = (int(part or 0) for part in said.groups())
        length = dt.timedelta(days=days, hours=hours, minutes=minutes)
    elif talk.line("duration").isdecimal() and len(talk.line("duration")) < 6:  # noqa: PLR2004 - more is no length
        length = dt.timedelta(minutes=int(talk.line("duration")))
    elif (ended := _moment(talk.line("end"))) is not None and ended.tzinfo is not None:
        length = ended - starts_at
    else:
        length = read_duration(talk.line("duration")) or dt.timedelta()
    return length if dt.timedelta() < length <= LONGEST else None


def _disagreement(wall: dt.datetime, choice: ZoneChoice, title: str) -> Problem | None:
    """Returns the problem of a start with an offset that is not its zone's."""
    offset = wall.utcoffset() or dt.timedelta()
    if choice.timezone is None:
        return None
    if not times.FIRST_YEAR <= wall.year <= times.LAST_YEAR:
        raise times.DateOutOfRange(wall)
    if times.utc_offset(wall.astimezone(dt.UTC), choice.timezone) == offset:
        return None
    said = times.offset_text(offset)
    if choice.is_assumed:
        words = _(
            "“%(title)s” begins at an hour of UTC%(offset)s, and the schedule names no zone: say whose clocks show it.",
            title=title,
            offset=said,
        )
        return Problem("timezone_missing", True, title, words)
    words = _(
        "“%(title)s” begins at an hour of UTC%(offset)s, which clocks in %(timezone)s are not on that day.",
        title=title,
        offset=said,
        timezone=choice.timezone,
    )
    return Problem("times_disagree", True, title, words)


def _wall(talk: Talk) -> dt.datetime | None:
    """Returns when it begins: aware if the file gives an offset. A day alone takes the hour beside it."""
    said = talk.line("date")
    if said and not _DAY.fullmatch(said):
        return _moment(said)
    day, hour = _moment(said or line_of(talk.day.get("date"))), _hour_of(talk)
    if day is None or hour is None:
        return None
    wall = dt.datetime.combine(day.date(), hour)
    began = _moment(line_of(talk.day.get("day_start")))
    # A day of a conference ends after midnight: what is before its beginning is the night after it.
    is_night = not said and began is not None and began.date() == day.date() and hour < began.time()
    return wall + dt.timedelta(days=1) if is_night else wall


def _hour_of(talk: Talk) -> dt.time | None:
    found = _HOUR.fullmatch(talk.line("start"))
    try:
        return dt.time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text).replace(second=0, microsecond=0)
    except ValueError:
        return None
