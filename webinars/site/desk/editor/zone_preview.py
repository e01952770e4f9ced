"""A start as it will be announced, while it is being typed: the zone line, each zone's day, and what is unusual."""

import datetime as dt
import itertools
from collections.abc import Sequence

from msgspec import Struct

from webinars.domain.scheduling.date_polls.local_hours import DAY_BEGINS, EVENING_BEGINS, NIGHT_BEGINS, NIGHT_ENDS
from webinars.domain.scheduling.double_bookings import Clash
from webinars.lib.i18n import format_date, format_list
from webinars.lib.i18n import gettext as _
from webinars.pure.times import (
    DisplayZone,
    HourStyle,
    UnusualWeeks,
    ZoneLine,
    canonical,
    duration_text,
    format_hour,
    is_known,
    unusual_weeks,
    zone_line,
)

MINUTES_IN_DAY = 24 * 60
STRIP_WIDTH = 240
PARTS = (
    (NIGHT_BEGINS.hour - 24, "night"),
    (NIGHT_ENDS.hour, "dawn"),
    (DAY_BEGINS.hour, "work"),
    (EVENING_BEGINS.hour, "evening"),
    (NIGHT_BEGINS.hour, ""),
)
"""Hours from which a part of the day is drawn, by its class. The night begins the evening before."""


class DayStretch(Struct, frozen=True):
    """A part of the day in the drawing: whole units of its width."""

    part: str
    x: int
    width: int


class Strip(Struct, frozen=True):
    """The promised day as it passes in one zone."""

    label: str
    timezone: str
    hour_text: str
    part_text: str
    stretches: tuple[DayStretch, ...]


class UnusualZones(Struct, frozen=True):
    """Zones that are not their usual hours from the promised one on that day."""

    headline: str
    detail: str
    instead: dt.datetime
    """The start (wall time) that gives those zones the hour they usually have."""
    instead_text: str


class ZonePreview(Struct, frozen=True):
    line_text: str
    """The zone line as it will be printed."""
    own_label: str | None
    """What the organiser calls the promised zone, or None if it is not in the zone line."""
    strips: tuple[Strip, ...]
    starts_x: int
    ends_x: int
    unusual: tuple[UnusualZones, ...]
    clashes: tuple[Clash, ...] = ()


def zone_preview(
    starts_at: dt.datetime,
    wall: dt.datetime,
    timezone: str,
    duration_minutes: int,
    display_zones: Sequence[DisplayZone],
    style: HourStyle,
    *,
    is_joined: bool,
) -> ZonePreview:
    """Returns what to show of the start at `starts_at` (aware), promised as `wall` (naive) in `timezone`.

    `is_joined` is whether the printed line joins places that share an hour. Each has a strip of its own all the same.
    """
    known = [zone for zone in display_zones if is_known(zone.timezone)]
    line = zone_line(starts_at, timezone, known, style=style)
    printed = zone_line(starts_at, timezone, known, style=style, merge=is_joined)
    starts_x = _x(wall.hour * 60 + wall.minute)
    strips = tuple(
        Strip(
            label=time.label,
            timezone=time.timezone,
            hour_text=_("%(hour)s %(day)s", hour=time.hour_text, day=time.day_text)
            if time.day_text
            else time.hour_text,
            part_text=part_of_day(time.wall),
            stretches=_stretches(time.wall - wall),
        )
        for time in line.times
    )
    ends_x = min(_x(wall.hour * 60 + wall.minute + duration_minutes), STRIP_WIDTH)
    own = _own_label(line, timezone)
    unusual = _unusual(starts_at, wall, timezone, line, style)
    return ZonePreview(printed.text, own, strips, starts_x, ends_x, unusual)


def part_of_day(wall: dt.datetime) -> str:
    """Returns the part of the day in words, for those who do not see the drawing."""
    ends = (
        (5, _("middle of the night")),
        (8, _("early morning")),
        (12, _("morning")),
        (13, _("midday")),
        (18, _("afternoon")),
        (22, _("evening")),
        (24, _("late evening")),
    )
    return next(words for end, words in ends if wall.hour < end)


def _own_label(line: ZoneLine, timezone: str) -> str | None:
    return next((time.label for time in line.times if canonical(time.timezone) == canonical(timezone)), None)


def _x(minutes: int) -> int:
    return round(minutes * STRIP_WIDTH / MINUTES_IN_DAY)


def _stretches(ahead: dt.timedelta) -> tuple[DayStretch, ...]:
    """Returns the parts of the day in a zone whose clocks are `ahead`, along the day of the promised zone."""
    shift = round(ahead.total_seconds() / 60)
    found = []
    for day in (-1, 0, 1):
        for (begins, part), (ends, _next) in itertools.pairwise(PARTS):
            start = max(0, _x(day * MINUTES_IN_DAY + begins * 60 - shift))
            end = min(STRIP_WIDTH, _x(day * MINUTES_IN_DAY + ends * 60 - shift))
            if end > start:
                found.append(DayStretch(part, start, end - start))
    return tuple(found)


def _unusual(
    starts_at: dt.datetime, wall: dt.datetime, timezone: str, line: ZoneLine, style: HourStyle
) -> tuple[UnusualZones, ...]:
    own = _own_label(line, timezone) or timezone
    together: dict[tuple[dt.timedelta, dt.datetime], tuple[UnusualWeeks, list[str]]] = {}
    for time in line.times:
        for weeks in unusual_weeks(timezone, time.timezone, starts_at, starts_at + dt.timedelta(minutes=1)):
            key = (weeks.actual - weeks.usual, weeks.ends_at)
            together.setdefault(key, (weeks, []))[1].append(time.label)
    return tuple(_told(weeks, labels, own, wall, style) for weeks, labels in together.values())


def _told(weeks: UnusualWeeks, labels: Sequence[str], own: str, wall: dt.datetime, style: HourStyle) -> UnusualZones:
    instead = wall + (weeks.actual - weeks.usual)
    others = format_list(labels)
    return UnusualZones(
        headline=_("%(own)s is not its usual hours from %(others)s on that day.", others=others, own=own),
        detail=_(
            "From %(first)s to %(last)s clocks have changed in one and not yet in the other: "
            "%(label)s is %(actual)s away, usually %(usual)s.",
            first=format_date(weeks.starts_at.date(), "d MMMM"),
            last=format_date(weeks.ends_at.date(), "d MMMM"),
            label=labels[0],
            actual=_distance(weeks.actual),
            usual=_distance(weeks.usual),
        ),
        instead=instead,
        instead_text=_(
            "Start at %(hour)s %(own)s instead, to keep the usual hour in %(others)s",
            hour=format_hour(instead, style),
            own=own,
            others=others,
        ),
    )


def _distance(difference: dt.timedelta) -> str:
    return duration_text(round(abs(difference.total_seconds()) / 60))
