"""The values by which recordings can be chosen, each with how many would be found with it: in one statement."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.domain.search.queries import recordings_having, recordings_matching
from webinars.domain.search.terms import Terms
from webinars.models import (
    DocumentKind,
    FacetCount,
    Organisation,
    RecordingFacet,
    SearchDocument,
    Series,
    Speaker,
    Topic,
)

FACET_LENGTH = 12
FACETS = ("organisation", "speaker", "series", "topic", "year", "language")

_TOTAL = len(FACETS)
"""The place of the number of all that is found, behind those of the facets."""

_NAMES: dict[str, tuple[InstrumentedAttribute[str], InstrumentedAttribute[str]]] = {
    "organisation": (Organisation.slug, Organisation.name),
    "speaker": (Speaker.slug, Speaker.name),
    "series": (Series.slug, Series.title),
    "topic": (Topic.slug, Topic.name),
}
"""Where the name of a value stands. A year and a language tag are names themselves."""


class RecordingConditions(Struct, frozen=True):
    """What has to be true of a recording."""

    terms: Terms | None
    chosen: Mapping[str, str]

    @property
    def is_everything(self) -> bool:
        return self.terms is None and not self.chosen

    def without(self, facet: str) -> "RecordingConditions":
        """Returns the same without one facet's filter, so that another of its values can be chosen."""
        return RecordingConditions(self.terms, {name: value for name, value in self.chosen.items() if name != facet})

    def recordings(self, session: Session) -> sa.CompoundSelect[Any] | sa.Select[Any]:
        """Returns the ids of the recordings it is true of. Not for everything."""
        parts = [] if self.terms is None else [recordings_matching(session, self.terms)]
        parts += [recordings_having(facet, value) for facet, value in self.chosen.items()]
        return sa.intersect(*parts) if len(parts) > 1 else parts[0]


class FacetValue(Struct, frozen=True):
    value: str
    name: str
    count: int
    """Of what would be found with it, the other filters as they are."""


class Facets(Struct, frozen=True):
    count: int
    """Of all that is found."""
    values: Mapping[str, Sequence[FacetValue]]


def counted_facets(session: Session, asked: RecordingConditions) -> Facets:
    """Returns how many recordings `asked` lets through, and the commonest values of each facet with what each finds."""
    counts = _Counts(session, asked)
    parts = [_total(counts)]
    for place, name in enumerate(FACETS):
        parts.append(_named(place, name, _commonest(counts, name)))
        if name in asked.chosen:
            parts.append(_named(place, name, _chosen(counts, name, asked.chosen[name])))
    total = 0
    found: dict[tuple[str, str], FacetValue] = {}
    for place, value, name, count in session.execute(sa.union_all(*parts)):
        if place == _TOTAL:
            total = count or 0
        else:
            found[FACETS[place], value] = FacetValue(value, name, count)
    return Facets(total, {name: sorted(_of(found, name), key=_order_of(name)) for name in FACETS})


class _Counts:
    """The sets that facets are counted in, and the counts. Each is worked out once for all that share it."""

    def __init__(self, session: Session, asked: RecordingConditions) -> None:
        self._session = session
        self.asked = asked
        self._sets: dict[tuple[tuple[str, str], ...], sa.CTE] = {}
        self._counted: dict[tuple[tuple[str, str], ...], sa.CTE] = {}

    def within(self, asked: RecordingConditions) -> sa.Select[Any]:
        return sa.select(*self._set(asked).c)

    def _set(self, asked: RecordingConditions) -> sa.CTE:
        key = tuple(asked.chosen.items())
        if key not in self._sets:
            found = asked.recordings(self._session).cte(f"found_{len(self._sets)}")
            # Else SQLite answers the question again wherever the set is used.
            self._sets[key] = found.prefix_with("MATERIALIZED")
        return self._sets[key]

    def of(self, name: str) -> sa.Select[Any]:
        """Returns the values of a facet, each with how many would be found with it."""
        others = self.asked.without(name)
        columns: Any
        if others.is_everything:
            columns = (FacetCount.value, FacetCount.count.label("count"))
            return sa.select(*columns).where(FacetCount.facet == name)
        key = tuple(others.chosen.items())
        if key not in self._counted:
            self._counted[key] = _counted_in(self._set(others)).cte(f"counted_{len(self._counted)}")
        counted = self._counted[key].c
        return sa.select(counted["value"], counted["count"]).where(counted["facet"] == name)


def _counted_in(found: sa.CTE) -> sa.CompoundSelect[Any]:
    """Returns the values of all facets with how many of the recordings that were `found` have them."""
    (found_id,) = found.c
    is_less = _number_of(found) * 2 <= _number_of_all()
    # Of more than half it is quicker to count those of the others, and to take them off the counts of all.
    is_beside = sa.and_(
        SearchDocument.kind == DocumentKind.RECORDING, SearchDocument.ref_id.not_in(sa.select(found_id))
    )
    # The limit leaves nothing out: without one, PostgreSQL prepares for as many as there are and reads all facets.
    beside_found = sa.select(SearchDocument.ref_id).where(is_beside).limit(_number_of_all())
    others = beside_found.cte(f"beside_{found.name}").prefix_with("MATERIALIZED")
    beside = _looked_up(others, sa.not_(is_less)).subquery()
    is_same = sa.and_(beside.c.facet == FacetCount.facet, beside.c.value == FacetCount.value)
    left = FacetCount.count - sa.func.coalesce(beside.c["count"], 0)
    of_more = (
        sa.select(FacetCount.facet, FacetCount.value, left).outerjoin(beside, is_same).where(sa.not_(is_less), left > 0)
    )
    return sa.union_all(_looked_up(found, is_less), of_more)


def _looked_up(some: sa.CTE, is_asked: sa.ColumnElement[bool]) -> sa.Select[str, str, int]:
    """Returns the values of some recordings, if it `is_asked`. An outer join begins with them and looks each up."""
    (some_id,) = some.c
    return (
        sa.select(RecordingFacet.facet, RecordingFacet.value, sa.func.count().label("count"))
        .select_from(some)
        .outerjoin(RecordingFacet, RecordingFacet.recording_id == some_id)
        .where(is_asked)
        .group_by(RecordingFacet.facet, RecordingFacet.value)
    )


def _number_of(some: sa.FromClause) -> sa.ScalarSelect[Any]:
    return sa.select(sa.func.count()).select_from(some).scalar_subquery()


def _number_of_all() -> sa.ScalarSelect[Any]:
    # Every recording has exactly one language.
    return sa.select(sa.func.sum(FacetCount.count)).where(FacetCount.facet == "language").scalar_subquery()


def _total(counts: _Counts) -> sa.Select[Any]:
    everything = counts.asked.is_everything
    number = _number_of_all() if everything else _number_of(counts.within(counts.asked).subquery())
    return sa.select(_place(_TOTAL), sa.literal(""), sa.literal(""), number)


def _commonest(counts: _Counts, name: str) -> sa.Subquery:
    """Returns the commonest values of a facet, or of years the latest."""
    order: tuple[sa.ColumnElement[Any], ...] = (
        (sa.desc("value"),) if name == "year" else (sa.desc("count"), sa.asc("value"))
    )
    return counts.of(name).order_by(*order).limit(FACET_LENGTH).subquery()


def _chosen(counts: _Counts, name: str, value: str) -> sa.Subquery:
    """Returns the value that was chosen, so that it has its name and can be taken away even where nothing is found."""
    others = counts.asked.without(name)
    known = sa.select(FacetCount.value).where(FacetCount.facet == name, FacetCount.value == value)
    if others.is_everything:
        return known.add_columns(FacetCount.count.label("count")).subquery()
    having = recordings_having(name, value).where(RecordingFacet.recording_id.in_(counts.within(others))).subquery()
    number = sa.select(sa.func.count()).select_from(having).scalar_subquery()
    return known.add_columns(number.label("count")).subquery()


def _named(place: int, name: str, counted: sa.Subquery) -> sa.Select[Any]:
    columns = counted.c
    if name not in _NAMES:
        return sa.select(_place(place), columns["value"], columns["value"], columns["count"])
    slug, label = _NAMES[name]
    return sa.select(_place(place), columns["value"], label, columns["count"]).join(
        slug.class_, slug == columns["value"]
    )


def _place(place: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(place), sa.Integer)


def _of(found: Mapping[tuple[str, str], FacetValue], name: str) -> Iterator[FacetValue]:
    return (each for (facet, _value), each in found.items() if facet == name)


def _order_of(name: str) -> Any:  # noqa: ANN401 - a key for sorted()
    if name == "year":
        return lambda each: -int(each.value)
    return lambda each: (-each.count, each.name)
