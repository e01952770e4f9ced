"""The start where the attendee is: an hour is always followed by its zone."""

import datetime as dt
from collections.abc import Sequence

from webinars.domain.programme.zone_display import display_zones_of, hour_style_of
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.pure.times import (
    DisplayZone,
    ZoneLine,
    canonical,
    format_day,
    is_known,
    line_label,
    presentable,
    wall,
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


def moment_text(webinar: Webinar, at: dt.datetime, timezone: str, site_zones: Sequence[DisplayZone]) -> str:
    """Returns when `at` (aware) is in `timezone`: "Friday 12 February at 12 noon Britain".

    With its year where that is not the year of the start.
    """
    zone = presentable(timezone)
    there = wall(at, zone)
    has_year = webinar.starts_on is None or there.year != webinar.starts_on.year
    hour = own_line(webinar, at, zone, site_zones).times[0]
    return _("%(day)s at %(hour)s", day=format_day(there.date(), year=has_year), hour=hour.text)
