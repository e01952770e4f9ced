"""One search over all that the public can find: each kind of thing in a group of its own, the best of it first."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.domain.programme.public_visibility import is_linked, listed
from webinars.domain.programme.queries import for_lists
from webinars.domain.recordings.queries import for_recording_lists
from webinars.domain.search.excerpts import ExcerptPiece, mark_hits
from webinars.domain.search.hit_positions import FoundPassage, best_passages
from webinars.domain.search.queries import asked_terms, best_hits
from webinars.domain.search.ranking import Hit
from webinars.domain.search.stems import has_stem, words
from webinars.domain.search.suggestions import Suggestion, suggestions
from webinars.domain.search.terms import SHORTEST_BEGINNING, Term, Terms
from webinars.domain.search.tokens import tokens
from webinars.models import (
    CoOrganiser,
    DocumentKind,
    Organisation,
    PassageKind,
    Recording,
    RecordingKind,
    Series,
    Speaker,
    Topic,
    Webinar,
    webinar_topic,
)

# Organisations, series and topics found by their names. They are few, so no index has them: their names are read.


MOST_READ = 5_000
"""Names of one kind."""
MOST_ASKED = 60
"""Of those that fit, so many are asked whether they are public."""

_NAMES: Mapping[str, tuple[InstrumentedAttribute[int], InstrumentedAttribute[str], InstrumentedAttribute[str]]] = {
    "organisation": (Organisation.id, Organisation.slug, Organisation.name),
    "series": (Series.id, Series.slug, Series.title),
    "topic": (Topic.id, Topic.slug, Topic.name),
}


class FoundSubject(Struct, frozen=True):
    kind: str
    """organisation, series or topic."""
    slug: str
    name: str


def found_subjects(session: Session, terms: Terms) -> list[FoundSubject]:
    """Returns those of a listed webinar whose names have all of `terms`, the shortest names first."""
    if not terms.wanted:
        return []
    named = [row for row in session.execute(sa.union_all(*map(_names, _NAMES))) if _fits(row.name, terms)]
    named = sorted(named, key=lambda row: (len(row.name), row.name, row.kind))[:MOST_ASKED]
    if not named:
        return []
    public = {tuple(row) for row in session.execute(_public(named))}
    return [FoundSubject(row.kind, row.slug, row.name) for row in named if (row.kind, row.id) in public]


def _names(kind: str) -> sa.Select[Any]:
    id_, slug, name = _NAMES[kind]
    newest = sa.select(id_.label("id"), slug.label("slug"), name.label("name")).order_by(id_.desc()).limit(MOST_READ)
    few = newest.subquery()
    return sa.select(sa.literal(kind).label("kind"), *few.c)


def _public(named: Sequence[Any]) -> sa.CompoundSelect[Any]:
    """Returns kind and id of those that a listed webinar belongs to. What only drafts name stays unnamed."""
    ids = {kind: [row.id for row in named if row.kind == kind] for kind in _NAMES}
    accepted = sa.and_(CoOrganiser.webinar_id == Webinar.id, *is_linked())
    of_webinar = webinar_topic.c.webinar_id == Webinar.id
    return sa.union(
        _belonging("organisation", Webinar.host_id, ids),
        _belonging("organisation", CoOrganiser.organisation_id, ids).where(accepted),
        _belonging("series", Webinar.series_id, ids),
        _belonging("topic", webinar_topic.c.topic_id, ids).where(of_webinar),
    )


def _belonging(kind: str, column: Any, ids: Mapping[str, Sequence[int]]) -> sa.Select[Any]:  # noqa: ANN401 - any column
    return sa.select(sa.literal(kind), column).where(listed(), column.in_(ids[kind]))


def _fits(name: str, terms: Terms) -> bool:
    told = f" {' '.join(tokens(name))} "
    return all(_has(name, told, term, terms.languages) for term in terms.wanted) and not any(
        f" {' '.join(term.tokens)} " in told for term in terms.unwanted
    )


def _has(name: str, told: str, term: Term, languages: Sequence[str]) -> bool:
    # What somebody types of a name is often its beginning.
    may_go_on = term.is_beginning or len(term.tokens[-1]) >= SHORTEST_BEGINNING
    if f" {' '.join(term.tokens)}{'' if may_go_on else ' '}" in told:
        return True
    stems = term.stems.values()
    return bool(stems) and any(has_stem(word, stems, languages) for word in words(name))


GROUPS = ("webinars", "talks", "speakers", "subjects", "questions", "said")
IN_A_GROUP, ALONE = 4, 40
"""So many of a group are shown beside the others, and by itself."""
Thing = TypeVar("Thing")


class FoundMoment(Struct, frozen=True):
    """Where in a recording it is said, or asked and answered."""

    recording: Recording
    passage: FoundPassage


class SearchResults(Struct, frozen=True, kw_only=True):
    """What was found, by groups."""

    terms: Terms | None = None
    """What was looked for: with `beginnings*` where nothing had the very words."""
    webinars: Sequence[Webinar] = ()
    """Coming and past. One with a recording is found by its full stream."""
    talks: Sequence[Recording] = ()
    speakers: Sequence[Speaker] = ()
    subjects: Sequence[FoundSubject] = ()
    """Organisations, series and topics."""
    questions: Sequence[FoundMoment] = ()
    said: Sequence[FoundMoment] = ()
    has_more: frozenset[str] = field(default=frozenset())
    """The groups of which there is more than is shown."""
    suggestions: Sequence[Suggestion] = ()
    """What may have been meant, if nothing was found."""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, group) for group in GROUPS)

    def marked(self, text: str) -> Sequence[ExcerptPiece]:
        """Returns `text` in pieces, with what was looked for apart."""
        return [ExcerptPiece(text, is_hit=False)] if self.terms is None else mark_hits(text, self.terms)


def find_everything(session: Session, text: str, only: str = "", *, today: dt.date) -> SearchResults:
    """Returns what is found for `text`: a few of each group, or more of `only` one."""
    terms = asked_terms(session, text)
    if terms is None or terms.is_empty:
        return SearchResults(terms=terms)
    found = _found(session, terms, only, today)
    if found.is_empty and (wider := terms.as_beginnings()) != terms:
        found = _found(session, wider, only, today)
    if found.is_empty:
        return SearchResults(terms=terms, suggestions=suggestions(session, text))
    return found


def _found(session: Session, terms: Terms, only: str, today: dt.date) -> SearchResults:
    groups = _Groups(only)
    hits = best_hits(session, terms, today=today)
    moments = best_passages(session, terms)
    recordings = _recordings(
        session,
        [
            *(hit.ref_id for hit in hits if hit.kind == DocumentKind.RECORDING),
            *(recording_id for recording_id, _passage in moments),
        ],
    )
    webinars = groups.cut("webinars", dict.fromkeys(_webinar_ids(hits, recordings)))
    talks = [
        recordings[hit.ref_id]
        for hit in hits
        if hit.kind == DocumentKind.RECORDING
        and hit.ref_id in recordings
        and recordings[hit.ref_id].kind != RecordingKind.FULL
    ]
    speakers = [hit.ref_id for hit in hits if hit.kind == DocumentKind.SPEAKER]
    shown = [FoundMoment(recordings[each], passage) for each, passage in moments if each in recordings]
    return SearchResults(
        terms=terms,
        webinars=_webinars(session, webinars),
        talks=groups.cut("talks", talks),
        speakers=_speakers(session, groups.cut("speakers", speakers)),
        subjects=groups.cut("subjects", found_subjects(session, terms)),
        questions=groups.cut("questions", [each for each in shown if _is_asked(each)]),
        said=groups.cut("said", [each for each in shown if not _is_asked(each)]),
        has_more=frozenset(groups.has_more),
    )


class _Groups:
    """How much of each group is shown."""

    def __init__(self, only: str) -> None:
        self._only = only
        self.has_more: set[str] = set()

    def cut(self, group: str, things: Iterable[Thing]) -> Sequence[Thing]:
        if self._only and self._only != group:
            return ()
        found = list(things)
        limit = ALONE if self._only else IN_A_GROUP
        if len(found) > limit:
            self.has_more.add(group)
        return found[:limit]


def _is_asked(moment: FoundMoment) -> bool:
    return moment.passage.kind == PassageKind.QUESTION


def _webinar_ids(hits: Iterable[Hit], recordings: Mapping[int, Recording]) -> Iterable[int]:
    for hit in hits:
        if hit.kind == DocumentKind.WEBINAR:
            yield hit.ref_id
        elif hit.kind == DocumentKind.RECORDING and hit.ref_id in recordings:
            recording = recordings[hit.ref_id]
            if recording.kind == RecordingKind.FULL:
                yield recording.webinar_id


def _recordings(session: Session, ids: Sequence[int]) -> Mapping[int, Recording]:
    if not ids:
        return {}
    query = sa.select(Recording).join(Recording.webinar).where(Recording.id.in_(set(ids)), listed())
    return {each.id: each for each in session.scalars(query.options(*for_recording_lists()))}


def _webinars(session: Session, ids: Sequence[int]) -> Sequence[Webinar]:
    if not ids:
        return ()
    query = sa.select(Webinar).where(Webinar.id.in_(ids), listed()).options(*for_lists())
    return sorted(session.scalars(query), key=lambda webinar: ids.index(webinar.id))


def _speakers(session: Session, ids: Sequence[int]) -> Sequence[Speaker]:
    if not ids:
        return ()
    query = sa.select(Speaker).where(Speaker.id.in_(ids))
    return sorted(session.scalars(query), key=lambda speaker: ids.index(speaker.id))
