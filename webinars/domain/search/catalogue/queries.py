"""The archive of recordings: found by words and narrowed by facets, in a number of statements that never grows."""

import datetime as dt
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy.orm import Session

from webinars.db import Instant
from webinars.domain.programme.public_visibility import listed
from webinars.domain.programme.queries import for_lists
from webinars.domain.recordings.queries import for_recording_lists, recordings_of
from webinars.domain.search.catalogue.facets import FACETS, Facets, FacetValue, RecordingConditions, counted_facets
from webinars.domain.search.excerpts import ExcerptPiece, excerpt, mark_hits
from webinars.domain.search.hit_positions import FoundPassage, found_passages
from webinars.domain.search.queries import (
    asked_terms,
    best_hits,
    documents_of,
    newest_first,
    oldest_first,
    recordings_in_order,
)
from webinars.domain.search.ranking import Hit
from webinars.domain.search.suggestions import Suggestion, suggestions
from webinars.domain.search.terms import Terms
from webinars.models import DocumentKind, Recording, RecordingKind, SearchDocument, Speaker, Webinar

PAGE_SIZE = 20
SORTS = ("match", "newest", "oldest")
MOST_BESIDE = 3
"""So many webinars, and speakers, stand beside the recordings that were found."""


class Filters(Struct, frozen=True, kw_only=True):
    """What somebody looks for. Each is a slug, a year or a language tag. Empty means all."""

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
        """Returns the address's query for these filters with `changes`."""
        changed = replace(self, **changes)
        values = {"q": changed.q, **{name: getattr(changed, name) for name in FACETS}, "sort": changed.sort}
        return {name: value for name, value in values.items() if value}


class CataloguePage(Struct, frozen=True):
    """One page of what was found."""

    recordings: Sequence[Recording]
    count: int
    number: int
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    terms: Terms | None = None
    """What was looked for: with `beginnings*` where nothing had the very words."""
    bodies: Mapping[int, str] = field(default_factory=dict)
    """Of each recording, the text beside its title and people that was searched."""
    passages: Mapping[int, Sequence[FoundPassage]] = field(default_factory=dict)
    """Of each recording, the moments at which it is said."""
    webinars: Sequence[Webinar] = ()
    """Those without a recording that fit as well."""
    speakers: Sequence[Speaker] = ()
    suggestions: Sequence[Suggestion] = ()
    """What may have been meant, if nothing was found."""

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    def name_of(self, facet: str, value: str) -> str:
        """Returns the name of a chosen value, as typed if nothing public has it, so that no name can be guessed."""
        return next((each.name for each in self.facets.get(facet, ()) if each.value == value), value)

    def marked(self, text: str) -> Sequence[ExcerptPiece]:
        """Returns `text` in pieces, with what was looked for apart."""
        return [ExcerptPiece(text, is_hit=False)] if self.terms is None else mark_hits(text, self.terms)

    def excerpt(self, recording: Recording) -> Sequence[ExcerptPiece]:
        """Returns where else in the recording's text the words were found, or an empty sequence if nowhere."""
        text = self.bodies.get(recording.id, "")
        if recording.kind != RecordingKind.FULL:
            # Where a talk comes from is said beside it.
            text = text.removeprefix(recording.webinar.title)
        return excerpt(text, self.terms) if self.terms is not None else ()


def find_recordings(session: Session, filters: Filters, number: int = 1, *, today: dt.date) -> CataloguePage:
    """Returns page `number` (from 1) of the listed recordings that `filters` let through, with each facet's counts.

    On the first page for words alone, webinars without a recording and speakers stand beside them.
    """
    asked, facets, hits = _results(session, filters, today)
    first = (number - 1) * PAGE_SIZE
    limit = min(PAGE_SIZE, facets.count - first)
    recordings = _page(session, filters, asked, hits, first, limit) if limit > 0 else []
    found = CataloguePage(recordings, facets.count, number, facets.values, asked.terms)
    if asked.terms is None:
        return found
    is_alone = number == 1 and not filters.chosen
    ids = [recording.id for recording in recordings]
    return replace(
        found,
        bodies={id_: document.body for id_, document in documents_of(session, ids).items()} if ids else {},
        passages=found_passages(session, asked.terms, ids),
        webinars=_webinars(session, hits) if is_alone else (),
        speakers=_speakers(session, hits) if is_alone else (),
        suggestions=() if facets.count or hits else suggestions(session, filters.q),
    )


def recordings_before(
    session: Session, filters: Filters, place: tuple[dt.datetime, int] | None, count: int
) -> Sequence[Recording]:
    """Returns the first `count` listed recordings that `filters` let through, newest first, after a place in it.

    The place is when the last one was published, and its id.
    """
    asked = RecordingConditions(asked_terms(session, filters.q), filters.chosen)
    order = (Recording.published_at, Recording.id)
    is_listed = sa.exists().where(Webinar.id == Recording.webinar_id, listed())
    ids = sa.select(Recording.id).where(is_listed)
    if not asked.is_everything:
        ids = ids.where(Recording.id.in_(asked.recordings(session)))
    if place is not None:
        ids = ids.where(sa.tuple_(*order) < sa.tuple_(sa.literal(place[0], Instant()), sa.literal(place[1])))
    newest = [each.desc() for each in order]
    found = recordings_of(ids.order_by(*newest).limit(count)).options(*for_recording_lists())
    return session.scalars(found.order_by(*newest)).all()


def _results(session: Session, filters: Filters, today: dt.date) -> tuple[RecordingConditions, Facets, Sequence[Hit]]:
    """Returns what is asked for, how much there is of it, and the best: of the very words, else of their beginnings."""
    asked = RecordingConditions(asked_terms(session, filters.q), filters.chosen)
    facets = counted_facets(session, asked)
    hits = _best(session, asked, today)
    if facets.count or hits or asked.terms is None or (wider := asked.terms.as_beginnings()) == asked.terms:
        return asked, facets, hits
    again = RecordingConditions(wider, filters.chosen)
    return again, counted_facets(session, again), _best(session, again, today)


def _best(session: Session, asked: RecordingConditions, today: dt.date) -> Sequence[Hit]:
    return [] if asked.terms is None else best_hits(session, asked.terms, asked.chosen, today=today)


def _page(
    session: Session, filters: Filters, asked: RecordingConditions, hits: Sequence[Hit], first: int, limit: int
) -> Sequence[Recording]:
    if asked.terms is not None and filters.order == "match":
        ordered = recordings_in_order(session, asked.terms, asked.chosen, hits, limit=limit, offset=first)
        ids = [hit.ref_id for hit in ordered]
    else:
        ids = _ids_by_date(session, filters, asked, first)
    query = sa.select(Recording).where(Recording.id.in_(ids)).options(*for_recording_lists())
    return sorted(session.scalars(query), key=lambda recording: ids.index(recording.id))


def _ids_by_date(session: Session, filters: Filters, asked: RecordingConditions, first: int) -> list[int]:
    # The twenty rows are found in the narrow table first: only they are joined with all that a list shows.
    document = (
        sa.select(SearchDocument.ref_id)
        .where(SearchDocument.kind == DocumentKind.RECORDING)
        .order_by(*(oldest_first() if filters.order == "oldest" else newest_first()))
        .limit(PAGE_SIZE)
        .offset(first)
    )
    if not asked.is_everything:
        document = document.where(SearchDocument.ref_id.in_(asked.recordings(session)))
    return list(session.scalars(document))


def _webinars(session: Session, hits: Sequence[Hit]) -> Sequence[Webinar]:
    ids = [hit.ref_id for hit in hits if hit.kind == DocumentKind.WEBINAR][:MOST_BESIDE]
    if not ids:
        return ()
    query = sa.select(Webinar).where(Webinar.id.in_(ids)).options(*for_lists())
    return sorted(session.scalars(query), key=lambda webinar: ids.index(webinar.id))


def _speakers(session: Session, hits: Sequence[Hit]) -> Sequence[Speaker]:
    ids = [hit.ref_id for hit in hits if hit.kind == DocumentKind.SPEAKER][:MOST_BESIDE]
    if not ids:
        return ()
    return sorted(
        session.scalars(sa.select(Speaker).where(Speaker.id.in_(ids))), key=lambda speaker: ids.index(speaker.id)
    )
