"""The values by which recordings can be chosen, and how many recordings have each."""

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.search.documents import DocumentContent
from webinars.models import FacetCount, RecordingFacet

Facet = tuple[str, str]
"""Its name and a value: ("year", "2027")."""

_FACETS = RecordingFacet.metadata.tables[RecordingFacet.__tablename__]


def write_facets(
    session: Session, webinar_ids: Sequence[int], contents: Sequence[DocumentContent]
) -> Mapping[Facet, int]:
    """Write the facets of these webinars. Returns by how much each count changes."""
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


def count(session: Session, changes: Mapping[Facet, int]) -> None:
    rows = [
        {"facet": facet, "value": value, "count": change}
        # Every transaction takes these rows in the same order, so that no two wait for each other.
        for (facet, value), change in sorted(changes.items())
        if change
    ]
    if not rows:
        return
    inserted = insert_or(session, FacetCount)
    session.execute(
        inserted.on_conflict_do_update(
            index_elements=[FacetCount.facet, FacetCount.value],
            set_={"count": FacetCount.count + inserted.excluded.count},
        ),
        rows,
    )
    if any(change < 0 for change in changes.values()):
        session.execute(sa.delete(FacetCount).where(FacetCount.count == 0))


def recount(session: Session) -> None:
    if session.get_bind().dialect.name != "sqlite":
        # Whoever has changed a count and not committed yet is waited for; the statements below see what they did.
        session.execute(sa.text("LOCK TABLE facet_count IN EXCLUSIVE MODE"))
    session.execute(sa.delete(FacetCount))
    counted = sa.select(RecordingFacet.facet, RecordingFacet.value, sa.func.count()).group_by(
        RecordingFacet.facet, RecordingFacet.value
    )
    session.execute(sa.insert(FacetCount).from_select(["facet", "value", "count"], counted))
