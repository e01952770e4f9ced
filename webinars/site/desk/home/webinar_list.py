"""What the desk shows below what needs somebody: the webinars that are looked for, as a list or as a month."""

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.queries import PAGE_SIZE, WebinarPage
from webinars.domain.scheduling.bulk_actions.queries import MOST_CHOSEN, chosen_webinars
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Speaker, Status, Webinar
from webinars.pure.times import format_hour, wall
from webinars.site.desk.home import finder_queries
from webinars.site.desk.home.bulk_wording import SelectionWords, selection_words
from webinars.site.desk.home.finder import ALWAYS_OFFERED, STATE_NAMES, Finder, WebinarFilter
from webinars.site.desk.home.rows import WebinarRow, rows_of

# A month of webinars, by the reader's own days.


DAYS_IN_WEEK = 7


class MonthEntry(Struct, frozen=True):
    webinar: Webinar
    words: str
    """Its hour, with what is special about it: "4pm", "Draft, 7pm", "Cancelled"."""
    kind: str
    """How it is drawn: "", "draft" or "off"."""


class Day(Struct, frozen=True):
    date: dt.date
    is_outside: bool
    """Of the month before or after."""
    is_today: bool
    entries: Sequence[MonthEntry]


class Month(Struct, frozen=True):
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
    """Returns the days of the whole weeks, from Monday on, in which the month that begins with `first` stands."""
    begins = first - dt.timedelta(days=first.weekday())
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    count = (last - begins).days + DAYS_IN_WEEK - last.weekday()
    return [begins + dt.timedelta(days=number) for number in range(count)]


def month_of(webinars: Sequence[Webinar], first: dt.date, timezone: str, *, today: dt.date) -> Month:
    """Returns the month with these webinars, which need nothing loaded."""
    entries: dict[dt.date, list[MonthEntry]] = {}
    for webinar in webinars:
        there = wall(webinar.starts_at, timezone) if webinar.starts_at is not None else None
        date = there.date() if there is not None else webinar.starts_on
        if date is not None:
            entries.setdefault(date, []).append(_entry(webinar, there))
    days = [Day(each, each.month != first.month, each == today, entries.get(each, ())) for each in days_shown(first)]
    return Month(first, [days[start : start + DAYS_IN_WEEK] for start in range(0, len(days), DAYS_IN_WEEK)])


def _entry(webinar: Webinar, there: dt.datetime | None) -> MonthEntry:
    hour = format_hour(there) if there is not None else ""
    if webinar.status is Status.CANCELLED:
        return MonthEntry(webinar, _("Cancelled"), "off")
    if webinar.status is Status.POSTPONED:
        return MonthEntry(webinar, _("Postponed"), "off")
    if webinar.status is Status.DRAFT:
        return MonthEntry(webinar, _("Draft, %(hour)s", hour=hour) if hour else _("Draft, no hour"), "draft")
    return MonthEntry(webinar, hour or _("No hour"), "")


NONE_CHOSEN = SelectionWords()


class Chip(Struct, frozen=True):
    state: WebinarFilter
    name: str
    count: int
    is_current: bool


class WebinarList(Struct, frozen=True, kw_only=True):
    chips: Sequence[Chip]
    shown_count: int
    total: int
    """Of all webinars on the desk."""
    page: WebinarPage | None = None
    """None: a month is shown."""
    rows: Sequence[WebinarRow] = ()
    choosable: frozenset[int] = frozenset()
    """The ids of those with which something can be done here."""
    chosen: SelectionWords = NONE_CHOSEN
    month: Month | None = None
    speakers: Sequence[Speaker] = ()
    organisations: Sequence[Organisation] = ()


def webinar_list_of(
    session: Session,
    actor: Actor,
    finder: Finder,
    organisations: Sequence[Organisation],
    *,
    timezone: str,
    page_number: int,
    now: dt.datetime,
) -> WebinarList:
    """Returns what `finder` finds, for somebody in `timezone` whose `organisations` these are."""
    scope = finder_queries.scope_of(session, actor, finder)
    counts = finder_queries.counts_of(session, scope, now=now)
    chips = [
        Chip(state, str(name), counts.by_state[state], state is finder.state)
        for state, name in STATE_NAMES.items()
        if counts.by_state[state] or state in ALWAYS_OFFERED or state is finder.state
    ]
    edited = [each for each in organisations if actor.is_editor(each.id)]
    speakers = finder_queries.matching_speakers(session, edited, finder.words) if finder.words else ()
    named = finder_queries.matching_organisations(organisations, finder.words) if finder.words else ()
    if finder.month is not None:
        days = days_shown(finder.month)
        webinars = finder_queries.on_days(session, scope, finder.state, days, timezone, now=now)
        month = month_of(webinars, finder.month, timezone, today=wall(now, timezone).date())
        return WebinarList(
            chips=chips, shown_count=len(webinars), total=counts.total, month=month, speakers=speakers,
            organisations=named,
        )  # fmt: skip
    size = MOST_CHOSEN if finder.chosen else PAGE_SIZE
    page = finder_queries.listed_page(session, scope, finder.state, page_number, size=size, now=now)
    return WebinarList(
        chips=chips,
        shown_count=len(page.webinars),
        total=counts.total,
        page=page,
        rows=rows_of(session, actor, page.webinars, timezone, now),
        choosable=frozenset(
            each.id
            for each in page.webinars
            if permissions.can_publish(actor, each) or permissions.can_manage(actor, each)
        ),
        chosen=selection_words(session, actor, chosen_webinars(session, actor, finder.chosen), now=now)
        if finder.chosen
        else NONE_CHOSEN,
        speakers=speakers,
        organisations=named,
    )
