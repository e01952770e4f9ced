"""Hours, days and lengths in words: "4pm", "9.30pm", "12 noon", "16:00", "18.30 Uhr"."""

import datetime as dt
from enum import StrEnum

from webinars.lib.i18n import current_locale, format_date, format_list, ngettext, pgettext
from webinars.lib.i18n import gettext as _

MINUTES_IN_HOUR = 60
_NOON, _LONGEST_LENGTH = 12, 9


class HourStyle(StrEnum):
    """How an organisation writes hours."""

    LANGUAGE = "language"
    """As the reader's language does: "4.30pm" in English, "16.30 Uhr" in German, "16:30" elsewhere."""
    TWELVE = "twelve"
    """4pm, 4.30pm."""
    TWELVE_COLON = "twelve_colon"
    """4pm, 4:30pm."""
    TWENTY_FOUR = "twenty_four"
    """16:00, 16:30."""


def format_hour(time: dt.time | dt.datetime, style: HourStyle = HourStyle.LANGUAGE) -> str:
    """Returns the hour of `time` as people write it: "4pm", "9.30pm", "12 noon", "midnight"."""
    if style is HourStyle.LANGUAGE:
        language = current_locale().language
        if language == "de":
            return f"{time.hour} Uhr" if time.minute == 0 else f"{time.hour}.{time.minute:02} Uhr"
        if language == "fr":
            # “9 h” is a length as well as an hour.
            is_plain = time.minute == 0 and time.hour > _LONGEST_LENGTH
            return f"{time.hour} h" if is_plain else f"{time.hour} h {time.minute:02}"
        style = HourStyle.TWELVE if language == "en" else HourStyle.TWENTY_FOUR
    if style is HourStyle.TWENTY_FOUR:
        return f"{time.hour:02}:{time.minute:02}"
    if time.minute == 0 and time.hour == 0:
        return _("midnight")
    if time.minute == 0 and time.hour == _NOON:
        return _("12 noon")
    half = pgettext("hour", "am") if time.hour < _NOON else pgettext("hour", "pm")
    hour = (time.hour - 1) % _NOON + 1
    separator = ":" if style is HourStyle.TWELVE_COLON else "."
    return f"{hour}{half}" if time.minute == 0 else f"{hour}{separator}{time.minute:02}{half}"


def is_midnight_in_words(time: dt.time | dt.datetime, style: HourStyle = HourStyle.LANGUAGE) -> bool:
    """Returns whether `format_hour` says "midnight", which alone does not tell which end of the day is meant."""
    in_words = style in {HourStyle.TWELVE, HourStyle.TWELVE_COLON} or (
        style is HourStyle.LANGUAGE and current_locale().language == "en"
    )
    return in_words and time.hour == 0 and time.minute == 0


def format_day(date: dt.date, *, year: bool = True) -> str:
    """Returns a date in the current language: "Sunday 14 February 2027"."""
    return format_date(date, "EEEE d MMMM y" if year else "EEEE d MMMM")


def format_weekday(date: dt.date) -> str:
    """Returns the weekday of a date in the current language: "Monday"."""
    return format_date(date, "EEEE")


def offset_text(offset: dt.timedelta) -> str:
    """Returns an offset as "UTC+5:30", with a real minus sign, which screen readers say."""
    minutes = round(offset.total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), MINUTES_IN_HOUR)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


def duration_text(minutes: int) -> str:
    """Returns a length in words: "1 hour and 30 minutes"."""
    hours, rest = divmod(minutes, MINUTES_IN_HOUR)
    parts = []
    if hours:
        parts.append(ngettext("%(num)s hour", "%(num)s hours", hours))
    if rest or not hours:
        parts.append(ngettext("%(num)s minute", "%(num)s minutes", rest))
    return format_list(parts)
