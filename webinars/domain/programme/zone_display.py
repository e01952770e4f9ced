"""A webinar's start in the zones its readers are shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from webinars.lib.i18n import format_date, spoken_locale
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Webinar
from webinars.pure.times import (
    DisplayZone,
    HourStyle,
    ZoneLine,
    format_day,
    format_hour,
    line_label,
    reader_line,
    wall,
    zone_line,
    zone_line_date,
)

HOUR_STYLES = {"words": HourStyle.LANGUAGE, "digits": HourStyle.TWENTY_FOUR}


def display_zones_of(webinar: Webinar, site_zones: Sequence[DisplayZone]) -> tuple[DisplayZone, ...]:
    """Returns the webinar's own display zones, else its host's, else the site's. Needs `webinar.host` loaded."""
    return read_display_zones(webinar.display_zones) or display_zones_by(webinar.host, site_zones)


def display_zones_by(organisation: Organisation, site_zones: Sequence[DisplayZone]) -> tuple[DisplayZone, ...]:
    """Returns the display zones of what `organisation` announces, unless a webinar has its own."""
    return read_display_zones(organisation.display_zones) or tuple(site_zones)


def read_display_zones(stored: Iterable[Mapping[str, str]]) -> tuple[DisplayZone, ...]:
    """Returns the display zones of a row: [{"label", "timezone"}, …]."""
    return tuple(DisplayZone(zone["label"], zone["timezone"]) for zone in stored)


def hour_style_of(organisation: Organisation) -> HourStyle:
    return HOUR_STYLES.get(organisation.hour_style, HourStyle.LANGUAGE)


def zone_line_of(webinar: Webinar, site_zones: Sequence[DisplayZone]) -> ZoneLine | None:
    """Returns the zone line of the start, or None when only a date is known. Needs `webinar.host` loaded."""
    if webinar.starts_at is None or webinar.timezone is None:
        return None
    return zone_line_at(webinar, webinar.starts_at, site_zones)


def line_date(webinar: Webinar, site_zones: Sequence[DisplayZone]) -> dt.date | None:
    """Returns the date of that line, without the rest of it. Needs `webinar.host` loaded."""
    if webinar.starts_at is None or webinar.timezone is None:
        return None
    return zone_line_date(webinar.starts_at, webinar.timezone, display_zones_of(webinar, site_zones))


def zone_line_at(webinar: Webinar, starts_at: dt.datetime, site_zones: Sequence[DisplayZone]) -> ZoneLine:
    """Returns the zone line of `webinar` if it starts at `starts_at` (aware). Needs `webinar.host` loaded."""
    timezone = webinar.timezone or webinar.host.timezone
    zones = display_zones_of(webinar, site_zones)
    return line_written_by(webinar.host, starts_at, timezone, zones, language=webinar.language)


def reader_line_at(
    webinar: Webinar, starts_at: dt.datetime, reader_timezone: str, site_zones: Sequence[DisplayZone]
) -> ZoneLine:
    """Returns the same for somebody in `reader_timezone`: her own hour first, all days by her calendar."""
    return reader_line(
        starts_at,
        reader_timezone,
        webinar.timezone or webinar.host.timezone,
        display_zones_of(webinar, site_zones),
        style=hour_style_of(webinar.host),
        merge=webinar.host.is_zone_line_joined,
        locale=spoken_locale(webinar.language),
    )


def line_written_by(
    organisation: Organisation,
    starts_at: dt.datetime,
    timezone: str,
    display_zones: Sequence[DisplayZone],
    *,
    language: str = "",
) -> ZoneLine:
    """Returns the zone line of `starts_at` (aware), promised in `timezone`, in the style of `organisation`.

    Its hours are in `language`, where it is given, as in every announcement of the webinar.
    """
    return zone_line(
        starts_at,
        timezone,
        display_zones,
        style=hour_style_of(organisation),
        merge=organisation.is_zone_line_joined,
        locale=spoken_locale(language) if language else None,
    )


def moment_text(webinar: Webinar, at: dt.datetime) -> str:
    """Returns an instant on the clocks of the webinar's zone: "Friday 12 February at 12 noon Britain".

    Needs `host` loaded.
    """
    timezone = webinar.timezone or webinar.host.timezone
    there = wall(at, timezone)
    return _(
        "%(date)s at %(hour)s %(zone)s",
        date=format_date(there.date(), "EEEE d MMMM"),
        hour=format_hour(there, hour_style_of(webinar.host)),
        zone=zone_label(webinar),
    )


def hour_text(webinar: Webinar, at: dt.datetime) -> str:
    """Returns an hour on the clocks of the webinar's zone: "8pm Paris". Needs `host` loaded."""
    there = wall(at, webinar.timezone or webinar.host.timezone)
    return _("%(hour)s %(zone)s", hour=format_hour(there, hour_style_of(webinar.host)), zone=zone_label(webinar))


def zone_label(webinar: Webinar) -> str:
    """Returns what the webinar's zone is called beside an hour: "Britain". Needs `host` loaded."""
    timezone = webinar.timezone or webinar.host.timezone
    own_labels = {zone["timezone"]: zone["label"] for zone in webinar.display_zones or webinar.host.display_zones}
    return own_labels.get(timezone) or line_label(timezone)


def moved_from_text(webinar: Webinar) -> str | None:
    """Returns the start before the latest move as it was promised: "Sunday 14 March 2027, 4pm Britain".

    Returns None if it was never moved. Needs `webinar.host` loaded. It is a wall time, so it stays as announced
    whatever becomes of the zone's rules.
    """
    if webinar.moved_from_wall is None or webinar.moved_from_timezone is None:
        return None
    timezone = webinar.moved_from_timezone
    own_labels = {zone["timezone"]: zone["label"] for zone in webinar.display_zones or webinar.host.display_zones}
    return _(
        "%(date)s, %(hour)s %(zone)s",
        date=format_day(webinar.moved_from_wall.date()),
        hour=format_hour(webinar.moved_from_wall, hour_style_of(webinar.host)),
        zone=own_labels.get(timezone) or line_label(timezone),
    )
