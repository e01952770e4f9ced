"""Whether search knows what is there: every document is made again and held against the stored one. Changes nothing."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.programme.public_visibility import listed
from webinars.domain.search.actions import AT_ONCE, indexed
from webinars.domain.search.documents import content_of_speaker, contents_of, searchable_speakers, searchable_webinars
from webinars.domain.search.engines.engine import engine_of
from webinars.domain.search.passages import STORED, key_of, passages_of
from webinars.domain.search.tokens import TOKEN_VERSION
from webinars.models import FacetCount, RecordingFacet, SearchDocument, Speaker, Webinar


class Differences(Struct):
    """How many things are not as they should be."""

    missing: int = 0
    """What should be found and has no document, and passages that are not there."""
    outdated: int = 0
    """Documents and passages that say something else, or were written with other tokens."""
    surplus: int = 0
    """Those of what must not be found, or is no more."""
    tokens: int = 0
    """Those without tokens, and tokens without any of them."""
    facets: int = 0
    """Values of recordings, and their counts."""

    @property
    def count(self) -> int:
        return self.missing + self.outdated + self.surplus + self.tokens + self.facets


def find_differences(session: Session, *, advance: Callable[[int], None] = lambda _count: None) -> Differences:
    """Returns what differs. `advance` is told of each part of the webinars that is done."""
    differences = Differences()
    documents = _Stored(differences, _stored_documents(session))
    passages = _Stored(differences, _stored_passages(session))
    facets = _stored_facets(session)
    counts: Counter[tuple[str, str]] = Counter()
    webinar_ids = session.scalars(sa.select(Webinar.id).where(listed()).order_by(Webinar.id)).all()
    for chunk in _parts(webinar_ids):
        for content in (
            each for webinar in session.scalars(searchable_webinars(chunk)) for each in contents_of(webinar)
        ):
            documents.compare((content.kind, content.ref_id), (content.digest, TOKEN_VERSION))
            expected = {(content.recording_id, *facet) for facet in content.facets}
            differences.facets += len(expected - facets)
            facets -= expected
            counts.update(content.facets)
        for passage in passages_of(session, chunk):
            passages.compare(passage.key, (passage.digest, TOKEN_VERSION, passage.starts_s))
        session.expunge_all()
        advance(len(chunk))
    for chunk in _parts(session.scalars(sa.select(Speaker.id)).all()):
        for content in map(content_of_speaker, session.scalars(searchable_speakers(chunk))):
            documents.compare((content.kind, content.ref_id), (content.digest, TOKEN_VERSION))
    differences.surplus = len(documents.left) + len(passages.left)
    differences.facets += len(facets) + len(dict(counts).items() ^ _stored_counts(session).items())
    engine = engine_of(session)
    for index, ids in indexed(engine):
        differences.tokens += len({*session.scalars(sa.select(ids).distinct())} ^ {*session.scalars(index.stored())})
    return differences


class _Stored:
    """What is stored, by its key, and not yet met among what should be."""

    def __init__(self, differences: Differences, stored: dict[Any, tuple[Any, ...]]) -> None:
        self._differences = differences
        self.left = stored

    def compare(self, key: object, wanted: tuple[Any, ...]) -> None:
        found = self.left.pop(key, None)
        self._differences.missing += found is None
        self._differences.outdated += found is not None and found != wanted


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def _stored_documents(session: Session) -> dict[Any, tuple[Any, ...]]:
    columns = (SearchDocument.kind, SearchDocument.ref_id, SearchDocument.digest, SearchDocument.token_version)
    return {(row.kind, row.ref_id): (row.digest, row.token_version) for row in session.execute(sa.select(*columns))}


def _stored_passages(session: Session) -> dict[Any, tuple[Any, ...]]:
    rows = session.execute(sa.select(*STORED))
    return {key_of(row): (row.digest, row.token_version, row.starts_s) for row in rows}


def _stored_facets(session: Session) -> set[tuple[int, str, str]]:
    query = sa.select(RecordingFacet.recording_id, RecordingFacet.facet, RecordingFacet.value)
    return {(row.recording_id, row.facet, row.value) for row in session.execute(query)}


def _stored_counts(session: Session) -> dict[tuple[str, str], int]:
    query = sa.select(FacetCount.facet, FacetCount.value, FacetCount.count.label("number"))
    return {(row.facet, row.value): row.number for row in session.execute(query)}
