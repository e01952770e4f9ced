"""The archive of recordings: found by words and narrowed by facets, in a number of statements that never grows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import DocumentKind, Recording, SearchDocument
from webinars.recordings.archive_facets import FACETS, Asked, Facets, FacetValue, counted_facets
from webinars.recordings.queries import for_recording_lists
from webinars.search.excerpts import Piece, excerpt, marked
from webinars.search.queries import documents_of, search
from webinars.search.suggestions import Suggestion, suggestions
from webinars.search.terms import Terms, terms_of

PAGE_SIZE = 20
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
class Found:
    """One page of what was found."""

    recordings: Sequence[Recording]
    count: int
    number: int
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    terms: Terms | None = None
    """What was looked for: with `beginnings*` where nothing had the very words."""
    bodies: Mapping[int, str] = field(default_factory=dict)
    """Of each recording, the text beside its title and people that was searched."""
    suggestions: Sequence[Suggestion] = ()
    """What may have been meant, if nothing was found."""

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    def name_of(self, facet: str, value: str) -> str:
        """The name of a chosen value: as typed if nothing public has it, so that no name can be guessed out of here."""
        return next((each.name for each in self.facets.get(facet, ()) if each.value == value), value)

    def marked(self, text: str) -> Sequence[Piece]:
        """`text` in pieces, with what was looked for apart."""
        return [Piece(text, is_hit=False)] if self.terms is None else marked(text, self.terms)

    def excerpt(self, recording: Recording) -> Sequence[Piece]:
        """Where else in the recording's text the words were found; empty if nowhere."""
        return excerpt(self.bodies.get(recording.id, ""), self.terms) if self.terms is not None else ()


def find_recordings(session: Session, filters: Filters, number: int = 1, *, today: dt.date) -> Found:
    """Page `number` (from 1) of the listed recordings that `filters` let through, with the counts of every facet."""
    asked, facets = _settled(session, filters)
    recordings = _page(session, filters, asked, number, today) if facets.count else []
    bodies = {}
    if asked.terms is not None and recordings:
        documents = documents_of(session, [recording.id for recording in recordings])
        bodies = {recording_id: document.body for recording_id, document in documents.items()}
    return Found(
        recordings,
        facets.count,
        number,
        facets.values,
        asked.terms,
        bodies,
        suggestions(session, filters.q) if filters.q and not facets.count else (),
    )


def _settled(session: Session, filters: Filters) -> tuple[Asked, Facets]:
    """What is asked for, and how much there is of it: first the very words, then words that begin with them."""
    asked = Asked(terms_of(filters.q), filters.chosen)
    facets = counted_facets(session, asked)
    if facets.count or asked.terms is None or (wider := asked.terms.as_beginnings()) == asked.terms:
        return asked, facets
    again = Asked(wider, filters.chosen)
    return again, counted_facets(session, again)


def _page(session: Session, filters: Filters, asked: Asked, number: int, today: dt.date) -> Sequence[Recording]:
    first = (number - 1) * PAGE_SIZE
    if asked.terms is not None and filters.order == "match":
        hits = search(session, asked.terms, asked.chosen, today=today, limit=PAGE_SIZE, offset=first)
        places = {hit.recording_id: place for place, hit in enumerate(hits)}
        query = sa.select(Recording).where(Recording.id.in_(places)).options(*for_recording_lists())
        return sorted(session.scalars(query), key=lambda recording: places[recording.id])
    # The twenty rows are found in the narrow table first: only they are joined with all that a list shows.
    document = (
        sa.select(SearchDocument.recording_id)
        .where(SearchDocument.kind == DocumentKind.RECORDING)
        .order_by(*_order(filters))
        .limit(PAGE_SIZE)
        .offset(first)
    )
    if not asked.is_everything:
        document = document.where(SearchDocument.recording_id.in_(asked.recordings(session)))
    ids = session.scalars(document).all()
    query = sa.select(Recording).where(Recording.id.in_(ids)).options(*for_recording_lists())
    return sorted(session.scalars(query), key=lambda recording: ids.index(recording.id))


def _order(filters: Filters) -> tuple[sa.ColumnElement[Any], ...]:
    place = (SearchDocument.position.expression, SearchDocument.id.expression)
    if filters.order == "oldest":
        return (SearchDocument.held_on.expression, SearchDocument.webinar_id.expression, *place)
    return (SearchDocument.held_on.desc(), SearchDocument.webinar_id.desc(), *place)
