"""When the next mail to somebody who follows is due: at eight in the morning where she is."""

import datetime as dt

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.models import Rhythm
from webinars.pure.times import DateOutOfRange, first_instant, format_hour, line_label, presentable, wall

HOUR = dt.time(8)
MONDAY = 0
_A_WEEK_AND_A_DAY = 8


class DigestSchedule(Struct, frozen=True, kw_only=True):
    """How often and when somebody wants to be written to."""

    rhythm: Rhythm = Rhythm.WEEKLY
    weekday: int = MONDAY
    """Of the weekly mail."""
    timezone: str = "Etc/UTC"


def next_due(wanted: DigestSchedule, *, after: dt.datetime) -> dt.datetime | None:
    """Returns the first instant after `after` at which a mail is due, or None for what is told as it comes.

    Where clocks skip eight o'clock it is the instant at which they do, and where they show it twice the first.
    """
    if wanted.rhythm is Rhythm.AS_IT_COMES:
        return None
    timezone = presentable(wanted.timezone)
    today = local_date(after, timezone)
    for days in range(_A_WEEK_AND_A_DAY):
        day = today + dt.timedelta(days=days)
        if wanted.rhythm is Rhythm.WEEKLY and day.weekday() != wanted.weekday:
            continue
        try:
            at = first_instant(dt.datetime.combine(day, HOUR), timezone)
        except DateOutOfRange:
            return None
        if at > after:
            return at
    return None


def local_date(at: dt.datetime, timezone: str) -> dt.date:
    return wall(at, presentable(timezone)).date()


def weekday_plural(weekday: int) -> str:
    """Returns text such as "Mondays"."""
    return (
        _("Mondays"),
        _("Tuesdays"),
        _("Wednesdays"),
        _("Thursdays"),
        _("Fridays"),
        _("Saturdays"),
        _("Sundays"),
    )[weekday]


def when_text(wanted: DigestSchedule) -> str:
    """Returns text such as "on Mondays at 8am Rome"."""
    if wanted.rhythm is Rhythm.WEEKLY:
        return _("on %(days)s at %(hour)s", days=weekday_plural(wanted.weekday), hour=_hour_text(wanted))
    if wanted.rhythm is Rhythm.DAILY:
        return _("every day at %(hour)s", hour=_hour_text(wanted))
    return _("as it comes")


def rhythm_sentence(wanted: DigestSchedule) -> str:
    """Returns text such as "Weekly, on Mondays at 8am Rome."."""
    if wanted.rhythm is Rhythm.WEEKLY:
        return _("Weekly, %(when)s.", when=when_text(wanted))
    if wanted.rhythm is Rhythm.DAILY:
        return _("Daily, at %(hour)s.", hour=_hour_text(wanted))
    return _("As it comes, ten minutes after something is announced.")


def _hour_text(wanted: DigestSchedule) -> str:
    return _("%(hour)s %(zone)s", hour=format_hour(HOUR), zone=line_label(presentable(wanted.timezone)))
