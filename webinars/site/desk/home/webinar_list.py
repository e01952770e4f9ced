"""What the desk shows below what needs somebody: the webinars that are looked for, as a list or as a month."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import rules
from webinars.domain.programme.queries import PAGE_SIZE, Page
from webinars.domain.scheduling.bulk_actions.queries import MOST_CHOSEN, chosen_webinars
from webinars.models import Organisation, Speaker
from webinars.pure.times import wall
from webinars.site.desk.home import finder_queries
from webinars.site.desk.home.bulk_wording import Chosen, chosen_words
from webinars.site.desk.home.finder import ALWAYS_OFFERED, STATE_NAMES, Finder, State
from webinars.site.desk.home.month import Month, days_shown, month_of
from webinars.site.desk.home.rows import Row, rows_of

NONE_CHOSEN = Chosen()


@dataclass(frozen=True, slots=True)
class Chip:
    state: State
    name: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    chips: Sequence[Chip]
    shown_count: int
    total: int
    """Of all webinars on the desk."""
    page: Page | None = None
    """None: a month is shown."""
    rows: Sequence[Row] = ()
    choosable: frozenset[int] = frozenset()
    """The ids of those with which something can be done here."""
    chosen: Chosen = NONE_CHOSEN
    month: Month | None = None
    speakers: Sequence[Speaker] = ()
    organisations: Sequence[Organisation] = ()


def shown_of(
    session: Session,
    actor: Actor,
    finder: Finder,
    organisations: Sequence[Organisation],
    *,
    timezone: str,
    page_number: int,
    now: dt.datetime,
) -> Shown:
    """What `finder` finds, for somebody in `timezone` whose `organisations` these are."""
    scope = finder_queries.scope_of(session, actor, finder)
    counts = finder_queries.counts_of(session, scope, now=now)
    chips = [
        Chip(state, str(name), counts.by_state[state], state is finder.state)
        for state, name in STATE_NAMES.items()
        if counts.by_state[state] or state in ALWAYS_OFFERED or state is finder.state
    ]
    edited = [each for each in organisations if actor.is_editor(each.id)]
    speakers = finder_queries.speakers_found(session, edited, finder.words) if finder.words else ()
    named = finder_queries.organisations_found(organisations, finder.words) if finder.words else ()
    if finder.month is not None:
        days = days_shown(finder.month)
        webinars = finder_queries.on_days(session, scope, finder.state, days, timezone, now=now)
        month = month_of(webinars, finder.month, timezone, today=wall(now, timezone).date())
        return Shown(
            chips=chips, shown_count=len(webinars), total=counts.total, month=month, speakers=speakers,
            organisations=named,
        )  # fmt: skip
    size = MOST_CHOSEN if finder.chosen else PAGE_SIZE
    page = finder_queries.listed_page(session, scope, finder.state, page_number, size=size, now=now)
    return Shown(
        chips=chips,
        shown_count=len(page.webinars),
        total=counts.total,
        page=page,
        rows=rows_of(session, actor, page.webinars, timezone, now),
        choosable=frozenset(
            each.id for each in page.webinars if rules.can_publish(actor, each) or rules.can_manage(actor, each)
        ),
        chosen=chosen_words(session, actor, chosen_webinars(session, actor, finder.chosen), now=now)
        if finder.chosen
        else NONE_CHOSEN,
        speakers=speakers,
        organisations=named,
    )
