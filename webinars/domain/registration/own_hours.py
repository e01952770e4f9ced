"""The start where the attendee is: an hour is always followed by its zone."""

import datetime as dt
from collections.abc import Sequence

from webinars.domain.programme.zone_display import display_zones_of, hour_style_of
from webinars.models import Webinar
from webinars.pure.times import (
    DisplayZone,
    ZoneLine,
    canonical,
    is_known,
    line_label,
    presentable,
    zone_line,
)


def own_line(webinar: Webinar, at: dt.datetime, timezone: str, site_zones: Sequence[DisplayZone]) -> ZoneLine:
    """Returns the line of `at` (aware) with one entry: "4pm Britain" by the webinar's own label, else "5pm Rome".

    Needs `webinar.host` loaded.
    """
    zone = presentable(timezone)
    label = own_label(webinar, zone, site_zones)
    return zone_line(at, zone, [DisplayZone(label, zone)], style=hour_style_of(webinar.host))


def own_label(webinar: Webinar, timezone: str, site_zones: Sequence[DisplayZone]) -> str:
    """Returns what `timezone` is called beside an hour of this webinar."""
    present = canonical(presentable(timezone))
    zones = (each for each in display_zones_of(webinar, site_zones) if is_known(each.timezone))
    return next((each.label for each in zones if canonical(each.timezone) == present), line_label(present))
