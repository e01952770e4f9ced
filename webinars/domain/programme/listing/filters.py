"""The coming webinars narrowed by organisation, language, topic and month, and what there is to choose from."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.programme.listing.lists import coming_months
from webinars.domain.programme.listing.statements import SITE, Conditions, Subject, soonest_of_site, values_of
from webinars.domain.programme.public_visibility import is_linked
from webinars.lib.i18n import format_date
from webinars.models import CoOrganiser, FeedKind, Organisation, Status, Topic, Webinar, webinar_topic

FACETS = ("organisation", "language", "topic")
MOST_COUNTED = 500
MOST_VALUES = 12
"""Of one facet, so many are offered: those with most that is to come."""


class ListFilter(Struct, frozen=True, kw_only=True):
    """What somebody wants to see of the programme. Empty means all."""

    organisation: str = ""
    language: str = ""
    topic: str = ""
    month: str = ""
    """2026-11."""

    @property
    def chosen(self) -> dict[str, str]:
        """The facets that narrow the list, by name."""
        return {name: value for name in FACETS if (value := getattr(self, name))}

    @property
    def is_everything(self) -> bool:
        return not self.chosen and not self.month

    def query(self, **changes: str) -> dict[str, str]:
        """Returns the address's query for this with `changes`."""
        changed = replace(self, **changes)
        return {name: value for name in (*FACETS, "month") if (value := getattr(changed, name))}

    @property
    def names(self) -> tuple[str, ...]:
        """By what it narrows: the facets, and the month."""
        return tuple(self.query())

    def conditions(self) -> Conditions:
        """Returns what is true of the webinars that are wanted, with these `values`."""
        return conditions_of(self.names)

    def values(self) -> dict[str, Any]:
        """Returns the values of these conditions."""
        values: dict[str, Any] = {f"of_{name}": value for name, value in self.chosen.items()}
        if self.month:
            first = dt.date.fromisoformat(f"{self.month}-01")
            values |= {"first_day": first, "end_day": (first + dt.timedelta(days=31)).replace(day=1)}
        return values


class FacetChoice(Struct, frozen=True):
    value: str
    name: str
    count: int | None
    """Of a month it is not known: to count it would take the longer, the more there is."""


def list_narrowed_to(session: Session, narrowing: ListFilter) -> Subject:
    """Returns the shortest list in which all that is wanted stands: of the organisation, the topic, or the site."""
    for kind, model, slug in (
        (FeedKind.ORGANISATION, Organisation, narrowing.organisation),
        (FeedKind.TOPIC, Topic, narrowing.topic),
    ):
        subject_id = session.scalar(sa.select(model.id).where(model.slug == slug)) if slug else None
        if subject_id is not None:
            return kind, subject_id
    return SITE


def choices(session: Session, narrowing: ListFilter, now: dt.datetime) -> Mapping[str, Sequence[FacetChoice]]:
    """Returns by facet the values that lead to something, each with how much, and for `month` all there are.

    The facets take one statement. Only the soonest of what is to come are looked at, so that it takes no longer the
    more there are.
    """
    found: dict[str, list[FacetChoice]] = {name: [] for name in FACETS}
    wanted = list_narrowed_to(session, narrowing)
    values = {**values_of(SITE, now), **narrowing.values()}
    for facet, value, name, count in session.execute(_counted(narrowing.names), values):
        found[facet].append(FacetChoice(value, name, count))
    months = coming_months(session, now, wanted)
    return {
        **{name: sorted(each, key=lambda one: (-(one.count or 0), one.name)) for name, each in found.items()},
        "month": [_month(month, now) for month in months],
    }


def by_month(webinars: Sequence[Webinar]) -> Iterator[tuple[dt.date | None, list[Webinar]]]:
    """Yields the webinars that follow each other in one month, with its first day.

    Those without a date that holds come with None.
    """
    for month, group in groupby(webinars, _month_of):
        yield month, list(group)


def _month_of(webinar: Webinar) -> dt.date | None:
    if webinar.status == Status.POSTPONED or webinar.starts_on is None:
        return None
    return webinar.starts_on.replace(day=1)


@cache
def conditions_of(names: tuple[str, ...]) -> Conditions:
    """Returns what narrows by these facets, or by the month. It is built once, and the values told when it is asked."""
    return tuple(_CONDITIONS[name] for name in names)


def _conditions() -> dict[str, ColumnElement[bool]]:
    of_slug = sa.select(Organisation.id).where(Organisation.slug == sa.bindparam("of_organisation")).scalar_subquery()
    accepted = sa.exists().where(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id == of_slug,
        *is_linked(),
    )
    is_of_topic = (webinar_topic.c.topic_id == Topic.id, Topic.slug == sa.bindparam("of_topic"))
    return {
        "organisation": sa.or_(Webinar.host_id == of_slug, accepted),
        "language": Webinar.language == sa.bindparam("of_language"),
        "topic": sa.exists().where(webinar_topic.c.webinar_id == Webinar.id, *is_of_topic),
        "month": sa.and_(
            Webinar.status != Status.POSTPONED,
            Webinar.starts_on >= sa.bindparam("first_day", type_=sa.Date),
            Webinar.starts_on < sa.bindparam("end_day", type_=sa.Date),
        ),
    }


_CONDITIONS = _conditions()


@cache
def _counted(names: tuple[str, ...]) -> sa.CompoundSelect[Any]:
    """Returns how much there is of each value, narrowed by all of `names` but the facet itself."""
    is_soon = Webinar.id.in_(sa.select(soonest_of_site(MOST_COUNTED).c.webinar_id))
    facets = {"organisation": _organisations, "language": _languages, "topic": _topics}
    return sa.union_all(
        *(
            counted((is_soon, *conditions_of(tuple(name for name in names if name != facet))))
            for facet, counted in facets.items()
        )
    )


def _organisations(conditions: Sequence[ColumnElement[bool]]) -> sa.Select[Any]:
    hosts = sa.select(Webinar.host_id.label("organisation_id")).where(*conditions)
    accepted = sa.and_(CoOrganiser.webinar_id == Webinar.id, *is_linked())
    others = sa.select(CoOrganiser.organisation_id).join(Webinar, accepted).where(*conditions)
    of_each = sa.union_all(hosts, others).subquery()
    count = sa.func.count().label("number")
    most = (
        sa.select(sa.literal("organisation"), Organisation.slug.label("value"), Organisation.name, count)
        .join(of_each, of_each.c.organisation_id == Organisation.id)
        .group_by(Organisation.slug, Organisation.name)
    )
    return _most(most)


def _languages(conditions: Sequence[ColumnElement[bool]]) -> sa.Select[Any]:
    count = sa.func.count().label("number")
    columns = (sa.literal("language"), Webinar.language.label("value"), sa.literal("").label("name"), count)
    return _most(sa.select(*columns).where(*conditions).group_by(Webinar.language))


def _topics(conditions: Sequence[ColumnElement[bool]]) -> sa.Select[Any]:
    count = sa.func.count().label("number")
    return _most(
        sa.select(sa.literal("topic"), Topic.slug.label("value"), Topic.name, count)
        .join(webinar_topic, webinar_topic.c.topic_id == Topic.id)
        .join(Webinar, Webinar.id == webinar_topic.c.webinar_id)
        .where(*conditions)
        .group_by(Topic.slug, Topic.name)
    )


def _most(counted: sa.Select[*tuple[Any, ...]]) -> sa.Select[Any]:
    few = counted.order_by(sa.desc("number"), sa.asc("value")).limit(MOST_VALUES).subquery()
    return sa.select(*few.c)


def _month(month: int, now: dt.datetime) -> FacetChoice:
    first = dt.date(month // 100, month % 100, 1)
    name = format_date(first, "LLLL" if first.year == now.year else "LLLL y")
    return FacetChoice(first.strftime("%Y-%m"), name, None)
