"""The statements by which lists are read: built once for all values, since to build one takes longer than to run it.

Which list and what moment is meant is said when one is run: `values_of`. Conditions are known by their identity, so a
caller has them built once as well, with their own values as parameters.
"""

import datetime as dt
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.sql.elements import ColumnElement

from webinars.db import Instant
from webinars.domain.programme.start import MINUTES_IN_WEEK
from webinars.models import FeedKind, ListedWebinar, Recording, Status, Webinar

Subject = tuple[FeedKind, int]
SITE: Subject = (FeedKind.SITE, 0)
Conditions = tuple[ColumnElement[bool], ...]
Ids = sa.Select[int]
LONGEST = dt.timedelta(minutes=MINUTES_IN_WEEK)
"""No webinar is planned to last longer: what was to begin a day before that is over, however late it ran."""
MONTHS_IN_YEAR = 12
_DAY = dt.timedelta(days=1)
"""By so much a month of the organiser's calendar may begin earlier or later than that of UTC."""
SHAPES = 64
"""So many combinations of conditions are kept."""

_NOW, _SINCE, _YEAR_BEGINS, _YEAR_ENDS = (
    sa.bindparam(name, type_=Instant()) for name in ("now", "since", "year_begins", "year_ends")
)
_BEGIN, _COUNT, _END = (sa.bindparam(name, type_=sa.Integer) for name in ("begin", "count", "end"))
_MONTH_SINCE, _MONTH_UNTIL = (sa.bindparam(name, type_=sa.Integer) for name in ("month_since", "month_until"))
_MONTH = ListedWebinar.month
_IN_LIST = (
    ListedWebinar.kind == sa.bindparam("list_kind", type_=ListedWebinar.kind.type),
    ListedWebinar.subject_id == sa.bindparam("list_subject", type_=sa.Integer),
)
_IN_SITE = (ListedWebinar.kind == FeedKind.SITE, ListedWebinar.subject_id == 0)
_HAS_PLACE = sa.not_(ListedWebinar.is_postponed)
_ENDS_LATER = (_HAS_PLACE, ListedWebinar.sorts_at > _SINCE, ListedWebinar.ends_at > _NOW)


def values_of(subject: Subject, now: dt.datetime) -> dict[str, Any]:
    """Returns the values by which a statement reads this list at this moment."""
    since = now - LONGEST - _DAY
    return {
        "list_kind": subject[0],
        "list_subject": subject[1],
        "now": now,
        "since": since,
        "month_since": _month_of(since - _DAY),
        "month_until": _month_of(now + _DAY),
    }


def _month_of(moment: dt.datetime) -> int:
    return moment.year * 100 + moment.month


def stretch(begin: int, end: int) -> dict[str, int]:
    """Returns the values for the places from `begin` to before `end`."""
    return {"begin": begin, "end": end, "count": end - begin}


def values_of_year(year: int) -> dict[str, Any]:
    """Returns the values for a year by the organiser's calendar: it begins earlier in some zones than in others."""
    begins = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    return {
        "year_begins": begins - _DAY,
        "year_ends": begins + dt.timedelta(days=366) + _DAY,
        "first_month": year * 100,
        "last_month": year * 100 + MONTHS_IN_YEAR,
    }


@lru_cache(SHAPES)
def coming_ids(conditions: Conditions) -> Ids:
    """Returns what is to come, soonest first and postponed ones last."""
    table = ListedWebinar
    order = (table.sorts_at, table.webinar_id)
    parts = [
        _narrowed(sa.select(table.is_postponed, *order).where(*_IN_LIST, *which), conditions)
        .order_by(*order)
        .limit(_END)
        .subquery()
        for which in (_ENDS_LATER, (table.is_postponed,))
    ]
    # Each part is read in the order of its own index; together they are as long as what is wanted at most.
    both = sa.union_all(*(sa.select(part) for part in parts)).subquery()
    query = sa.select(both.c.webinar_id).order_by(both.c.is_postponed, both.c.sorts_at, both.c.webinar_id)
    return query.offset(_BEGIN).limit(_COUNT)


@lru_cache(SHAPES)
def ids_after_place(narrowed_count: int, *, is_of_status: bool, is_of_ids: bool) -> sa.Select[int, dt.datetime]:
    """Returns what stands in a list after a place, by beginnings, and where: with `sorts_at` and the id.

    What stands in so many further lists only, or is of one status, or among some ids.
    """
    table = ListedWebinar
    place = (table.sorts_at, table.webinar_id)
    is_wanted = [
        *_IN_LIST,
        sa.tuple_(*place)
        > sa.tuple_(sa.bindparam("place_at", type_=Instant()), sa.bindparam("place_id", type_=sa.Integer)),
        table.sorts_at < sa.bindparam("before", type_=Instant()),
    ]
    for number in range(narrowed_count):
        other = orm.aliased(table)
        is_there = other.kind == sa.bindparam(f"kind_{number}", type_=other.kind.type)
        of_subject = other.subject_id == sa.bindparam(f"subject_{number}", type_=sa.Integer)
        is_wanted.append(sa.exists().where(other.webinar_id == table.webinar_id, is_there, of_subject))
    if is_of_status:
        is_same = Webinar.status == sa.bindparam("status", type_=Webinar.status.type)
        is_wanted.append(sa.exists().where(Webinar.id == table.webinar_id, is_same))
    if is_of_ids:
        is_wanted.append(table.webinar_id.in_(sa.bindparam("ids", expanding=True, type_=sa.Integer)))
    # Each part is read in the order of its own index.
    parts = [
        sa.select(table.webinar_id, table.sorts_at).where(*is_wanted, which).order_by(*place).limit(_COUNT).subquery()
        for which in (_HAS_PLACE, table.is_postponed)
    ]
    both = sa.union_all(*(sa.select(part) for part in parts)).subquery()
    return sa.select(both.c.webinar_id, both.c.sorts_at).order_by(both.c.sorts_at, both.c.webinar_id).limit(_COUNT)


@cache
def soonest_id() -> sa.ScalarSelect[int]:
    """Returns what is announced and takes place next, without the one with the id `but_not`."""
    table = ListedWebinar
    return (
        sa.select(table.webinar_id)
        .join(Webinar, Webinar.id == table.webinar_id)
        .where(*_IN_LIST, *_ENDS_LATER, Webinar.status == Status.PUBLISHED)
        .where(table.webinar_id != sa.bindparam("but_not", type_=sa.Integer))
        .order_by(table.sorts_at, table.webinar_id)
        .limit(1)
        .scalar_subquery()
    )


@cache
def past_ids(*, is_of_year: bool = False, is_recorded: bool = False) -> Ids:
    """Returns what is over, latest first: all of it, or that of a year, or that of which there is a recording."""
    table = ListedWebinar
    is_past = [*_IN_LIST, _HAS_PLACE, table.sorts_at <= _NOW, table.ends_at <= _NOW]
    if is_recorded:
        is_past.append(sa.exists().where(Recording.webinar_id == table.webinar_id))
    if is_of_year:
        first, last = (sa.bindparam(name, type_=sa.Integer) for name in ("first_month", "last_month"))
        is_past += [table.sorts_at.between(_YEAR_BEGINS, _YEAR_ENDS), table.month.between(first, last)]
    query = sa.select(table.webinar_id).where(*is_past)
    return query.order_by(table.sorts_at.desc(), table.webinar_id.desc()).offset(_BEGIN).limit(_COUNT)


@cache
def past_years() -> sa.Select[int]:
    """Returns the years of what is over, latest first. The last row says nothing."""
    is_past = (*_IN_LIST, _HAS_PLACE, ListedWebinar.ends_at <= _NOW)
    # What is still to come is not gone through. A second bound in the other step would be taken instead of its own.
    first = sa.select((sa.func.max(_MONTH) // 100).label("year")).where(*is_past, _MONTH <= _MONTH_UNTIL)
    years = first.cte("years", recursive=True)
    earlier = sa.select(sa.func.max(_MONTH) // 100).where(*is_past, years.c.year * 100 > _MONTH).scalar_subquery()
    return sa.select(years.union_all(sa.select(earlier).where(years.c.year > 0)).c.year)


@cache
def coming_months() -> sa.Select[int]:
    """Returns the months in which something is to come, soonest first. The last row says nothing."""
    is_coming = (*_IN_LIST, _HAS_PLACE, ListedWebinar.ends_at > _NOW)
    first = sa.select(sa.func.min(_MONTH).label("month")).where(*is_coming, _MONTH >= _MONTH_SINCE)
    months = first.cte("months", recursive=True)
    later = sa.select(sa.func.min(_MONTH)).where(*is_coming, months.c.month < _MONTH).scalar_subquery()
    return sa.select(months.union_all(sa.select(later).where(months.c.month.is_not(None))).c.month)


def soonest_of_site(count: int) -> sa.CTE:
    """Returns the ids of the first `count` of the site that are to come, and of as many that are postponed."""
    table = ListedWebinar
    parts = [
        sa.select(table.webinar_id)
        .where(*_IN_SITE, *which)
        .order_by(table.sorts_at, table.webinar_id)
        .limit(count)
        .subquery()
        for which in (_ENDS_LATER, (table.is_postponed,))
    ]
    return sa.union_all(*(sa.select(part.c.webinar_id) for part in parts)).cte("soonest")


def _narrowed(query: sa.Select[*tuple[Any, ...]], conditions: Conditions) -> sa.Select[*tuple[Any, ...]]:
    if not conditions:
        return query
    return query.join(Webinar, Webinar.id == ListedWebinar.webinar_id).where(*conditions)
