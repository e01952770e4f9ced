"""The zone line: one start as clocks in several zones show it.

"Sunday 16 February 2025, 4pm Britain, 11am US Eastern, 8am US Pacific". The labels and their order are the organiser's.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from webinars.lib.i18n import current_locale_name, format_list, list_separators, use_locale
from webinars.lib.i18n import gettext as _
from webinars.pure.times import zones
from webinars.pure.times.hour_words import (
    HourStyle,
    format_day,
    format_hour,
    format_weekday,
    is_midnight_in_words,
    offset_text,
)
from webinars.pure.times.zone_names import line_label, unabbreviated

MAX_DISPLAY_ZONES = 24


class DisplayZonesUnreadable(zones.TimesError):
    """A list of display zones that cannot be read. The message is a sentence for people."""


class DisplayZone(Struct, frozen=True):
    """A zone as the organiser calls it."""

    label: str
    timezone: str


class ZoneTime(Struct, frozen=True):
    """One entry of a zone line."""

    label: str
    timezone: str
    wall: dt.datetime
    """What clocks there show: a naive local time."""
    hour_text: str
    day_text: str | None
    """The weekday there, where it is not the weekday of the line, or where "midnight" needs it."""
    date_text: str | None
    """For a table: "Monday 15 February", on the same condition."""
    offset_text: str
    """ "UTC+1": shown on hover and said by screen readers."""
    locale: str
    """In which its words are."""

    @property
    def text(self) -> str:
        """The entry in the line: "3am Monday Sydney"."""
        with use_locale(self.locale):
            if self.day_text:
                return _("%(hour)s %(day)s %(zone)s", hour=self.hour_text, day=self.day_text, zone=self.label)
            return _("%(hour)s %(zone)s", hour=self.hour_text, zone=self.label)


class ZoneLine(Struct, frozen=True):
    """A start in several zones. `text` is the whole line."""

    starts_at: dt.datetime
    date: dt.date
    """The calendar date in the first zone: the one the line begins with."""
    date_text: str
    times: tuple[ZoneTime, ...]

    @property
    def times_text(self) -> str:
        """The line without its date: "4pm Britain, 11am US Eastern"."""
        return ", ".join(time.text for time in self.times)

    @property
    def text(self) -> str:
        """The whole line."""
        return _("%(date)s, %(times)s", date=self.date_text, times=self.times_text)

    def __str__(self) -> str:
        return self.text


def zone_line(
    starts_at: dt.datetime,
    timezone: str,
    display_zones: Sequence[DisplayZone] = (),
    *,
    style: HourStyle = HourStyle.LANGUAGE,
    merge: bool = False,
    locale: str | None = None,
) -> ZoneLine:
    """Returns the line for the instant `starts_at` (aware), promised in `timezone`.

    The promised zone leads when the display zones leave it out. A zone that is no longer in the database is left out.
    If none remains, the line is in UTC. `merge` joins zones that share an hour: "4pm Britain and Portugal". `locale`
    is that of the hours and weekdays beside the labels, which the organiser has written; the date is its reader's.
    """
    shown = _zones_to_show(timezone, display_zones)
    date = zones.wall(starts_at, shown[0].timezone).date()
    with use_locale(locale or current_locale_name()):
        times = tuple(_zone_time(starts_at, zone, date, style) for zone in shown)
        times = _merged(times) if merge else times
    return ZoneLine(starts_at, date, format_day(date), times)


def zone_line_date(starts_at: dt.datetime, timezone: str, display_zones: Sequence[DisplayZone] = ()) -> dt.date:
    """Returns the calendar date that `zone_line` begins with."""
    return zones.wall(starts_at, _zones_to_show(timezone, display_zones)[0].timezone).date()


def reader_line(
    starts_at: dt.datetime,
    reader_timezone: str,
    timezone: str,
    display_zones: Sequence[DisplayZone] = (),
    *,
    style: HourStyle = HourStyle.LANGUAGE,
    merge: bool = False,
    locale: str | None = None,
) -> ZoneLine:
    """Returns the line for somebody in `reader_timezone`: her own hour first, then what `zone_line` shows beside it.

    Date and weekdays are those of her calendar, whatever day it is where the promise was made. Her zone has the
    organiser's label where it has one, else its usual one. All but her own entry is in `locale`.
    """
    hers, shown = zones.presentable(reader_timezone), _zones_to_show(timezone, display_zones)
    own = [zone for zone in shown if zones.canonical(zone.timezone) == zones.canonical(hers)]
    date = zones.wall(starts_at, hers).date()
    first = _zone_time(starts_at, own[0] if own else DisplayZone(line_label(hers), hers), date, style)
    with use_locale(locale or current_locale_name()):
        others = tuple(_zone_time(starts_at, zone, date, style) for zone in shown if zone not in own)
        others = _merged(others) if merge else others
    return ZoneLine(starts_at, date, format_day(date), (first, *others))


def _zones_to_show(timezone: str, display_zones: Sequence[DisplayZone]) -> list[DisplayZone]:
    """Returns the zones of a line: of those to display the known ones, and the promised one."""
    shown = [zone for zone in display_zones if zones.is_known(zone.timezone)]
    promised = zones.presentable(timezone)
    if zones.canonical(promised) not in {zones.canonical(zone.timezone) for zone in shown} and (
        promised == timezone or not shown
    ):
        shown.insert(0, DisplayZone(line_label(promised), promised))
    return shown


def _zone_time(starts_at: dt.datetime, zone: DisplayZone, line_date: dt.date, style: HourStyle) -> ZoneTime:
    wall = zones.wall(starts_at, zone.timezone)
    day_text = date_text = None
    if wall.date() != line_date:
        day_text = format_weekday(wall.date())
        date_text = format_day(wall.date(), year=wall.year != line_date.year)
    if is_midnight_in_words(wall, style):
        # "Midnight on Monday" is read as the start of Monday by some and as its end by others.
        day_text = _(
            "%(day)s to %(next_day)s",
            day=format_weekday(wall.date() - dt.timedelta(days=1)),
            next_day=format_weekday(wall.date()),
        )
    return ZoneTime(
        label=unabbreviated(zone.label, zone.timezone),
        timezone=zone.timezone,
        wall=wall,
        hour_text=format_hour(wall, style),
        day_text=day_text,
        date_text=date_text,
        offset_text=offset_text(wall.replace(tzinfo=dt.UTC) - starts_at),
        locale=current_locale_name(),
    )


def _merged(times: Iterable[ZoneTime]) -> tuple[ZoneTime, ...]:
    # "Trinidad and Tobago and Barbados" could be any three places, so such a label stands alone.
    joint = list_separators(2)[0]
    together: dict[tuple[dt.datetime, str], list[ZoneTime]] = {}
    for time in times:
        is_list = joint in time.label or "," in time.label
        together.setdefault((time.wall, time.label if is_list else ""), []).append(time)
    return tuple(replace(same[0], label=format_list([time.label for time in same])) for same in together.values())


def ends_text(
    ends_at: dt.datetime, starts_at: dt.datetime, timezone: str, *, style: HourStyle = HourStyle.LANGUAGE
) -> str:
    """Returns when it ends on clocks in `timezone`: "until 5.30pm", and on another day "until 1am Monday"."""
    zone = zones.presentable(timezone)
    ends, starts = zones.wall(ends_at, zone), zones.wall(starts_at, zone)
    if ends.date() == starts.date():
        return _("until %(hour)s", hour=format_hour(ends, style))
    return _("until %(hour)s %(day)s", hour=format_hour(ends, style), day=format_weekday(ends.date()))


def parse_display_zones(text: str) -> tuple[DisplayZone, ...]:
    """Read "Britain=Europe/London, US Eastern=America/New_York".

    Raises `DisplayZonesUnreadable` with a sentence that names the entry.
    """
    found = []
    for entry in filter(None, (entry.strip() for entry in text.split(","))):
        label, separator, timezone = (part.strip() for part in entry.partition("="))
        if not separator or not label or not timezone:
            raise DisplayZonesUnreadable(_("Write “%(entry)s” as a label, =, and a zone.", entry=entry))
        if not zones.is_known(timezone):
            raise DisplayZonesUnreadable(_("There is no zone “%(timezone)s”.", timezone=timezone))
        found.append(DisplayZone(label, zones.canonical(timezone)))
    if len(found) > MAX_DISPLAY_ZONES:
        raise DisplayZonesUnreadable(_("A zone line holds at most %(num)s zones.", num=MAX_DISPLAY_ZONES))
    return tuple(found)


def format_display_zones(display_zones: Iterable[DisplayZone]) -> str:
    """Returns what `parse_display_zones` reads."""
    return ", ".join(f"{zone.label}={zone.timezone}" for zone in display_zones)
