"""A month of webinars, by the reader's own days."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from webinars.lib.i18n import gettext as _
from webinars.models import Status, Webinar
from webinars.pure.times import format_hour, wall

DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Entry:
    webinar: Webinar
    words: str
    """Its hour, with what is special about it: "4pm", "Draft, 7pm", "Cancelled"."""
    kind: str
    """How it is drawn: "", "draft" or "off"."""


@dataclass(frozen=True, slots=True)
class Day:
    date: dt.date
    is_outside: bool
    """Of the month before or after."""
    is_today: bool
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Month:
    first: dt.date
    weeks: Sequence[Sequence[Day]]

    @property
    def has_entries(self) -> bool:
        return any(day.entries for week in self.weeks for day in week)

    @property
    def previous(self) -> dt.date:
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def following(self) -> dt.date:
        return (self.first + dt.timedelta(days=31)).replace(day=1)


def days_shown(first: dt.date) -> list[dt.date]:
    """The days of the whole weeks, from Monday on, in which the month that begins with `first` stands."""
    begins = first - dt.timedelta(days=first.weekday())
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    count = (last - begins).days + DAYS_IN_WEEK - last.weekday()
    return [begins + dt.timedelta(days=number) for number in range(count)]


def month_of(webinars: Sequence[Webinar], first: dt.date, timezone: str, *, today: dt.date) -> Month:
    """The month with these webinars, which need nothing loaded."""
    entries: dict[dt.date, list[Entry]] = {}
    for webinar in webinars:
        there = wall(webinar.starts_at, timezone) if webinar.starts_at is not None else None
        date = there.date() if there is not None else webinar.starts_on
        if date is not None:
            entries.setdefault(date, []).append(_entry(webinar, there))
    days = [Day(each, each.month != first.month, each == today, entries.get(each, ())) for each in days_shown(first)]
    return Month(first, [days[start : start + DAYS_IN_WEEK] for start in range(0, len(days), DAYS_IN_WEEK)])


def _entry(webinar: Webinar, there: dt.datetime | None) -> Entry:
    hour = format_hour(there) if there is not None else ""
    if webinar.status is Status.CANCELLED:
        return Entry(webinar, _("Cancelled"), "off")
    if webinar.status is Status.POSTPONED:
        return Entry(webinar, _("Postponed"), "off")
    if webinar.status is Status.DRAFT:
        return Entry(webinar, _("Draft, %(hour)s", hour=hour) if hour else _("Draft, no hour"), "draft")
    return Entry(webinar, hour or _("No hour"), "")
