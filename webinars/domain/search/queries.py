"""What search answers: the best recordings, webinars and speakers for some words, and the passages that have them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.search.engines.engine import (
    Engine,
    EngineQuery,
    engine_for,
    engine_of,
    is_of_recording,
    recording_of,
    thing_of,
)
from webinars.domain.search.ranking import Hit, ranked
from webinars.domain.search.terms import Terms, terms_of
from webinars.domain.search.vocabulary import forms_of, languages
from webinars.models import DOCUMENT_ROOM, DocumentKind, RecordingFacet, SearchDocument

CANDIDATES, PASSAGE_CANDIDATES = 40, 60
"""So many of the best are put in order by more than their words. What follows is in order of time."""

_IS_TOLD, _IS_SAID = (sa.literal_column(each, sa.Integer).label("is_said") for each in "01")
_TABLE = SearchDocument.metadata.tables[SearchDocument.__tablename__]


def search(
    session: Session,
    asked: str | Terms,
    filters: Mapping[str, str] | None = None,
    *,
    today: dt.date,
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """Returns the recordings for what is `asked`, best first: by exact title, then people, titles, texts and speech.

    A recording is found if each word is somewhere in it. `filters` are values of facets:
    {"speaker": "caroline-herschel"}. Among alike, the newer stands first.
    """
    terms = asked_terms(session, asked) if isinstance(asked, str) else asked
    if terms is None or terms.is_empty:
        return []
    hits = best_hits(session, terms, filters, today=today)
    return recordings_in_order(session, terms, filters or {}, hits, limit=limit, offset=offset)


def asked_terms(session: Session, text: str) -> Terms | None:
    """Returns what `text` asks for, its words in all their forms in the languages of this site.

    Returns None if it asks for nothing.
    """
    terms = terms_of(text)
    if terms is None or not any(term.written for term in terms.wanted):
        return terms
    terms = terms.in_languages(languages(session))
    return terms.with_forms(forms_of(session, {stem for term in terms.wanted for stem in term.stems.items()}))


def recordings_in_order(
    session: Session, terms: Terms, filters: Mapping[str, str], hits: Sequence[Hit], *, limit: int, offset: int
) -> list[Hit]:
    """Returns the recordings among the `best_hits` hits, and behind them whatever else is found, newest first."""
    recordings = [hit for hit in hits if hit.kind == DocumentKind.RECORDING]
    found = recordings[offset : offset + limit]
    if len(found) < limit:
        behind = max(0, offset - len(recordings))
        found += _others(session, terms, filters, recordings, limit=limit - len(found), offset=behind)
    return found


def best_hits(session: Session, terms: Terms, filters: Mapping[str, str] | None = None, *, today: dt.date) -> list[Hit]:
    """Returns the best of everything for `terms`, best first.

    Without `filters` webinars and speakers are among it too.
    """
    if not terms.wanted:
        return []
    filters = filters or {}
    return ranked(session.execute(*_candidates(session, terms, filters)).all(), terms, today=today)


def matching_webinar_ids(session: Session, words: str, *, today: dt.date) -> set[int]:
    """Returns the ids of the best webinars for some words: what is said of them, or said and told in recordings."""
    terms = asked_terms(session, words)
    hits = best_hits(session, terms, today=today) if terms is not None else []
    own = {hit.ref_id for hit in hits if hit.kind == DocumentKind.WEBINAR}
    recorded = [hit.ref_id for hit in hits if hit.kind == DocumentKind.RECORDING]
    of_recordings = (SearchDocument.kind == DocumentKind.RECORDING, SearchDocument.ref_id.in_(recorded))
    above = session.scalars(sa.select(SearchDocument.webinar_id).where(*of_recordings)) if recorded else ()
    return own | {each for each in above if each is not None}


def _candidates(
    session: Session, terms: Terms, filters: Mapping[str, str]
) -> tuple[sa.CompoundSelect[Any], dict[str, str]]:
    """Returns a statement for the best documents and passages, and its parameters."""
    dialect = session.get_bind().dialect.name
    engine = engine_for(dialect)
    parameters = {"asked": engine.query_text(terms), **filters}
    if terms.has_forms:
        parameters["exactly"] = engine.query_text(terms.exactly())
    if terms.unwanted:
        parameters["unwanted"] = engine.query_text(Terms(terms.unwanted).any())
    has_phrase = any(len(term.tokens) > 1 for term in terms.wanted)
    kept = _kept_statement(
        dialect,
        tuple(sorted(filters)),
        is_without=bool(terms.unwanted),
        has_phrase=has_phrase,
        has_forms=terms.has_forms,
    )
    return kept, parameters


@lru_cache(maxsize=100)
def _kept_statement(
    dialect: str, facets: tuple[str, ...], *, is_without: bool, has_phrase: bool, has_forms: bool
) -> sa.CompoundSelect[Any]:
    """Returns the statement. It is kept, because to make it takes as long as many a question to be answered."""
    engine = engine_for(dialect)
    asked = sa.bindparam("asked", type_=sa.String)
    exactly = sa.bindparam("exactly", type_=sa.String) if has_forms else None
    said_in = recording_of(engine.passages.document_id)
    of_documents: list[sa.ColumnElement[bool]] = []
    of_passages: list[sa.ColumnElement[bool]] = []
    if facets:
        chosen = [recordings_having(facet, sa.bindparam(facet, type_=sa.String)) for facet in facets]
        having = sa.intersect(*chosen) if len(chosen) > 1 else chosen[0]
        (recording_id,) = having.subquery().c
        of_recording = recording_id * sa.literal_column(str(DOCUMENT_ROOM), sa.Integer)
        of_documents.append(engine.documents.document_id.in_(sa.select(of_recording)))
        of_passages.append(said_in.in_(having))
    if is_without:
        of_passages.append(said_in.not_in(_about(engine, sa.bindparam("unwanted", type_=sa.String))))
    documents = engine.documents.best(asked, CANDIDATES, *of_documents, exactly=exactly)
    passages = engine.passages.best(asked, PASSAGE_CANDIDATES, *of_passages, has_phrase=has_phrase, exactly=exactly)
    return sa.union_all(_of_documents(documents.subquery()), _of_passages(passages.subquery()))


def _of_documents(found: sa.Subquery) -> sa.Select[Any]:
    columns = (_TABLE.c.ref_id, _TABLE.c.held_on, found.c.score, _TABLE.c.title, found.c.is_exact, _IS_TOLD)
    return sa.select(sa.type_coerce(_TABLE.c.kind, sa.String), *columns).join(found, _TABLE.c.id == found.c.document_id)


def _of_passages(found: sa.Subquery) -> sa.Select[Any]:
    """Returns of each recording the best passage."""
    recording = recording_of(found.c.document_id)
    greatest = (sa.func.max(found.c[name]).label(name) for name in ("score", "is_exact"))
    in_each = sa.select(recording.label("recording_id"), *greatest)
    best_in_each = in_each.group_by(recording).subquery()
    document = _TABLE.alias("said_in")
    said = best_in_each.c
    columns = (document.c.ref_id, document.c.held_on, said.score, document.c.title, said.is_exact, _IS_SAID)
    is_of_it = document.c.id == best_in_each.c.recording_id * sa.literal_column(str(DOCUMENT_ROOM), sa.Integer)
    said_in = document.join(best_in_each, is_of_it)
    return sa.select(sa.type_coerce(document.c.kind, sa.String), *columns).select_from(said_in)


def _others(
    session: Session, terms: Terms, filters: Mapping[str, str], hits: Sequence[Hit], *, limit: int, offset: int
) -> list[Hit]:
    """Returns what is found beside `hits`, newest first."""
    dialect = session.get_bind().dialect.name
    written = engine_for(dialect).query_text
    parameters: dict[str, Any] = {
        "known": [hit.ref_id for hit in hits], "count": limit, "first": offset, **filters,
        **{f"asked_{place}": written(Terms((term,))) for place, term in enumerate(terms.wanted)},
    }  # fmt: skip
    if terms.unwanted:
        parameters["unwanted"] = written(Terms(terms.unwanted).any())
    kept = _kept_others(
        dialect,
        tuple(len(term.tokens) == 1 for term in terms.wanted),
        tuple(sorted(filters)),
        is_without=bool(terms.unwanted),
        is_rare=len(hits) < CANDIDATES and bool(terms.wanted),
    )
    return [Hit(DocumentKind.RECORDING, each, 0.0) for each in session.execute(kept, parameters).scalars()]


@lru_cache(maxsize=100)
def _kept_others(
    dialect: str, are_words: tuple[bool, ...], facets: tuple[str, ...], *, is_without: bool, is_rare: bool
) -> sa.Select[Any]:
    """Returns the statement, kept as that for the candidates is. What `is_rare` is looked up and put in order.

    Of what is common so many are found that it is quicker to go back in time until there are enough of them.
    """
    asked = [(sa.bindparam(f"asked_{place}", type_=sa.String), is_word) for place, is_word in enumerate(are_words)]
    unwanted = sa.bindparam("unwanted", type_=sa.String) if is_without else None
    found = _matching(engine_for(dialect), asked, unwanted).subquery()
    documents = _TABLE.c
    room = sa.literal_column(str(DOCUMENT_ROOM), sa.Integer)
    is_found = (
        documents.id.in_(sa.select(found.c.found * room))
        if is_rare
        else sa.and_(documents.kind == DocumentKind.RECORDING, documents.recording_id.in_(sa.select(found.c.found)))
    )
    chosen = (recordings_having(facet, sa.bindparam(facet, type_=sa.String)) for facet in facets)
    return (
        sa.select(documents.recording_id)
        # By the column that is never NULL: of the other one PostgreSQL thinks that each of these leaves out half of
        # all rows, so that nothing is left of thousands.
        .where(is_found, documents.ref_id.not_in(sa.bindparam("known", expanding=True, type_=sa.Integer)))
        .where(*(documents.recording_id.in_(each) for each in chosen))
        .order_by(*newest_first())
        .limit(sa.bindparam("count", type_=sa.Integer))
        .offset(sa.bindparam("first", type_=sa.Integer))
    )


def newest_first() -> tuple[sa.ColumnElement[Any], ...]:
    """Returns the order of documents by time, the parts of a webinar in theirs."""
    return (SearchDocument.held_on.desc(), SearchDocument.webinar_id.desc(), *_in_webinar())


def oldest_first() -> tuple[sa.ColumnElement[Any], ...]:
    """Returns the order the other way round. The parts of a webinar stay in theirs."""
    return (SearchDocument.held_on.expression, SearchDocument.webinar_id.expression, *_in_webinar())


def _in_webinar() -> tuple[sa.ColumnElement[Any], ...]:
    return SearchDocument.position.expression, SearchDocument.id.expression


def recordings_matching(session: Session, terms: Terms) -> sa.Select[Any]:
    """Returns the ids of the recordings that have all that is wanted somewhere, and are not about what is unwanted."""
    if terms.is_empty:
        return sa.select(SearchDocument.recording_id).where(sa.false())
    engine = engine_of(session)
    asked = [(engine.query_text(Terms((term,))), len(term.tokens) == 1) for term in terms.wanted]
    return _matching(engine, asked, engine.query_text(Terms(terms.unwanted).any()) if terms.unwanted else None)


def _matching(
    engine: Engine, wanted: Sequence[tuple[EngineQuery, bool]], unwanted: EngineQuery | None
) -> sa.Select[Any]:
    """Returns the ids, `found`, of the recordings that have each of `wanted`, each told to be one word or not."""
    everywhere = []
    for asked, is_word in wanted:
        said = engine.speech.matching(asked) if is_word else _saying(engine, asked)
        everywhere.append(sa.select(sa.union(_about(engine, asked), said).subquery().c.found))
    if not everywhere:
        every = SearchDocument.recording_id.label("found")
        everywhere.append(sa.select(every).where(SearchDocument.recording_id.is_not(None)))
    found = (sa.intersect(*everywhere) if len(everywhere) > 1 else everywhere[0]).subquery()
    matching = sa.select(found.c.found)
    if unwanted is not None:
        matching = matching.where(found.c.found.not_in(_about(engine, unwanted)))
    return matching


def _about(engine: Engine, asked: EngineQuery) -> sa.Select[Any]:
    """Returns the ids of the recordings whose own documents fit."""
    document_id = engine.documents.document_id
    of_recordings = engine.documents.matching(asked).where(is_of_recording(document_id))
    return of_recordings.with_only_columns(thing_of(document_id).label("found"))


def _saying(engine: Engine, asked: EngineQuery) -> sa.Select[Any]:
    """Returns the ids of the recordings in a passage of which a phrase is said."""
    passage_id = engine.passages.document_id
    return engine.passages.matching(asked).with_only_columns(recording_of(passage_id).label("found")).distinct()


def recordings_having(facet: str, value: str | sa.BindParameter[str]) -> sa.Select[int]:
    """Returns the ids of the listed recordings with a value of a facet."""
    return sa.select(RecordingFacet.recording_id).where(RecordingFacet.facet == facet, RecordingFacet.value == value)


def documents_of(session: Session, recording_ids: Sequence[int]) -> dict[int, SearchDocument]:
    """Returns the documents by the ids of their recordings."""
    rows = session.scalars(sa.select(SearchDocument).where(SearchDocument.recording_id.in_(recording_ids)))
    return {row.recording_id: row for row in rows if row.recording_id is not None}
