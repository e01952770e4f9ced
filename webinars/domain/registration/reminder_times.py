"""When reminders leave, and how that is said."""

import datetime as dt
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from webinars.domain.registration.registration_window import instant_before
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.text_cleaning import number_word
from webinars.models import Registration, RegistrationDesk, Webinar

MINUTES_IN_HOUR, MINUTES_IN_DAY = 60, 24 * 60


def is_in_days(minutes: int) -> bool:
    """Returns whether it is told in days: it leaves at the hour of the webinar, as clocks in its zone show it."""
    return minutes % MINUTES_IN_DAY == 0


def due_at(webinar: Webinar, minutes: int) -> dt.datetime | None:
    """Returns when the reminder so many minutes before the start leaves, or None without a start."""
    if webinar.starts_at is None:
        return None
    if is_in_days(minutes):
        return instant_before(webinar, minutes)
    return webinar.starts_at - dt.timedelta(minutes=minutes)


def coming_reminders(webinar: Webinar, desk: RegistrationDesk, *, now: dt.datetime) -> list[int]:
    """Returns which reminders are still to come, in minutes before the start, the first first."""
    due = {minutes: due_at(webinar, minutes) for minutes in desk.reminder_minutes}
    return [minutes for minutes, at in due.items() if at is not None and at > now]


def wants_reminder(minutes: int) -> sa.ColumnElement[bool]:
    """Returns the condition that somebody wants the reminder so many minutes before the start."""
    return sa.and_(Registration.wants_reminders, Registration.skipped_reminders.not_like(f"%,{minutes},%"))


def wanted_reminders(registration: Registration, reminders: Iterable[int]) -> list[int]:
    """Returns those of `reminders`, in minutes before the start, that somebody wants."""
    if not registration.wants_reminders:
        return []
    return [minutes for minutes in reminders if f",{minutes}," not in registration.skipped_reminders]


def reminders_text(reminders: Sequence[int]) -> str:
    """Returns text such as "the day before and one hour before"."""
    return format_list([_before(minutes) for minutes in reminders])


def _before(minutes: int) -> str:
    if is_in_days(minutes):
        days = minutes // MINUTES_IN_DAY
        return ngettext("the day before", "%(count)s days before", days, count=number_word(days))
    if minutes % MINUTES_IN_HOUR == 0:
        hours = minutes // MINUTES_IN_HOUR
        return ngettext("one hour before", "%(count)s hours before", hours, count=number_word(hours))
    return ngettext("one minute before", "%(count)s minutes before", minutes, count=number_word(minutes))
