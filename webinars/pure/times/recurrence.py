"""Repeated starts: "every second Tuesday, six times". The wall time is what repeats, not the distance in hours."""

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Literal

from dateutil import rrule
from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.times.hour_words import format_weekday

MOST_OCCURRENCES = 52
FIFTH = 5
WEEK_DAYS = 7


class Rhythm(enum.StrEnum):
    """By what a recurrence counts."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS_BY_DATE = "months_by_date"
    """On the same day of the month."""
    MONTHS_BY_WEEKDAY = "months_by_weekday"
    """On the same weekday of the month: the second Tuesday, or the last where the first is a fifth."""


class Recurrence(Struct, frozen=True, kw_only=True):
    """Every `every` of `rhythm`, `count` times, the first included."""

    rhythm: Rhythm
    every: int = 1
    count: int = 2

    def walls(self, first: dt.datetime) -> list[dt.datetime]:
        """Returns the naive local times, `first` the first of them, all at its hour.

        A month without the day is left out, as RFC 5545 (3.3.10) does. Raises ValueError beyond `MOST_OCCURRENCES`.
        """
        if not 1 <= self.count <= MOST_OCCURRENCES or not 1 <= self.every <= MOST_OCCURRENCES:
            raise ValueError(f"a recurrence has 1 to {MOST_OCCURRENCES} occurrences, that many apart at most")
        rule = rrule.rrule(
            _FREQUENCIES[self.rhythm],
            dtstart=first,
            interval=self.every,
            count=self.count,
            byweekday=self._weekday(first),
        )
        return list(rule)

    def _weekday(self, first: dt.datetime) -> rrule.weekday | None:
        if self.rhythm is not Rhythm.MONTHS_BY_WEEKDAY:
            return None
        return rrule.weekday(first.weekday(), _place_in_month(first))

    def text(self, first: dt.datetime) -> str:
        """Returns the rule in words: "every second Tuesday, six times" is "every 2 weeks on Tuesday, 6 times"."""
        every = {
            Rhythm.DAYS: ngettext("every day", "every %(num)s days", self.every),
            Rhythm.WEEKS: ngettext(
                "every week on %(day)s", "every %(num)s weeks on %(day)s", self.every, day=_day(first)
            ),
            Rhythm.MONTHS_BY_DATE: ngettext(
                "every month on day %(date)s", "every %(num)s months on day %(date)s", self.every, date=first.day
            ),
            Rhythm.MONTHS_BY_WEEKDAY: ngettext(
                "every month on the %(place)s %(day)s",
                "every %(num)s months on the %(place)s %(day)s",
                self.every,
                place=_place_text(first),
                day=_day(first),
            ),
        }[self.rhythm]
        return ngettext("%(every)s, once", "%(every)s, %(num)s times", self.count, every=every)


_FREQUENCIES: Mapping[Rhythm, Literal[1, 2, 3]] = {
    Rhythm.DAYS: rrule.DAILY,
    Rhythm.WEEKS: rrule.WEEKLY,
    Rhythm.MONTHS_BY_DATE: rrule.MONTHLY,
    Rhythm.MONTHS_BY_WEEKDAY: rrule.MONTHLY,
}


def _place_in_month(day: dt.datetime) -> int:
    place = (day.day - 1) // WEEK_DAYS + 1
    # Hardly any month has a fifth Tuesday; whoever starts on one means the last.
    return -1 if place == FIFTH else place


def _place_text(day: dt.datetime) -> str:
    return {1: _("first"), 2: _("second"), 3: _("third"), 4: _("fourth"), -1: _("last")}[_place_in_month(day)]


def _day(first: dt.datetime) -> str:
    return format_weekday(first.date())
