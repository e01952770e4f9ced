"""The reader's own zone without a script: `?zone=` offers a list, `?zone=Europe/Rome` shows the hour there."""

import datetime as dt
from dataclasses import dataclass

from flask import request

from webinars.domain.programme.zone_display import hour_style_of
from webinars.models import Webinar
from webinars.pure.times import (
    TimezoneChoice,
    all_timezones,
    canonical,
    display_name,
    format_day,
    format_hour,
    is_known,
    wall,
)


@dataclass(frozen=True, slots=True)
class ChosenZone:
    """The start where the reader is."""

    timezone: str
    name: str
    hour_text: str
    day_text: str


def chosen_zone(webinar: Webinar) -> ChosenZone | None:
    """The start in the zone the reader has chosen; None without a choice, or without a start."""
    timezone = request.args.get("zone", "")
    if webinar.starts_at is None or not is_known(timezone):
        return None
    local = wall(webinar.starts_at, timezone)
    return ChosenZone(
        timezone=canonical(timezone),
        name=display_name(timezone),
        hour_text=format_hour(local, hour_style_of(webinar.host)),
        day_text=format_day(local.date(), year=False),
    )


def zone_choices(at: dt.datetime) -> tuple[TimezoneChoice, ...]:
    """The zones to choose from, if the reader has asked for the list."""
    return all_timezones(at) if "zone" in request.args else ()
