"""What organisers see of a webinar's acts: counts that are told only where they are five and more.

Nothing here is about a person, and nobody is followed from one act to the next: a door opened twice counts twice.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.recordings.short_codes import code_of
from webinars.lib.i18n import gettext as _
from webinars.models import (
    Act,
    ActCount,
    CalendarEntry,
    Feed,
    FeedEntry,
    Follow,
    FormerSlug,
    PersonalFeed,
    Recording,
    RecordingKind,
    Webinar,
)
from webinars.pure.charts import FEWEST, Stretch, stretches, with_rest_together
from webinars.pure.times import canonical, is_known, line_label, wall

MOST_ROWS = 8
MOST_DAYS = 45
"""Of a series of days. A longer one is told by weeks."""
WEEK = 7
SLOT = dt.timedelta(minutes=10)
MOST_SLOTS = 18
PLAY_DAYS = 8
"""After the first play."""


class CountSeries(Struct, frozen=True):
    """Counts along a line of time."""

    begins: Sequence[dt.datetime]
    """When each cell begins: of days the naive midnight of the webinar's zone, of less an instant."""
    found: Sequence[Stretch]
    cell: dt.timedelta
    total: int


class CountRow(Struct, frozen=True):
    name: str
    count: int


class Figures(Struct, frozen=True, kw_only=True):
    """All that is told of one webinar."""

    registrations: CountSeries
    zones: Sequence[CountRow]
    doors: CountSeries
    calendars: CountSeries
    """Personal calendars that follow a feed with this webinar in it, by when they began."""
    play_count: int
    plays: CountSeries
    """Of the first days, or of all where few came later."""
    recordings: Sequence[CountRow]


def figures_of(session: Session, webinar: Webinar) -> Figures:
    """Returns the figures of `webinar`, whose host has to be loaded. It writes nothing."""
    zone = webinar.timezone or webinar.host.timezone
    rows = session.execute(
        sa.select(ActCount.act, ActCount.at, ActCount.about, ActCount.count).where(ActCount.webinar_id == webinar.id)
    ).all()
    by_time = {act: Counter[dt.datetime]() for act in Act}
    by_subject = {act: Counter[str]() for act in Act}
    for act, at, about, count in rows:
        by_time[act][at] += count
        by_subject[act][about] += count
    return Figures(
        registrations=_by_day(by_time[Act.REGISTERED], zone),
        zones=_rows(_by_label(by_subject[Act.REGISTERED]), _("Other zones, together"), _("All zones, together")),
        doors=_by_slot(by_time[Act.DOOR]),
        calendars=_by_day(_calendars(session, webinar), zone),
        play_count=by_time[Act.PLAY].total(),
        plays=_by_day(_first_days(by_time[Act.PLAY]), zone),
        recordings=_rows(
            _by_recording(session, webinar, by_subject[Act.PLAY]),
            _("Other recordings, together"),
            _("All recordings, together"),
        ),
    )


def _by_day(counts: Mapping[dt.datetime, int], zone: str) -> CountSeries:
    days = Counter[dt.date]()
    for at, count in counts.items():
        days[wall(at, zone).date()] += count
    if not days:
        return CountSeries([], [], dt.timedelta(days=1), 0)
    first, last = min(days), max(days)
    length = 1 if (last - first).days < MOST_DAYS else WEEK
    cells = [0] * ((last - first).days // length + 1)
    for day, count in days.items():
        cells[(day - first).days // length] += count
    step = dt.timedelta(days=length)
    begins = [dt.datetime.combine(first, dt.time()) + step * index for index in range(len(cells))]
    return CountSeries(begins, stretches(cells), step, sum(cells))


def _by_slot(counts: Mapping[dt.datetime, int]) -> CountSeries:
    if not counts:
        return CountSeries([], [], SLOT, 0)
    first, last = min(counts), max(counts)
    slot = SLOT
    while (last - first) // slot >= MOST_SLOTS:
        slot *= 2
    cells = [0] * ((last - first) // slot + 1)
    for at, count in counts.items():
        cells[(at - first) // slot] += count
    begins = [first + slot * index for index in range(len(cells))]
    return CountSeries(begins, stretches(cells), slot, sum(cells))


def _first_days(counts: Mapping[dt.datetime, int]) -> Mapping[dt.datetime, int]:
    """Returns the first days, or all of them where so few came later that the sum of all would tell how many."""
    if not counts:
        return counts
    ends = min(counts) + dt.timedelta(days=PLAY_DAYS)
    first = {at: count for at, count in counts.items() if at < ends}
    return counts if sum(counts.values()) - sum(first.values()) < FEWEST else first


def _rows(counts: Mapping[str, int], others: str, together: str) -> list[CountRow]:
    """Returns the rows, and what cannot stand alone under the name of `others`.

    Where nothing can, it is all `together`.
    """
    alone, rest = with_rest_together(counts, MOST_ROWS)
    return [CountRow(name, count) for name, count in alone] + (
        [CountRow(others if alone else together, rest)] if rest else []
    )


def _by_label(zones: Mapping[str, int]) -> Mapping[str, int]:
    """Returns the counts of zones by what those are called: two names of one are one."""
    found = Counter[str]()
    for zone, count in zones.items():
        found[line_label(canonical(zone)) if is_known(zone) else _("No zone")] += count
    return found


def _by_recording(session: Session, webinar: Webinar, counts: Mapping[str, int]) -> Mapping[str, int]:
    former = sa.and_(FormerSlug.kind == Recording.__tablename__, FormerSlug.target_id == Recording.id)
    titles: dict[str, str] = {}
    for kind, title, *slugs in session.execute(
        sa.select(Recording.kind, Recording.title, Recording.slug, FormerSlug.slug)
        .outerjoin(FormerSlug, former)
        .where(Recording.webinar_id == webinar.id)
    ):
        name = _("The full stream") if kind is RecordingKind.FULL else title
        titles |= {code_of(slug): name for slug in slugs if slug}
    found = Counter[str]()
    for code, count in counts.items():
        found[titles.get(code) or _("Removed recordings")] += count
    return found


def _calendars(session: Session, webinar: Webinar) -> Mapping[dt.datetime, int]:
    feed = orm.aliased(Feed)
    query = (
        sa.select(PersonalFeed.created_at)
        .where(
            sa.exists()
            .where(Follow.personal_feed_id == PersonalFeed.id)
            .where(Follow.kind == feed.kind, Follow.subject_id == feed.subject_id)
            .where(FeedEntry.feed_id == feed.id, FeedEntry.is_in, CalendarEntry.id == FeedEntry.entry_id)
            .where(CalendarEntry.webinar_id == webinar.id)
        )
        .order_by(PersonalFeed.created_at)
    )
    return Counter(session.scalars(query).all())
