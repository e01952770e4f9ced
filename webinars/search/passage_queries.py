"""Where in recordings the words that were looked for are said, asked or named: excerpts with their seconds."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.models import Cue, PassageKind, SearchPassage, Transcript
from webinars.search.engine import engine_of, recording_of
from webinars.search.excerpts import Piece, excerpt_with_place
from webinars.search.terms import Terms

AT_MOST = 3
"""Of one recording."""
WORTH_SHOWING = 0.3
"""The share of the best passage's score: what has only the commonest of several words is left out."""


@dataclass(frozen=True, slots=True)
class FoundPassage:
    kind: PassageKind
    starts_s: int
    """The second of the recording at which the words are said; of speech, at which their cue begins."""
    pieces: Sequence[Piece]
    language: str
    """Of speech, as a BCP 47 tag; else empty: it is the recording's."""


def found_passages(
    session: Session, terms: Terms, recording_ids: Collection[int]
) -> Mapping[int, Sequence[FoundPassage]]:
    """By recording, its best passages for some of what `terms` want, in their order in the recording."""
    if not terms.wanted or not recording_ids:
        return {}
    found: dict[int, list[FoundPassage]] = {}
    for recording_id, passage in _read(session, _chosen(session, terms, recording_ids), terms):
        found.setdefault(recording_id, []).append(passage)
    return {recording_id: sorted(each, key=lambda passage: passage.starts_s) for recording_id, each in found.items()}


def _chosen(session: Session, terms: Terms, recording_ids: Collection[int]) -> list[int]:
    """The ids of the passages that are shown."""
    engine = engine_of(session)
    index = engine.passages
    recording = recording_of(index.document_id)
    rows = session.execute(
        index.scored(engine.written(terms.any())).add_columns(recording).where(recording.in_(recording_ids))
    ).all()
    ranked = sorted(rows, key=lambda row: (-row.score, row.document_id))
    counts: dict[int, int] = {}
    chosen = []
    for document_id, score, recording_id in ranked:
        if score < WORTH_SHOWING * ranked[0].score:
            break
        counts[recording_id] = counts.get(recording_id, 0) + 1
        if counts[recording_id] <= AT_MOST:
            chosen.append(document_id)
    return chosen


def _read(session: Session, passage_ids: Sequence[int], terms: Terms) -> Iterable[tuple[int, FoundPassage]]:
    if not passage_ids:
        return
    is_spoken_in_it = sa.and_(
        SearchPassage.kind == PassageKind.SPEECH,
        Cue.transcript_id == SearchPassage.ref_id,
        Cue.starts_ms.between(SearchPassage.from_ms, SearchPassage.until_ms),
    )
    rows = session.execute(
        sa.select(
            SearchPassage.id,
            SearchPassage.recording_id,
            SearchPassage.kind,
            SearchPassage.starts_s,
            SearchPassage.from_ms,
            SearchPassage.text,
            Cue.starts_ms.label("cue_ms"),
            Cue.text.label("cue_text"),
            Transcript.language,
        )
        .outerjoin(Cue, is_spoken_in_it)
        .outerjoin(Transcript, Transcript.id == Cue.transcript_id)
        .where(SearchPassage.id.in_(passage_ids))
        .order_by(SearchPassage.id, Cue.starts_ms, Cue.id)
    )
    for _id, group in groupby(rows, lambda row: row.id):
        together = list(group)
        passage = _passage(together, terms)
        if passage is not None:
            yield together[0].recording_id, passage


def _passage(rows: Sequence[Any], terms: Terms) -> FoundPassage | None:
    first = rows[0]
    if first.kind != PassageKind.SPEECH:
        found = excerpt_with_place(first.text, terms)
        return None if found is None else FoundPassage(first.kind, first.starts_s, found[0], "")
    texts = [" ".join((row.cue_text or "").split()) for row in rows]
    found = excerpt_with_place(" ".join(texts), terms)
    if found is None:
        return None
    pieces, place = found
    cue = rows[bisect_right(_beginnings(texts), place) - 1]
    return FoundPassage(first.kind, first.starts_s + (cue.cue_ms - first.from_ms) // 1000, pieces, first.language)


def _beginnings(texts: Iterable[str]) -> list[int]:
    """Where each text begins among all of them, joined by a space."""
    beginnings = []
    place = 0
    for text in texts:
        beginnings.append(place)
        place += len(text) + 1
    return beginnings
