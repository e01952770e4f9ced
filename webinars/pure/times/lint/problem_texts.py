"""The sentences of the lint: what is true, and what to write instead."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from webinars.lib.i18n import format_date, format_list
from webinars.lib.i18n import gettext as _
from webinars.pure.times import zones
from webinars.pure.times.clock_changes import UnsettledWallTime, WallTimeRepeated, instants
from webinars.pure.times.hour_words import format_day, format_hour, format_weekday
from webinars.pure.times.lint.printed_days import SettledDay
from webinars.pure.times.lint.reading import Problem
from webinars.pure.times.zone_line import DisplayZone, zone_line
from webinars.pure.times.zone_names import place_name, why_unsettled


class PrintedTime(NamedTuple):
    """A claim as printed: its words, the label of its zone, what clocks there show, and the zone."""

    text: str
    label: str
    wall: dt.datetime
    timezone: str


def _short(date: dt.date) -> str:
    return format_date(date, "d MMMM y")


def _weekday_and_day(date: dt.date) -> str:
    return format_date(date, "EEEE d MMMM")


def date_missing() -> Problem:
    """No date is printed."""
    return Problem("date_missing", True, "", _("There is no date. Write one, such as “Sunday 14 February 2027”."))


def time_missing() -> Problem:
    """No hour is printed."""
    return Problem("time_missing", True, "", _("There is no hour. Write one with its zone, such as “4pm Britain”."))


def timezone_missing(text: str) -> Problem:
    """An hour without a zone."""
    message = _(
        "“%(text)s” has no zone, so nobody elsewhere knows when it is. Write a place, such as “4pm Britain”.", text=text
    )
    return Problem("timezone_missing", True, text, message)


def timezone_assumed(text: str, timezone: str) -> Problem:
    """The zone was taken from the organisation."""
    message = _("“%(text)s” has no zone; it is taken as the time in %(place)s.", text=text, place=place_name(timezone))
    return Problem("timezone_assumed", False, text, message)


def timezone_unknown(text: str, *, blocks: bool) -> Problem:
    """A word where a zone should stand."""
    message = _("“%(text)s” is no zone we know. Write a city or a country, such as “Berlin” or “Kenya”.", text=text)
    return Problem("timezone_unknown", blocks, text, message)


def timezone_ambiguous(text: str, timezones: Sequence[str]) -> Problem:
    """An abbreviation or a region with several clocks."""
    if not timezones:
        message = _("“%(text)s” has several zones. Write the city instead.", text=text)
    else:
        places = format_list([place_name(timezone) for timezone in timezones])
        message = _("“%(text)s” is used in %(places)s. Write the place instead.", text=text, places=places)
    return Problem("timezone_ambiguous", True, text, message)


def date_ambiguous(text: str, dates: Sequence[dt.date]) -> Problem:
    """3/12, or midnight alone."""
    choices = [_short(date) for date in dates]
    message = _(
        "“%(text)s” can be %(first)s or %(second)s. Write the month as a word.",
        text=text,
        first=choices[0],
        second=choices[-1],
    )
    return Problem("date_ambiguous", True, text, message)


def midnight_ambiguous(text: str, date: dt.date) -> Problem:
    """Midnight at the start or at the end of a day."""
    message = _(
        "“%(text)s” can be the start or the end of %(day)s. Write 11.59pm or 12.01am.",
        text=text,
        day=_weekday_and_day(date),
    )
    return Problem("date_ambiguous", True, text, message)


def date_impossible(text: str) -> Problem:
    """31 June."""
    return Problem("date_missing", True, text, _("“%(text)s” is not in the calendar. Write the right date.", text=text))


def date_out_of_range(text: str) -> Problem:
    """Before 1973 or after 2037."""
    message = _(
        "“%(text)s” is not between %(first)s and %(last)s, the years in which times can be worked out. Check the year.",
        text=text,
        first=zones.FIRST_YEAR,
        last=zones.LAST_YEAR,
    )
    return Problem("date_missing", True, text, message)


def date_relative(text: str, date: dt.date | None) -> Problem:
    """Tomorrow, this Sunday, last week."""
    if date is None:
        message = _("“%(text)s” says no date. Write one, such as “Sunday 14 February 2027”.", text=text)
    else:
        message = _(
            "“%(text)s” depends on when it is read. Write %(date)s if that is meant.", text=text, date=format_day(date)
        )
    return Problem("date_relative", True, text, message)


def year_assumed(text: str, date: dt.date) -> Problem:
    """No year is printed."""
    message = _("“%(text)s” has no year; it is taken as %(date)s.", text=text, date=_short(date))
    return Problem("year_assumed", False, text, message)


def dates_left_out(text: str, date: dt.date) -> Problem:
    """Of several days only one is read."""
    message = _(
        "Of several days only %(date)s was read. Enter the others in “%(text)s” as webinars of their own.",
        text=text,
        date=_short(date),
    )
    return Problem("dates_left_out", False, text, message)


def weekday_mismatch(text: str, settled: SettledDay, weekday: int) -> Problem:
    """The weekday printed is not that of the date."""
    date = settled.date
    assert date is not None
    away = (weekday - date.weekday() + 3) % 7 - 3
    other = date + dt.timedelta(days=away)
    message = _(
        "%(date)s is a %(weekday)s. Write %(right)s or %(other)s.",
        date=_short(date),
        weekday=format_weekday(date),
        right=_weekday_and_day(date),
        other=_weekday_and_day(other),
    )
    return Problem("weekday_mismatch", True, text, message)


def ampm_missing(text: str, hours: Sequence[dt.time]) -> Problem:
    """Four o'clock in the night or in the afternoon."""
    choices = [format_hour(hour) for hour in hours]
    message = _(
        "“%(text)s” can be %(first)s or %(second)s. Write which.", text=text, first=choices[0], second=choices[-1]
    )
    return Problem("ampm_missing", True, text, message)


def times_disagree(text: str, first: PrintedTime, second: PrintedTime, *, blocks: bool) -> Problem:
    """Two claims are not the same moment. `first` is the one that wins, if any."""
    first_text, first_label, first_wall, first_zone = first
    second_text, second_label, _wall, second_zone = second
    both = [DisplayZone(first_label, first_zone), DisplayZone(second_label or place_name(second_zone), second_zone)]
    there = zone_line(instants(first_wall, first_zone)[0], first_zone, both).times[1]
    message = _(
        "%(first)s and %(second)s are different moments on %(date)s: %(hour)s in %(place)s is %(there)s.",
        first=first_text,
        second=second_text,
        date=_short(first_wall.date()),
        hour=format_hour(first_wall),
        place=place_name(first_zone),
        there=there.text,
    )
    return Problem("times_disagree", blocks, text, message)


def starts_disagree(text: str, claims: Sequence[PrintedTime]) -> Problem:
    """Several hours of one clock, none of which is an end, or several days."""
    hours = list(dict.fromkeys(claim.text for claim in claims))
    if len(hours) > 1:
        return hours_disagree(text, hours)
    return days_disagree(text, [claim.wall.date() for claim in claims])


def hours_disagree(text: str, hours: Sequence[str]) -> Problem:
    """Several hours of one day, none of which is an end."""
    message = _("%(hours)s are different hours. Write only the one at which it starts.", hours=format_list(hours))
    return Problem("times_disagree", True, text, message)


def days_disagree(text: str, dates: Sequence[dt.date]) -> Problem:
    """Several days, each with an hour."""
    days = [_weekday_and_day(date) for date in dates]
    message = _("%(days)s are different days. Write only the one on which it starts.", days=format_list(days))
    return Problem("times_disagree", True, text, message)


def abbreviation_out_of_season(text: str, label: str, timezone: str, at: dt.datetime, *, blocks: bool) -> Problem:
    """EST in July."""
    wall = zones.wall(at, timezone)
    message = _(
        "%(label)s is not the clock of %(place)s on %(date)s. Write “%(hour)s %(place)s” if that is meant.",
        label=label,
        place=place_name(timezone),
        date=_short(wall.date()),
        hour=format_hour(wall),
    )
    return Problem("abbreviation_out_of_season", blocks, text, message)


def wall_time_unsettled(text: str, error: UnsettledWallTime) -> Problem:
    """A skipped or repeated hour."""
    code = "wall_time_repeated" if isinstance(error, WallTimeRepeated) else "wall_time_skipped"
    return Problem(code, True, text, why_unsettled(error))


def day_rollover_missing(text: str, label: str, wall: dt.datetime) -> Problem:
    """It is another day there, and the line does not say so."""
    message = _(
        "%(text)s is on %(day)s. Write “%(hour)s %(weekday)s %(label)s”.",
        text=text,
        day=_weekday_and_day(wall.date()),
        hour=format_hour(wall),
        weekday=format_weekday(wall.date()),
        label=label,
    )
    return Problem("day_rollover_missing", False, text, message)


def ends_disagree(text: str) -> Problem:
    """Two ends."""
    return Problem("ends_disagree", False, text, _("The ends printed are different moments. Write one of them."))
