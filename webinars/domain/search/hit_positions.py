"""Where in recordings the words that were looked for are said, asked or named: excerpts, and the second of each hit."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from math import log1p
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.search.engines.engine import engine_for
from webinars.domain.search.excerpts import ExcerptPiece, excerpt_with_place
from webinars.domain.search.terms import Terms
from webinars.models import PASSAGE_ROOM, Cue, PassageKind, Recording, SearchPassage, Transcript

AT_MOST = 3
"""Of one recording."""
MOST_COMPARED = 100
"""Of all recordings."""
WORTH_SHOWING = 0.3
"""The share of the best passage's score: what has only the commonest of several words is left out."""


class FoundPassage(Struct, frozen=True):
    kind: PassageKind
    starts_s: int
    """The second of the recording at which the words are said, or for speech, at which their cue begins."""
    pieces: Sequence[ExcerptPiece]
    language: str
    """Of speech, as a BCP 47 tag, else empty: it is the recording's."""
    is_unread: bool = False
    """Whether a machine has written it down, and nobody has read it."""


def found_passages(
    session: Session, terms: Terms, recording_ids: Collection[int]
) -> Mapping[int, Sequence[FoundPassage]]:
    """Returns by recording its best passages for some of what `terms` want, in their order in the recording."""
    if not terms.wanted or not recording_ids:
        return {}
    found: dict[int, list[FoundPassage]] = {}
    for passage_id, passage in _read(session, _chosen(session, terms, recording_ids), terms):
        found.setdefault(passage_id // PASSAGE_ROOM, []).append(passage)
    return {recording_id: sorted(each, key=lambda passage: passage.starts_s) for recording_id, each in found.items()}


def best_passages(session: Session, terms: Terms) -> Sequence[tuple[int, FoundPassage]]:
    """Returns the best passages of all that have all of what `terms` want, best first, each with its recording.

    Of what is said in a recording, and of what is asked in it, only the best.
    """
    if not terms.wanted:
        return ()
    dialect = session.get_bind().dialect.name
    engine = engine_for(dialect)
    asked = engine.query_text(terms)
    exactly = engine.query_text(terms.exactly()) if terms.has_forms else None
    has_phrase = any(len(term.tokens) > 1 for term in terms.wanted)
    best = engine.passages.best(asked, MOST_COMPARED, has_phrase=has_phrase, exactly=exactly).subquery()
    rows = session.execute(
        sa.select(SearchPassage.id, SearchPassage.kind)
        .join(best, best.c.document_id == SearchPassage.id)
        .order_by(best.c.is_exact.desc(), best.c.score.desc(), SearchPassage.id.desc())
    )
    chosen: dict[tuple[int, bool], int] = {}
    for passage_id, kind in rows:
        chosen.setdefault((passage_id // PASSAGE_ROOM, kind == PassageKind.QUESTION), passage_id)
    read = dict(_read(session, list(chosen.values()), terms))
    return [(each // PASSAGE_ROOM, read[each]) for each in chosen.values() if each in read]


def _chosen(session: Session, terms: Terms, recording_ids: Collection[int]) -> list[int]:
    """Returns the ids of the passages that are shown."""
    dialect = session.get_bind().dialect.name
    written = engine_for(dialect).query_text
    parameters: dict[str, Any] = {"among": list(recording_ids)}
    for place, term in enumerate(terms.wanted):
        parameters[f"asked_{place}"] = written(Terms((term,), terms.unwanted))
    found: dict[tuple[bool, int, int], set[int]] = {}
    had = Counter[int]()
    for place, passage_id, kind, starts_s in session.execute(_kept_statement(dialect, len(terms.wanted)), parameters):
        if passage_id is not None:
            found.setdefault((kind == PassageKind.SPEECH, starts_s, passage_id), set()).add(place)
            had[place] += 1
    # What few of these passages have is worth most. Among alike, what is named or asked comes first, then the earlier.
    scores = {key: sum(log1p(len(found) / had[place]) for place in places) for key, places in found.items()}
    worth_showing = WORTH_SHOWING * max(scores.values(), default=0.0)
    counts = Counter[int]()
    chosen = []
    for key in sorted(found, key=lambda key: (-scores[key], key)):
        recording_id = key[-1] // PASSAGE_ROOM
        if scores[key] >= worth_showing and counts[recording_id] < AT_MOST:
            counts[recording_id] += 1
            chosen.append(key[-1])
    return chosen


@lru_cache(maxsize=20)
def _kept_statement(dialect: str, count: int) -> sa.CompoundSelect[Any]:
    """Returns the passages of a few recordings with each of `count` terms. Kept, as in `search.queries`."""
    index = engine_for(dialect).passages
    among = sa.select(Recording.id).where(Recording.id.in_(sa.bindparam("among", expanding=True))).subquery("few")
    parts = []
    for place in range(count):
        having = index.within(sa.bindparam(f"asked_{place}", type_=sa.String), among).subquery()
        columns = (_place(place), having.c.document_id, SearchPassage.kind, SearchPassage.starts_s)
        parts.append(
            sa.select(*columns).outerjoin_from(having, SearchPassage, SearchPassage.id == having.c.document_id)
        )
    return sa.union_all(*parts)


def _place(place: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(place), sa.Integer)


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
            SearchPassage.kind,
            SearchPassage.starts_s,
            SearchPassage.from_ms,
            SearchPassage.text,
            Cue.starts_ms.label("cue_ms"),
            Cue.text.label("cue_text"),
            Transcript.language,
            sa.and_(Transcript.is_by_machine, Transcript.read_at.is_(None)).label("is_unread"),
        )
        .outerjoin(Cue, is_spoken_in_it)
        .outerjoin(Transcript, Transcript.id == Cue.transcript_id)
        .where(SearchPassage.id.in_(passage_ids))
        .order_by(SearchPassage.id, Cue.starts_ms, Cue.id)
    )
    for passage_id, group in groupby(rows, lambda row: row.id):
        together = list(group)
        passage = _passage(together, terms)
        if passage is not None:
            yield passage_id, passage


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
    starts_s = first.starts_s + (cue.cue_ms - first.from_ms) // 1000
    return FoundPassage(first.kind, starts_s, pieces, first.language, bool(first.is_unread))


def _beginnings(texts: Iterable[str]) -> list[int]:
    """Returns where each text begins among all of them, joined by a space."""
    beginnings = []
    place = 0
    for text in texts:
        beginnings.append(place)
        place += len(text) + 1
    return beginnings
