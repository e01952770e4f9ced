"""Keeps the documents of search in step with the webinars, in the transaction that changes them."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webinars.derived import Changes
from webinars.models import FacetCount, Recording, RecordingFacet, SearchDocument, Webinar
from webinars.search.documents import Content, contents_of, searchable_webinars
from webinars.search.engine import engine_of
from webinars.search.tokens import TOKEN_VERSION

AT_ONCE = 200

Facet = tuple[str, str]
"""Its name and a value: ("year", "2027")."""

# Written past the mapper: ids are used again on SQLite, and a session must not take a new row for one it remembers.
_DOCUMENTS = SearchDocument.metadata.tables[SearchDocument.__tablename__]
_FACETS = RecordingFacet.metadata.tables[RecordingFacet.__tablename__]


def follow_changes(session: Session, changes: Changes, now: dt.datetime) -> None:  # noqa: ARG001 - a subscriber's signature
    """Bring documents, facets and counts up to date with what a transaction has touched."""
    write_documents(session, changes.webinar_ids)


def write_documents(session: Session, webinar_ids: Collection[int], *, anew: bool = False) -> None:
    """Write the documents of these webinars as they are now; `anew`, those that read the same as well."""
    counts: Counter[Facet] = Counter()
    ids = sorted(webinar_ids)
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        # Two transactions that change one webinar in different places take turns, as calendar entries do.
        session.execute(
            sa.select(Webinar.id).where(Webinar.id.in_(chunk)).order_by(Webinar.id).with_for_update(key_share=True)
        )
        contents = [
            content for webinar in session.scalars(searchable_webinars(chunk)) for content in contents_of(webinar)
        ]
        _write(session, chunk, contents, anew=anew)
        counts.update(_write_facets(session, chunk, contents))
    _count(session, counts)


def reindex(session: Session) -> Iterator[int]:
    """Write every document anew, a part at a time; how many webinars are done. The caller commits after each part.

    Searching goes on meanwhile, and so does writing.
    """
    ids = session.scalars(sa.select(Recording.webinar_id).distinct().order_by(Recording.webinar_id)).all()
    for start in range(0, len(ids), AT_ONCE):
        write_documents(session, ids[start : start + AT_ONCE], anew=True)
        yield min(start + AT_ONCE, len(ids))
    _remove_orphans(session)
    _recount(session)
    yield len(ids)


def _write(session: Session, webinar_ids: Sequence[int], contents: Sequence[Content], *, anew: bool) -> None:
    columns = (
        SearchDocument.kind,
        SearchDocument.ref_id,
        SearchDocument.id,
        SearchDocument.digest,
        SearchDocument.token_version,
    )
    stored = {
        (row.kind, row.ref_id): row
        for row in session.execute(sa.select(*columns).where(SearchDocument.webinar_id.in_(webinar_ids)))
    }
    fresh = []
    for content in contents:
        row = stored.get((content.kind, content.ref_id))
        if row is not None and not anew and (row.digest, row.token_version) == (content.digest, TOKEN_VERSION):
            del stored[content.kind, content.ref_id]
        else:
            fresh.append(content)
    # What is left of the stored ones has changed, or is no longer to be found. Its tokens go with it.
    if stored:
        session.execute(
            sa.delete(_DOCUMENTS).where(_DOCUMENTS.c.id == sa.bindparam("outdated")),
            [{"outdated": row.id} for row in stored.values()],
        )
    if fresh:
        ids = session.scalars(
            sa.insert(_DOCUMENTS).returning(_DOCUMENTS.c.id, sort_by_parameter_order=True),
            [content.row() for content in fresh],
        )
        engine_of(session).store(session, [content.tokens(each) for content, each in zip(fresh, ids, strict=True)])


def _write_facets(session: Session, webinar_ids: Sequence[int], contents: Sequence[Content]) -> Mapping[Facet, int]:
    """Write the facets of these webinars; by how much each count changes."""
    wanted = {
        (content.recording_id, facet, value): content.webinar_id
        for content in contents
        for facet, value in content.facets
    }
    key = (_FACETS.c.recording_id, _FACETS.c.facet, _FACETS.c.value)
    rows = session.execute(sa.select(*key).where(_FACETS.c.webinar_id.in_(webinar_ids)))
    stored = {(row.recording_id, row.facet, row.value) for row in rows}
    gone, added = stored - wanted.keys(), wanted.keys() - stored
    if gone:
        session.execute(
            sa.delete(_FACETS).where(*(column == sa.bindparam(f"old_{column.name}") for column in key)),
            [{"old_recording_id": each[0], "old_facet": each[1], "old_value": each[2]} for each in sorted(gone)],
        )
    if added:
        session.execute(
            sa.insert(_FACETS),
            [
                {"recording_id": each[0], "facet": each[1], "value": each[2], "webinar_id": wanted[each]}
                for each in sorted(added)
            ],
        )
    changes = Counter((facet, value) for _recording_id, facet, value in added)
    changes.subtract((facet, value) for _recording_id, facet, value in gone)
    return changes


def _count(session: Session, changes: Mapping[Facet, int]) -> None:
    rows = [
        {"facet": facet, "value": value, "count": change}
        # Every transaction takes these rows in the same order, so that no two wait for each other.
        for (facet, value), change in sorted(changes.items())
        if change
    ]
    if not rows:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    inserted = dialect.insert(FacetCount)
    session.execute(
        inserted.on_conflict_do_update(
            index_elements=[FacetCount.facet, FacetCount.value],
            set_={"count": FacetCount.count + inserted.excluded.count},
        ),
        rows,
    )
    if any(change < 0 for change in changes.values()):
        session.execute(sa.delete(FacetCount).where(FacetCount.count == 0))


def _remove_orphans(session: Session) -> None:
    """What earlier versions, or statements past the session, have left behind."""
    webinars = sa.select(Recording.webinar_id)
    orphans = sa.select(SearchDocument.webinar_id).where(SearchDocument.webinar_id.not_in(webinars))
    faceted = sa.select(RecordingFacet.webinar_id).where(RecordingFacet.webinar_id.not_in(webinars))
    write_documents(session, {*session.scalars(orphans), *session.scalars(faceted)}, anew=True)
    engine = engine_of(session)
    known = set(session.scalars(sa.select(SearchDocument.id)))
    engine.remove(session, [each for each in session.scalars(engine.stored()) if each not in known])


def _recount(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        # Whoever has changed a count and not committed yet is waited for; the statements below see what they did.
        session.execute(sa.text("LOCK TABLE facet_count IN EXCLUSIVE MODE"))
    session.execute(sa.delete(FacetCount))
    counted = sa.select(RecordingFacet.facet, RecordingFacet.value, sa.func.count()).group_by(
        RecordingFacet.facet, RecordingFacet.value
    )
    session.execute(sa.insert(FacetCount).from_select(["facet", "value", "count"], counted))
