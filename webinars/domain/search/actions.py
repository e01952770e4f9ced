"""Keeps what search knows in step with the webinars, in the transaction that changes them."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.bulk import insert_rows
from webinars.domain.programme.public_visibility import listed
from webinars.domain.search.documents import (
    DocumentContent,
    content_of_speaker,
    contents_of,
    searchable_among,
    searchable_speakers,
    searchable_webinars,
)
from webinars.domain.search.engines.engine import Engine, Index, engine_of
from webinars.domain.search.facet_counts import Facet, count, recount, write_facets
from webinars.domain.search.passages import STORED, IndexPassage, key_of, passages_of
from webinars.domain.search.tokens import TOKEN_VERSION, DocumentTokens
from webinars.domain.search.vocabulary import Vocabulary, forget_unused
from webinars.lib.background_throttle import ONE_TRANSACTION, Steps
from webinars.models import (
    PASSAGE_ROOM,
    Appearance,
    DocumentKind,
    Recording,
    RecordingFacet,
    SearchDocument,
    SearchPassage,
    Speaker,
    Webinar,
)
from webinars.models.derived import Changes, Derived

AT_ONCE = 200
MOST_NAMED = 1_000
"""Rows that one statement names."""

# Written past the mapper: ids are used again on SQLite, and a session must not take a new row for one it remembers.
_DOCUMENTS = SearchDocument.metadata.tables[SearchDocument.__tablename__]
_PASSAGES = SearchPassage.metadata.tables[SearchPassage.__tablename__]


def follow_changes(session: Session, changes: Changes, now: dt.datetime) -> None:  # noqa: ARG001 - a subscriber's signature
    """Bring documents, passages, facets and counts up to date with what a transaction has touched."""
    told = changes.of[Derived.DOCUMENTS] | changes.read_webinar_ids | _recorded(session, changes.asked_webinar_ids)
    met = Vocabulary()
    shown_or_hidden = write_webinars(session, told, changes.of[Derived.PASSAGES], met, read=changes.read)
    speaking = _speakers_of(session, shown_or_hidden | changes.of[Derived.SPEAKERS])
    write_speakers(session, changes.speaker_ids | speaking, met)
    met.write(session)


def _recorded(session: Session, webinar_ids: Collection[int]) -> set[int]:
    """Returns those of these webinars that have a recording: see `documents.contents_of`."""
    if not webinar_ids:
        return set()
    query = sa.select(Recording.webinar_id).where(Recording.webinar_id.in_(webinar_ids), Recording.removed_at.is_(None))
    return set(session.scalars(query))


def write_webinars(
    session: Session,
    webinar_ids: Collection[int],
    passage_webinar_ids: Collection[int],
    met: Vocabulary,
    *,
    anew: bool = False,
    read: Mapping[int, Webinar] = MappingProxyType({}),
) -> set[int]:
    """Write the documents of these webinars as they are now, and the passages of those whose moments may be others.

    `anew`: what reads the same as well. Whose words are written, `met` takes note of. Those in `read` are locked and as
    they are now. Returns those whose speakers may be found for the first time, or no more.
    """
    turned: set[int] = set()
    counts: Counter[Facet] = Counter()
    ids = sorted({*webinar_ids, *passage_webinar_ids})
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        # Two transactions that change one webinar in different places take turns, as calendar entries do.
        if not read.keys() >= set(chunk):
            session.execute(
                sa.select(Webinar.id).where(Webinar.id.in_(chunk)).order_by(Webinar.id).with_for_update(key_share=True)
            )
        shown_or_hidden: set[int] = set()
        if touched := [each for each in chunk if each in webinar_ids]:
            others = [each for each in touched if each not in read]
            webinars = searchable_among(session, [read[each] for each in touched if each in read])
            webinars += session.scalars(searchable_webinars(others)) if others else ()
            contents = [content for webinar in webinars for content in contents_of(webinar)]
            shown_or_hidden = _write_documents(
                session, SearchDocument.webinar_id.in_(touched), contents, met, anew=anew
            )
            counts.update(write_facets(session, touched, contents))
        turned |= shown_or_hidden
        if heard := shown_or_hidden.union(each for each in chunk if each in passage_webinar_ids):
            _write_passages(session, heard, met, anew=anew)
    count(session, counts)
    return turned


def _speakers_of(session: Session, webinar_ids: Collection[int]) -> set[int]:
    appearing = sa.select(Appearance.speaker_id).where(Appearance.webinar_id.in_(webinar_ids)).distinct()
    return set(session.scalars(appearing)) if webinar_ids else set()


def write_speakers(session: Session, speaker_ids: Collection[int], met: Vocabulary, *, anew: bool = False) -> None:
    """Write the documents of these speakers as they are now, and if `anew`, those that read the same as well."""
    ids = sorted(speaker_ids)
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        # Two webinars of one speaker may be published at once.
        session.execute(
            sa.select(Speaker.id).where(Speaker.id.in_(chunk)).order_by(Speaker.id).with_for_update(key_share=True)
        )
        contents = [content_of_speaker(speaker) for speaker in session.scalars(searchable_speakers(chunk))]
        are_theirs = sa.and_(SearchDocument.kind == DocumentKind.SPEAKER, SearchDocument.ref_id.in_(chunk))
        _write_documents(session, are_theirs, contents, met, anew=anew)


def reindex(
    session: Session, *, steps: Steps = ONE_TRANSACTION, advance: Callable[[int], None] = lambda _count: None
) -> None:
    """Write everything anew. Who made `steps` commits. `advance` is told how many more webinars are done.

    Searching goes on meanwhile, and so does writing.
    """
    for ids in _in_steps(session, steps, sa.select(Webinar.id).where(listed()), Webinar.id):
        met = Vocabulary()
        write_webinars(session, ids, ids, met, anew=True)
        met.write(session)
        advance(len(ids))
    for ids in _in_steps(session, steps, sa.select(Speaker.id), Speaker.id):
        met = Vocabulary()
        write_speakers(session, ids, met, anew=True)
        met.write(session)
    with steps.step():
        _remove_orphans(session)
    with steps.step():
        recount(session)
    forget_unused(session, steps)
    for index, _rows in indexed(engine_of(session)):
        index.merge(session, steps)


def _in_steps(
    session: Session, steps: Steps, query: sa.Select[int], column: orm.InstrumentedAttribute[int]
) -> Iterator[Sequence[int]]:
    """Yields the ids that `query` finds, in their order: those of each step in a transaction that is one."""
    last = 0
    while True:
        with steps.step():
            ids = session.scalars(query.where(column > last).order_by(column).limit(steps.count)).all()
            if not ids:
                return
            yield ids
            last = ids[-1]


def _write_documents(
    session: Session,
    are_theirs: sa.ColumnElement[bool],
    contents: Sequence[DocumentContent],
    met: Vocabulary,
    *,
    anew: bool,
) -> set[int]:
    """Write `contents` as all that `are_theirs`. Returns the webinars that had no document before, or have none now."""
    columns = (
        SearchDocument.kind,
        SearchDocument.ref_id,
        SearchDocument.webinar_id,
        SearchDocument.id,
        SearchDocument.digest,
        SearchDocument.token_version,
    )
    stored = {(row.kind, row.ref_id): row for row in session.execute(sa.select(*columns).where(are_theirs))}
    before, after = {row.webinar_id for row in stored.values()}, {content.webinar_id for content in contents}
    fresh = []
    for content in contents:
        row = stored.get((content.kind, content.ref_id))
        if row is not None and not anew and (row.digest, row.token_version) == (content.digest, TOKEN_VERSION):
            del stored[content.kind, content.ref_id]
        else:
            fresh.append(content)
    # What is left of the stored ones has changed, or is no longer to be found. Its tokens go with it.
    _delete(session, _DOCUMENTS, {*(row.id for row in stored.values()), *(content.id for content in fresh)})
    if fresh:
        insert_rows(session, _DOCUMENTS, [content.row() for content in fresh])
        engine_of(session).documents.store(session, [content.tokens() for content in fresh])
        for content in fresh:
            met.meet(f"{content.title}\n{content.body}", content.language)
            # Names have no other forms.
            met.meet(content.people)
    return {webinar_id for webinar_id in before ^ after if webinar_id is not None}


def _write_passages(session: Session, webinar_ids: Collection[int], met: Vocabulary, *, anew: bool) -> None:
    of_webinars = sa.select(Recording.id).where(
        sa.or_(Recording.webinar_id.in_(webinar_ids), Recording.removed_from_id.in_(webinar_ids))
    )
    rows = session.execute(sa.select(*STORED).where(SearchPassage.recording_id.in_(of_webinars)))
    stored = {key_of(row): row for row in rows}
    kept: set[int] = set()
    moved: list[dict[str, int]] = []
    fresh: list[IndexPassage] = []
    passages = list(passages_of(session, webinar_ids))
    for passage in passages:
        row = stored.get(passage.key)
        if row is None or anew or (row.digest, row.token_version) != (passage.digest, TOKEN_VERSION):
            fresh.append(passage)
            continue
        del stored[passage.key]
        kept.add(row.id)
        if row.starts_s != passage.starts_s:
            moved.append({"moved": row.id, "place": passage.starts_s})
    _delete(session, _PASSAGES, {row.id for row in stored.values()})
    if moved:
        session.execute(
            sa.update(_PASSAGES).where(_PASSAGES.c.id == sa.bindparam("moved")).values(starts_s=sa.bindparam("place")),
            moved,
        )
    if fresh:
        ids = list(_free_ids(fresh, kept))
        insert_rows(session, _PASSAGES, [each.row(id_) for each, id_ in zip(fresh, ids, strict=True)])
        engine_of(session).passages.store(
            session, [DocumentTokens(id_, (each.tokens,)) for each, id_ in zip(fresh, ids, strict=True)]
        )
        for each in fresh:
            met.meet(each.words, each.language)
    _write_said(
        session, {row.recording_id for row in stored.values()} | {each.recording_id for each in fresh}, passages
    )


def _write_said(session: Session, recording_ids: Collection[int], passages: Iterable[IndexPassage]) -> None:
    """Write which words these recordings have somewhere in their `passages`."""
    words: dict[int, set[str]] = {}
    for passage in passages:
        if passage.recording_id in recording_ids:
            words.setdefault(passage.recording_id, set()).update(passage.tokens)
    said = engine_of(session).speech
    said.remove(session, recording_ids)
    said.store(session, [DocumentTokens(recording_id, (sorted(each),)) for recording_id, each in words.items()])


def _free_ids(passages: Iterable[IndexPassage], taken: Collection[int]) -> Iterator[int]:
    """Yields an id for each, among those of its recording."""
    free: dict[int, Iterator[int]] = {}
    for passage in passages:
        first = passage.recording_id * PASSAGE_ROOM
        ids = free.setdefault(passage.recording_id, (each for each in itertools.count(first) if each not in taken))
        yield next(ids)


def _delete(session: Session, table: sa.Table, ids: Collection[int]) -> None:
    rows = sorted(ids)
    for start in range(0, len(rows), MOST_NAMED):
        session.execute(sa.delete(table).where(table.c.id.in_(rows[start : start + MOST_NAMED])))


def _remove_orphans(session: Session) -> None:
    """Remove what earlier versions, or statements past the session, have left behind."""
    webinars = sa.select(Webinar.id).where(listed())
    orphans = sa.select(SearchDocument.webinar_id).where(SearchDocument.webinar_id.not_in(webinars))
    faceted = sa.select(RecordingFacet.webinar_id).where(RecordingFacet.webinar_id.not_in(webinars))
    heard = (
        sa.select(Recording.webinar_id)
        .where(Recording.id.in_(sa.select(SearchPassage.recording_id)), Recording.webinar_id.not_in(webinars))
        .distinct()
    )
    ids = {*session.scalars(orphans), *session.scalars(faceted), *session.scalars(heard)}
    write_webinars(session, ids, ids, Vocabulary(), anew=True)
    gone = sa.and_(SearchDocument.kind == DocumentKind.SPEAKER, SearchDocument.ref_id.not_in(sa.select(Speaker.id)))
    _write_documents(session, gone, [], Vocabulary(), anew=True)
    engine = engine_of(session)
    for index, rows in indexed(engine):
        known = set(session.scalars(sa.select(rows).distinct()))
        index.remove(session, [each for each in session.scalars(index.stored()) if each not in known])


def indexed(engine: Engine) -> Iterable[tuple[Index, sa.ColumnElement[int]]]:
    """Yields each index with the column of what has to be in it."""
    yield engine.documents, SearchDocument.id.expression
    yield engine.passages, SearchPassage.id.expression
    yield engine.speech, SearchPassage.recording_id.expression
