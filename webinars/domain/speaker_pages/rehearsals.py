"""The rehearsal: a wall time in a zone, as the start of a webinar is."""

import datetime as dt

from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.start import start_from
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.pure.times import TimesError, instant

LONGEST_MINUTES = 1440


def rehearsal_at(webinar: Webinar) -> dt.datetime | None:
    """Returns when the rehearsal begins, or None if there is none, or the rules of its zone have changed since."""
    if webinar.rehearsal_wall is None or webinar.rehearsal_timezone is None:
        return None
    try:
        return instant(webinar.rehearsal_wall, webinar.rehearsal_timezone)
    except TimesError:
        return None


def set_rehearsal(webinar: Webinar, wall: dt.datetime | None, timezone: str, minutes: int) -> None:
    """Set when it is. Without `wall` there is none. Needs `host` loaded.

    Raises WebinarInvalid as a start does: StartUnsettled, with choices, for an hour that is skipped or comes twice.
    """
    if wall is None:
        webinar.rehearsal_wall = webinar.rehearsal_timezone = None
        return
    if not 1 <= minutes <= LONGEST_MINUTES:
        sentence = _("Write how many minutes it takes, from 1 to %(most)s.", most=LONGEST_MINUTES)
        raise WebinarInvalid("duration_minutes", sentence)
    start = start_from(wall, timezone, minutes, host=webinar.host)
    webinar.rehearsal_wall, webinar.rehearsal_timezone = start.wall, start.timezone
    webinar.rehearsal_minutes = minutes
