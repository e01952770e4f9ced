"""Whether search knows what is there: every document is made again and held against the stored one. Changes nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import FacetCount, Recording, RecordingFacet, SearchDocument
from webinars.search.actions import AT_ONCE
from webinars.search.documents import contents_of, searchable_webinars
from webinars.search.engine import engine_of
from webinars.search.tokens import TOKEN_VERSION


@dataclass(slots=True)
class Differences:
    """How many things are not as they should be."""

    missing: int = 0
    """Recordings that should be found and have no document."""
    outdated: int = 0
    """Documents that say something else, or were written with other tokens."""
    surplus: int = 0
    """Documents of what must not be found, or is no more."""
    tokens: int = 0
    """Documents without tokens, and tokens without a document."""
    facets: int = 0
    """Values of recordings, and their counts."""

    @property
    def count(self) -> int:
        return self.missing + self.outdated + self.surplus + self.tokens + self.facets


def verified(session: Session, *, advance: Callable[[int], None] = lambda _count: None) -> Differences:
    """What differs. `advance` is told of each part of the webinars that is done."""
    differences = Differences()
    columns = (SearchDocument.kind, SearchDocument.ref_id, SearchDocument.digest, SearchDocument.token_version)
    stored = {(row.kind, row.ref_id): (row.digest, row.token_version) for row in session.execute(sa.select(*columns))}
    facets = _stored_facets(session)
    counts: Counter[tuple[str, str]] = Counter()
    webinar_ids = session.scalars(sa.select(Recording.webinar_id).distinct().order_by(Recording.webinar_id)).all()
    for start in range(0, len(webinar_ids), AT_ONCE):
        chunk = webinar_ids[start : start + AT_ONCE]
        for webinar in session.scalars(searchable_webinars(chunk)):
            for content in contents_of(webinar):
                found = stored.pop((content.kind, content.ref_id), None)
                differences.missing += found is None
                differences.outdated += found is not None and found != (content.digest, TOKEN_VERSION)
                expected = {(content.recording_id, *facet) for facet in content.facets}
                differences.facets += len(expected - facets)
                facets -= expected
                counts.update(content.facets)
        session.expunge_all()
        advance(len(chunk))
    differences.surplus = len(stored)
    differences.facets += len(facets) + len(dict(counts).items() ^ _stored_counts(session).items())
    documents = set(session.scalars(sa.select(SearchDocument.id)))
    differences.tokens = len(documents ^ set(session.scalars(engine_of(session).stored())))
    return differences


def _stored_facets(session: Session) -> set[tuple[int, str, str]]:
    query = sa.select(RecordingFacet.recording_id, RecordingFacet.facet, RecordingFacet.value)
    return {(row.recording_id, row.facet, row.value) for row in session.execute(query)}


def _stored_counts(session: Session) -> dict[tuple[str, str], int]:
    query = sa.select(FacetCount.facet, FacetCount.value, FacetCount.count.label("number"))
    return {(row.facet, row.value): row.number for row in session.execute(query)}
