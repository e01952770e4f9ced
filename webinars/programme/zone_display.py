"""A webinar's start in the zones its readers are shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from webinars.models import Organisation, Webinar
from webinars.times import DisplayZone, HourStyle, ZoneLine, zone_line

HOUR_STYLES = {"words": HourStyle.LANGUAGE, "digits": HourStyle.TWENTY_FOUR}


def display_zones_of(webinar: Webinar, site_zones: Sequence[DisplayZone]) -> tuple[DisplayZone, ...]:
    """The webinar's own display zones, else its host's, else the site's. Needs `webinar.host` loaded."""
    stored = webinar.display_zones or webinar.host.display_zones
    return read_display_zones(stored) if stored else tuple(site_zones)


def read_display_zones(stored: Iterable[Mapping[str, str]]) -> tuple[DisplayZone, ...]:
    """The display zones of a row: [{"label", "timezone"}, …]."""
    return tuple(DisplayZone(zone["label"], zone["timezone"]) for zone in stored)


def hour_style_of(organisation: Organisation) -> HourStyle:
    return HOUR_STYLES.get(organisation.hour_style, HourStyle.LANGUAGE)


def zone_line_of(webinar: Webinar, site_zones: Sequence[DisplayZone]) -> ZoneLine | None:
    """The zone line of the start; None when only a date is known. Needs `webinar.host` loaded."""
    if webinar.starts_at is None or webinar.timezone is None:
        return None
    return zone_line(
        webinar.starts_at,
        webinar.timezone,
        display_zones_of(webinar, site_zones),
        style=hour_style_of(webinar.host),
    )


def moved_from_line(webinar: Webinar, moved_from_at: dt.datetime) -> ZoneLine:
    """The start announced before the latest move, in the zone in which it was promised."""
    assert webinar.moved_from_timezone is not None
    return zone_line(moved_from_at, webinar.moved_from_timezone, style=hour_style_of(webinar.host))
