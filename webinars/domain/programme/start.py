"""The promise of a start, and what is derived from it."""

import datetime as dt

from msgspec import Struct

from webinars.domain.programme.errors import StartOutOfRange, StartUnsettled, TimezoneUnknown, WebinarInvalid
from webinars.domain.programme.zone_display import hour_style_of
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Webinar
from webinars.pure.times import DateOutOfRange, UnknownTimezone, UnsettledWallTime, canonical, instant

MINUTES_IN_WEEK = 7 * 24 * 60


class Start(Struct, frozen=True, kw_only=True):
    """A start that holds. All but the length is None where nothing is promised yet."""

    wall: dt.datetime | None
    timezone: str | None
    date: dt.date | None
    at: dt.datetime | None
    ends_at: dt.datetime | None
    duration_minutes: int


def start_from(
    wall: dt.datetime | None, timezone: str, duration_minutes: int, *, host: Organisation | None = None
) -> Start:
    """Returns what follows from `wall` (naive) on the clocks of `timezone`.

    Raises WebinarInvalid (see `actions.set_start`). `host` decides how sentences write the hour.
    """
    if not 1 <= duration_minutes <= MINUTES_IN_WEEK:
        raise WebinarInvalid(
            "duration_minutes",
            _("Write how many minutes it takes: at least 1, at most %(most)s.", most=MINUTES_IN_WEEK),
        )
    try:
        known = canonical(timezone)
        if wall is None:
            return Start(wall=None, timezone=known, date=None, at=None, ends_at=None, duration_minutes=duration_minutes)
        at = instant(wall, known)
    except UnknownTimezone as error:
        raise TimezoneUnknown(error) from error
    except DateOutOfRange as error:
        raise StartOutOfRange(error) from error
    except UnsettledWallTime as error:
        raise (StartUnsettled(error, hour_style_of(host)) if host else StartUnsettled(error)) from error
    return Start(
        wall=wall,
        timezone=known,
        date=wall.date(),
        at=at,
        ends_at=at + dt.timedelta(minutes=duration_minutes),
        duration_minutes=duration_minutes,
    )


def store_start(webinar: Webinar, start: Start) -> None:
    webinar.starts_wall, webinar.timezone, webinar.starts_on = start.wall, start.timezone, start.date
    webinar.starts_at, webinar.ends_at = start.at, start.ends_at
    webinar.duration_minutes = start.duration_minutes


def start_snapshot(webinar: Webinar) -> dict[str, object]:
    """Returns the promise as the history keeps it."""
    wall = webinar.starts_wall.isoformat(timespec="minutes") if webinar.starts_wall else None
    return {
        "wall": wall,
        "timezone": webinar.timezone,
        "date": webinar.starts_on.isoformat() if webinar.starts_on else None,
        "duration_minutes": webinar.duration_minutes,
    }
