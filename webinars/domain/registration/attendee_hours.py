"""The start where the attendee is: an hour is always followed by its zone."""

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from webinars.domain.programme.zone_display import reader_line_at
from webinars.models import Webinar
from webinars.pure.times import DisplayZone, ZoneLine, format_weekday


def own_line(webinar: Webinar, at: dt.datetime, timezone: str, site_zones: Sequence[DisplayZone]) -> ZoneLine:
    """Returns the line of `at` (aware) with one entry: "4pm Britain" by the webinar's own label, else "5pm Rome".

    Needs `webinar.host` loaded.
    """
    line = reader_line_at(webinar, at, timezone, site_zones)
    return replace(line, times=line.times[:1])


def hour_near_start(webinar: Webinar, at: dt.datetime, timezone: str, site_zones: Sequence[DisplayZone]) -> str:
    """Returns the hour of `at`, which is near the start of `webinar`, as `hour_beside` does."""
    start = own_line(webinar, webinar.starts_at or at, timezone, site_zones)
    return hour_beside(start, own_line(webinar, at, timezone, site_zones))


def hour_beside(start: ZoneLine, line: ZoneLine) -> str:
    """Returns the hour of `line`, which is near `start`: "4.30pm Rome", or "11.40pm Sunday Rome" on the day before."""
    time = line.times[0]
    if line.date != start.date and not time.day_text:
        time = replace(time, day_text=format_weekday(line.date))
    return time.text
