"""How long what is kept of those who register is kept: for the days that were promised, after the webinar."""

import datetime as dt

from webinars.models import Registration, RegistrationDesk, Status, Webinar

UNCONFIRMED_DAYS = 7
POSTPONED_DAYS = 180
"""As long as a new date may take."""


def kept_until(webinar: Webinar, days: int) -> dt.datetime | None:
    """Returns when what was promised to be kept for so many `days` after the webinar is erased.

    One that does not take place counts from the day it was cancelled. Returns None while nobody knows when it is.
    """
    if webinar.status == Status.CANCELLED and webinar.cancelled_at is not None:
        return webinar.cancelled_at + dt.timedelta(days=days)
    if webinar.status == Status.POSTPONED:
        return webinar.updated_at + dt.timedelta(days=POSTPONED_DAYS)
    if webinar.ends_at is not None:
        return webinar.ends_at + dt.timedelta(days=days)
    if webinar.starts_on is not None:
        return dt.datetime.combine(webinar.starts_on, dt.time(), dt.UTC) + dt.timedelta(days=days + 1)
    return None


def days_kept(registration: Registration, desk: RegistrationDesk) -> int:
    """Returns for how many days after the webinar it is kept: as promised, or less if the organisers want less."""
    return min(registration.kept_days, desk.retention_days)


def is_due(webinar: Webinar, days: int, *, now: dt.datetime) -> bool:
    """Returns whether what was promised to be kept for so many `days` is to be erased by now."""
    until = kept_until(webinar, days)
    return until is not None and until <= now
