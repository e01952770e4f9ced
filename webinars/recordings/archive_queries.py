"""The archive of recordings: found by words and narrowed by facets, in a number of statements that never grows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement, SQLCoreOperations

from webinars.models import (
    Appearance,
    CoOrganiser,
    Organisation,
    Recording,
    Series,
    Speaker,
    Topic,
    Webinar,
    webinar_topic,
)
from webinars.programme.queries import listed
from webinars.recordings.queries import for_recording_lists, heard_in
from webinars.search.query import Search, search

PAGE_SIZE = 20
FACET_LENGTH = 12
FACETS = ("organisation", "speaker", "series", "topic", "year", "language")
SORTS = ("match", "newest", "oldest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What somebody looks for. Each is a slug, a year or a language tag; empty means all."""

    q: str = ""
    organisation: str = ""
    speaker: str = ""
    series: str = ""
    topic: str = ""
    year: str = ""
    language: str = ""
    sort: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """The facets that narrow the list, by name."""
        return {name: value for name in FACETS if (value := getattr(self, name))}

    @property
    def order(self) -> str:
        """How the list is sorted: as asked, else the best match of words or the newest first."""
        if self.sort in SORTS and (self.q or self.sort != "match"):
            return self.sort
        return "match" if self.q else "newest"

    def query(self, **changes: str) -> dict[str, str]:
        """The address's query for these filters with `changes`."""
        changed = replace(self, **changes)
        values = {"q": changed.q, **{name: getattr(changed, name) for name in FACETS}, "sort": changed.sort}
        return {name: value for name, value in values.items() if value}


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    name: str
    count: int
    """Of what would be found with it, the other filters as they are."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found."""

    recordings: Sequence[Recording]
    count: int
    number: int
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    def name_of(self, facet: str, value: str) -> str:
        """The name of a chosen value: as typed if nothing public has it, so that no name can be guessed out of here."""
        return next((each.name for each in self.facets.get(facet, ()) if each.value == value), value)


def find_recordings(session: Session, filters: Filters, number: int = 1) -> Found:
    """Page `number` (from 1) of the listed recordings that `filters` let through, with the counts of every facet."""
    words = search(filters.q)
    conditions = _conditions(filters, words)
    matching = sa.select(Recording).join(Recording.webinar).where(listed(), *conditions.values())
    count = session.scalar(matching.with_only_columns(sa.func.count(Recording.id))) or 0
    page = (
        matching.options(*for_recording_lists())
        .order_by(*_order(filters, words))
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Found(session.scalars(page).all(), count, number, _facets(session, filters, conditions))


def _conditions(filters: Filters, words: Search | None) -> dict[str, ColumnElement[bool]]:
    """A condition for each thing that was asked for."""
    conditions = {} if words is None else {"q": words.condition}
    return conditions | {name: _CONDITIONS[name](value) for name, value in filters.chosen.items()}


def _order(filters: Filters, words: Search | None) -> tuple[SQLCoreOperations[Any], ...]:
    latest = (Webinar.starts_on.desc(), Webinar.id.desc(), Recording.position, Recording.id)
    if filters.order == "oldest":
        return (Webinar.starts_on, Webinar.id, Recording.position, Recording.id)
    if words is not None and filters.order == "match":
        return (words.rank, *latest)
    return latest


def _of_organisation(slug: str) -> ColumnElement[bool]:
    accepted = sa.and_(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id == Organisation.id,
        CoOrganiser.accepted_at.is_not(None),
    )
    return sa.or_(
        _beside(Organisation.id == Webinar.host_id, Organisation.slug == slug),
        _beside(accepted, Organisation.slug == slug),
    )


def _of_speaker(slug: str) -> ColumnElement[bool]:
    return _beside(heard_in(), Speaker.id == Appearance.speaker_id, Speaker.slug == slug)


def _of_series(slug: str) -> ColumnElement[bool]:
    return _beside(Series.id == Webinar.series_id, Series.slug == slug)


def _of_topic(slug: str) -> ColumnElement[bool]:
    return _beside(webinar_topic.c.webinar_id == Webinar.id, webinar_topic.c.topic_id == Topic.id, Topic.slug == slug)


def _beside(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    # Said in full: a facet joins tables of its own, and these must not be taken for them.
    return sa.exists().where(*conditions).correlate(Recording, Webinar)


def _of_year(year: str) -> ColumnElement[bool]:
    try:
        first = dt.date(int(year), 1, 1)
    except (ValueError, OverflowError):
        return sa.false()
    return Webinar.starts_on.between(first, first.replace(month=12, day=31))


def _of_language(tag: str) -> ColumnElement[bool]:
    return Recording.language == tag


_CONDITIONS = {
    "organisation": _of_organisation,
    "speaker": _of_speaker,
    "series": _of_series,
    "topic": _of_topic,
    "year": _of_year,
    "language": _of_language,
}


def _facets(
    session: Session, filters: Filters, conditions: Mapping[str, ColumnElement[bool]]
) -> dict[str, list[FacetValue]]:
    """All facets in one statement. Each is counted without its own filter, so that another value can be chosen."""
    parts = []
    for place, name in enumerate(FACETS):
        others = [condition for asked, condition in conditions.items() if asked != name]
        parts.append(_facet(place, name, others))
        if name in filters.chosen:
            parts.append(_chosen(place, name, filters.chosen[name], others))
    found = {
        (FACETS[place], value): FacetValue(value, name, count)
        for place, value, name, count in session.execute(sa.union_all(*parts))
    }
    facets = {name: [each for (facet, _value), each in found.items() if facet == name] for name in FACETS}
    for name, values in facets.items():
        values.sort(key=lambda each: each.value if name == "year" else (-each.count, each.name), reverse=name == "year")
    return facets


def _facet(place: int, name: str, conditions: Sequence[ColumnElement[bool]]) -> sa.Select[int, str, str, int]:
    """The commonest values of one facet."""
    source, value, label = _sources()[name]
    first: sa.UnaryExpression[Any] = sa.desc("value") if name == "year" else sa.desc("count")
    ranked = (
        sa.select(
            sa.literal_column(str(place), sa.Integer).label("place"),
            value.label("value"),
            label.label("name"),
            sa.func.count(sa.distinct(Recording.id)).label("count"),
        )
        .select_from(source)
        .where(listed(), value.is_not(None), *conditions)
        .group_by(value, label)
        .order_by(first, label)
        .limit(FACET_LENGTH)
        .subquery()
    )
    return sa.select(ranked.c.place, ranked.c.value, ranked.c.name, ranked.c.count)


def _chosen(
    place: int, name: str, chosen: str, conditions: Sequence[ColumnElement[bool]]
) -> sa.Select[int, str, str, int]:
    """The value that was chosen, so that it has its name and can be taken away even where nothing is found."""
    source, value, label = _sources()[name]
    is_found = sa.and_(*conditions) if conditions else sa.true()
    return (
        sa.select(
            sa.literal_column(str(place), sa.Integer),
            value,
            label,
            sa.func.count(sa.distinct(sa.case((is_found, Recording.id)))),
        )
        .select_from(source)
        .where(listed(), value == chosen)
        .group_by(value, label)
    )


def _sources() -> dict[str, tuple[sa.FromClause, ColumnElement[str], ColumnElement[str]]]:
    """For each facet: recordings joined with what has the facet, its value in addresses, its name."""
    recordings = sa.join(Recording, Webinar)
    organisers = sa.union(
        sa.select(Webinar.id.label("webinar_id"), Webinar.host_id.label("organisation_id")),
        sa.select(CoOrganiser.webinar_id, CoOrganiser.organisation_id).where(CoOrganiser.accepted_at.is_not(None)),
    ).subquery()
    organised = recordings.join(organisers, organisers.c.webinar_id == Webinar.id).join(
        Organisation, organisers.c.organisation_id == Organisation.id
    )
    year = sa.cast(sa.extract("year", Webinar.starts_on), sa.String)
    return {
        "organisation": (organised, _column(Organisation.slug), _column(Organisation.name)),
        "speaker": (
            recordings.join(Appearance, heard_in()).join(Speaker, Appearance.speaker_id == Speaker.id),
            _column(Speaker.slug),
            _column(Speaker.name),
        ),
        "series": (
            recordings.join(Series, Webinar.series_id == Series.id),
            _column(Series.slug),
            _column(Series.title),
        ),
        "topic": (
            recordings.join(webinar_topic, webinar_topic.c.webinar_id == Webinar.id).join(Topic),
            _column(Topic.slug),
            _column(Topic.name),
        ),
        "year": (recordings, year, year),
        "language": (recordings, _column(Recording.language), _column(Recording.language)),
    }


def _column(attribute: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return attribute.expression
