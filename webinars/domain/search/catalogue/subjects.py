"""Organisations, series and topics found by their names. They are few, so no index has them: their names are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.domain.programme.queries import listed
from webinars.domain.search.stems import has_stem, words
from webinars.domain.search.terms import SHORTEST_BEGINNING, Term, Terms
from webinars.domain.search.tokens import tokens
from webinars.models import CoOrganiser, Organisation, Series, Topic, Webinar, webinar_topic

MOST_READ = 5_000
"""Names of one kind."""
MOST_ASKED = 60
"""Of those that fit, so many are asked whether they are public."""

_NAMES: Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str], InstrumentedAttribute[str]]] = {
    "organisation": (Organisation.id, Organisation.slug, Organisation.name),
    "series": (Series.id, Series.slug, Series.title),
    "topic": (Topic.id, Topic.slug, Topic.name),
}


@dataclass(frozen=True, slots=True)
class FoundSubject:
    kind: str
    """organisation, series or topic."""
    slug: str
    name: str


def found_subjects(session: Session, terms: Terms) -> list[FoundSubject]:
    """Those of a listed webinar whose names have all of `terms`, the shortest names first."""
    if not terms.wanted:
        return []
    named = [row for row in session.execute(sa.union_all(*map(_names, _NAMES))) if _fits(row.name, terms)]
    named = sorted(named, key=lambda row: (len(row.name), row.name, row.kind))[:MOST_ASKED]
    if not named:
        return []
    public = {tuple(row) for row in session.execute(_public(named))}
    return [FoundSubject(row.kind, row.slug, row.name) for row in named if (row.kind, row.id) in public]


def _names(kind: str) -> sa.Select[Any]:
    id_, slug, name = _NAMES[kind]
    newest = sa.select(id_.label("id"), slug.label("slug"), name.label("name")).order_by(id_.desc()).limit(MOST_READ)
    few = newest.subquery()
    return sa.select(sa.literal(kind).label("kind"), *few.c)


def _public(named: Sequence[Any]) -> sa.CompoundSelect[Any]:
    """Kind and id of those that a listed webinar belongs to. What only drafts name stays unnamed."""
    ids = {kind: [row.id for row in named if row.kind == kind] for kind in _NAMES}
    accepted = sa.and_(CoOrganiser.webinar_id == Webinar.id, CoOrganiser.accepted_at.is_not(None))
    of_webinar = webinar_topic.c.webinar_id == Webinar.id
    return sa.union(
        _belonging("organisation", Webinar.host_id, ids),
        _belonging("organisation", CoOrganiser.organisation_id, ids).where(accepted),
        _belonging("series", Webinar.series_id, ids),
        _belonging("topic", webinar_topic.c.topic_id, ids).where(of_webinar),
    )


def _belonging(kind: str, column: Any, ids: Mapping[str, Sequence[int]]) -> sa.Select[Any]:  # noqa: ANN401 - any column
    return sa.select(sa.literal(kind), column).where(listed(), column.in_(ids[kind]))


def _fits(name: str, terms: Terms) -> bool:
    told = f" {' '.join(tokens(name))} "
    return all(_has(name, told, term, terms.languages) for term in terms.wanted) and not any(
        f" {' '.join(term.tokens)} " in told for term in terms.unwanted
    )


def _has(name: str, told: str, term: Term, languages: Sequence[str]) -> bool:
    # What somebody types of a name is often its beginning.
    may_go_on = term.is_beginning or len(term.tokens[-1]) >= SHORTEST_BEGINNING
    if f" {' '.join(term.tokens)}{'' if may_go_on else ' '}" in told:
        return True
    stems = term.stems.values()
    return bool(stems) and any(has_stem(word, stems, languages) for word in words(name))
