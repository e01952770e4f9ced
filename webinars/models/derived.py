"""What is kept in step with the webinars, in the transaction that changes them.

A session notes what its flushes touch. Just before its commit the subscribers (calendar entries, …) write what follows
from it, so that no reader, in this process or another, ever sees one without the other. What is changed past the
session, by UPDATE statements of one's own, must be named with `touch`.
"""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy import event, orm
from sqlalchemy.orm import Session

from webinars import clock
from webinars.models import (
    AgendaQuestion,
    Appearance,
    AudienceQuestion,
    AuditEvent,
    Chapter,
    CoOrganiser,
    Cue,
    Organisation,
    QuestionBoard,
    QuestionState,
    Recording,
    RecordingCut,
    RegistrationDesk,
    Series,
    Speaker,
    Topic,
    Transcript,
    Webinar,
    webinar_topic,
)

PARTS = (Appearance, CoOrganiser, AgendaQuestion, Recording)
"""Rows that belong to one webinar."""

BELOW = (Chapter, RecordingCut, Transcript)
"""Rows that belong to one recording."""


class Derived(enum.Enum):
    """What follows from webinars. Each is written for those webinars alone of which something it is made of changed."""

    ENTRIES = "calendar entries, and which feeds they stand in"
    LISTS = "the lists a webinar stands in, and where"
    DOCUMENTS = "what search knows of webinars and recordings"
    SPEAKERS = "what search knows of whoever speaks"
    PASSAGES = "which moments recordings show, and what is said there"
    MAILED_ENTRIES = "the entries that were mailed to speakers"


_LISTED_BY = "status visibility starts_on host_id series_id topics is_lineup_confirmed_only"
MADE_OF: dict[Derived, dict[type[Any], frozenset[str]]] = {
    derived: {kind: frozenset(columns.split()) for kind, columns in kinds.items()}
    for derived, kinds in {
        Derived.ENTRIES: {
            Webinar: f"{_LISTED_BY} uid slug join_code title summary description language timezone display_zones "
            "starts_at ends_at duration_minutes moved_from_wall moved_from_timezone cancellation_reason join_access "
            "live_stream_url registration_url is_registration_here published_at",
            CoOrganiser: "organisation_id position accepted_at wording",
            Appearance: "speaker_id position role affiliation talk_title agreement name",
            AgendaQuestion: "position text",
            Recording: "webinar_id position kind slug",
            Organisation: "name slug timezone display_zones hour_style is_zone_line_joined",
            Series: "title slug",
            Speaker: "name slug",
            Topic: "name slug",
        },
        Derived.LISTS: {
            Webinar: f"{_LISTED_BY} starts_at over_at",
            CoOrganiser: "organisation_id accepted_at",
            Appearance: "speaker_id agreement",
        },
        Derived.DOCUMENTS: {
            Webinar: f"{_LISTED_BY} title summary description language created_at",
            CoOrganiser: "organisation_id position accepted_at",
            Appearance: "speaker_id position affiliation talk_title abstract agreement name",
            AgendaQuestion: "position text",
            Recording: "webinar_id appearance_id position kind title language published_at",
            Organisation: "name slug",
            Series: "title slug",
            Speaker: "name slug",
            Topic: "slug",
        },
        Derived.SPEAKERS: {
            Webinar: "is_lineup_confirmed_only",
            Appearance: "speaker_id agreement",
            Speaker: "name affiliation bio created_at",
        },
        Derived.PASSAGES: {
            Recording: "webinar_id removed_at position kind url stream_id from_s until_s sync_s starts_s ends_s "
            "duration_s language",
            AgendaQuestion: "text answered_s",
            AudienceQuestion: "text language state answered_s is_hidden",
        },
        Derived.MAILED_ENTRIES: {
            Webinar: "status starts_at ends_at duration_minutes",
            Appearance: "speaker_id agreement replied_at",
        },
    }.items()
}
"""The columns (and topics) that each is made of. A change of any other leaves it as it is; a row that comes or goes
does not. `tests/integration/test_derived.py` changes every column, and holds what was kept against what is made."""

READ = ("text", "state", "is_hidden", "answer", "merged_into_id")
"""Columns of a question from the audience that search knows a webinar by. Such a question is no part of the webinar:
what becomes of it is not told by calendars or mail, and a vote is told by nothing."""

NAMED = (Organisation, Series, Speaker, Topic)
"""Rows that many webinars name."""

_KEY = "derived changes"


class Changes(Struct):
    """What a transaction has touched."""

    webinar_ids: set[int] = field(default_factory=set)
    """Webinars of which anything has changed."""
    of: defaultdict[Derived, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The webinars for which each may be another now. `MADE_OF` says why."""
    read: dict[int, Webinar] = field(default_factory=dict)
    """Webinars that were locked, and then read with all that calendars tell of them, and are loaded as they are."""
    deleted_webinar_uids: set[str] = field(default_factory=set)
    renamed: defaultdict[Derived, dict[type[Any], set[int]]] = field(default_factory=lambda: defaultdict(dict))
    """Organisations, series, speakers and topics that look different now, by where they do."""
    deleted: dict[type[Any], set[int]] = field(default_factory=dict)
    speaker_ids: set[int] = field(default_factory=set)
    """Speakers who look different now, or who appear elsewhere."""
    recording_ids: set[int] = field(default_factory=set)
    """Recordings with other moments below them. Their webinars are in `of` before a subscriber sees them."""
    transcript_ids: set[int] = field(default_factory=set)
    """The same for transcripts with other cues."""
    read_webinar_ids: set[int] = field(default_factory=set)
    """Webinars of which nothing has changed but what became of questions from the audience."""
    asked_webinar_ids: set[int] = field(default_factory=set)
    """Webinars of which somebody has asked something."""
    acts: set[tuple[int, str]] = field(default_factory=set)
    """What was done with a webinar, by its id: actions of `AuditEvent`, and a few that no history tells."""
    recordings: dict[int, bool] = field(default_factory=dict)
    """Recordings that were written, and whether they are new there."""
    began_before: dict[int, dt.datetime | None] = field(default_factory=dict)
    """Webinars whose stream is now said to have begun at another time, with the one said before."""


Subscriber = Callable[[Session, Changes, dt.datetime], None]
"""Writes what follows from the changes. It flushes and never commits."""


def watch(
    sessions: orm.sessionmaker[Any] | orm.scoped_session[Any], subscribers: Callable[[], Sequence[Subscriber]]
) -> None:
    """Keep what `subscribers` derive in step with every session that `sessions` makes."""

    def derive(session: Session) -> None:
        # A savepoint's end is a commit too; the transaction's own is early enough.
        if not session.in_nested_transaction():
            _derive(session, subscribers())

    event.listen(sessions, "after_flush", _note)
    event.listen(sessions, "before_commit", derive)
    event.listen(sessions, "after_rollback", _forget)


def touch(session: Session, webinar_ids: Iterable[int]) -> None:
    """Note webinars that were changed by statements the session did not see."""
    changes = _changes(session)
    ids = set(webinar_ids)
    changes.webinar_ids |= ids
    changes.read.clear()
    for each in Derived:
        changes.of[each] |= ids


def note_read(session: Session, webinar: Webinar) -> None:
    """Note a webinar that was locked, and then read anew with all that is told of it.

    Who saves has just read it. Unless other rows are written than its own, there is nothing to be read once more.
    """
    _changes(session).read[webinar.id] = webinar


def _note(session: Session, _context: object) -> None:
    changes = _changes(session)
    for row, is_whole in _written(session):
        feeds = _fed_by(row, is_whole=is_whole)
        if isinstance(row, (Webinar, *PARTS)):
            webinar_id = row.id if isinstance(row, Webinar) else _webinar_of(row)
            changes.webinar_ids.add(webinar_id)
            for each in feeds - {Derived.SPEAKERS}:
                changes.of[each].add(webinar_id)
        elif isinstance(row, NAMED) and not is_whole:
            for each in feeds - {Derived.SPEAKERS}:
                changes.renamed[each].setdefault(type(row), set()).add(row.id)
        if Derived.SPEAKERS in feeds:
            _note_speakers(changes, row)
        _note_passages(changes, row, is_whole=is_whole)
        _note_unread(changes, row, is_whole=is_whole)
    for row in session.deleted:
        if isinstance(row, Webinar):
            changes.deleted_webinar_uids.add(row.uid)
        elif isinstance(row, NAMED):
            changes.deleted.setdefault(type(row), set()).add(row.id)
    _note_questions(session, changes)
    _note_acts(session, changes)
    _note_recordings(session, changes)


def _note_unread(changes: Changes, row: Any, *, is_whole: bool) -> None:  # noqa: ANN401 - as below
    """Forget that webinars were read, where what was read beside their own columns may be another now."""
    if isinstance(row, (*PARTS, *NAMED, *BELOW, Cue, AudienceQuestion)):
        changes.read.clear()
    elif isinstance(row, Webinar) and (is_whole or _has_changed(row, ["host_id", "series_id", "topics"])):
        changes.read.pop(row.id, None)


def _written(session: Session) -> Iterator[tuple[Any, bool]]:
    """Yields the rows of a flush, each with whether all of it is news, as of one that has come or goes."""
    yield from ((row, True) for row in (*session.new, *session.deleted))
    # What is taken out of the list of its webinar is deleted, and the session does not call it so.
    yield from ((row, isinstance(row, PARTS) and _has_changed(row, ["webinar"])) for row in session.dirty)


def _fed_by(row: Any, *, is_whole: bool) -> set[Derived]:  # noqa: ANN401 - a row of any table
    """Returns what is made of the columns of `row` that have changed."""
    kind = type(row)
    return {
        derived for derived, kinds in MADE_OF.items() if kind in kinds and (is_whole or _has_changed(row, kinds[kind]))
    }


def _webinar_of(row: Any) -> int:  # noqa: ANN401 - a row of any of PARTS
    """Returns the webinar that a row belongs to, or belonged to until it was removed."""
    webinar_id: int = getattr(row, "removed_from_id", None) or row.webinar_id
    return webinar_id


def _note_passages(changes: Changes, row: Any, *, is_whole: bool) -> None:  # noqa: ANN401 - as above
    if isinstance(row, AudienceQuestion):
        # Most that are asked never have a moment.
        has_moment = row.answered_s is not None or _has_changed(row, ["answered_s"])
        if has_moment and Derived.PASSAGES in _fed_by(row, is_whole=is_whole):
            changes.of[Derived.PASSAGES].add(row.webinar_id)
    elif isinstance(row, BELOW):
        changes.recording_ids.add(row.recording_id)
    elif isinstance(row, Cue):
        changes.transcript_ids.add(row.transcript_id)


def _note_speakers(changes: Changes, row: Any) -> None:  # noqa: ANN401 - as above
    if isinstance(row, Webinar):
        changes.of[Derived.SPEAKERS].add(row.id)
    elif isinstance(row, Speaker):
        changes.speaker_ids.add(row.id)
    else:
        former = sa.inspect(row).attrs.speaker_id.history.deleted or ()
        changes.speaker_ids.update(each for each in (row.speaker_id, *former) if each is not None)


def _note_questions(session: Session, changes: Changes) -> None:
    for row in session.new:
        if isinstance(row, AudienceQuestion):
            is_answered = row.state in {QuestionState.ANSWERED, QuestionState.DECLINED, QuestionState.MERGED}
            (changes.read_webinar_ids if is_answered else changes.asked_webinar_ids).add(row.webinar_id)
    for row in (*session.dirty, *session.deleted):
        if isinstance(row, AudienceQuestion) and (row in session.deleted or _has_changed(row, READ)):
            changes.read_webinar_ids.add(row.webinar_id)
        elif isinstance(row, QuestionBoard):
            former = sa.inspect(row).attrs.stream_began_at.history.deleted
            if former and row in session.dirty:
                changes.began_before.setdefault(row.webinar_id, former[0])


def _note_acts(session: Session, changes: Changes) -> None:
    for row in session.new:
        if isinstance(row, AuditEvent) and row.webinar_id is not None:
            changes.acts.add((row.webinar_id, row.action))
    for row in session.dirty:
        if isinstance(row, Webinar) and _has_changed(row, ["visibility"]):
            changes.acts.add((row.id, f"webinar:become_{row.visibility}"))
        elif isinstance(row, RegistrationDesk) and (former := sa.inspect(row).attrs.seats_taken.history.deleted):
            changes.acts.add((row.webinar_id, "seats:more" if row.seats_taken > former[0] else "seats:fewer"))
    for row in (*session.new, *session.dirty):
        is_answered = isinstance(row, AudienceQuestion) and row.state == QuestionState.ANSWERED and not row.is_hidden
        if is_answered and _has_changed(row, ["state", "is_hidden"]):
            changes.acts.add((row.webinar_id, "answer:public"))


def _note_recordings(session: Session, changes: Changes) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, Recording) and _has_changed(row, _RECORDING_BUT_ITS_PLACE):
            is_new = row in session.new or (row.removed_at is None and _has_changed(row, ["removed_at"]))
            changes.recordings[row.id] = changes.recordings.get(row.id, False) or is_new


_RECORDING_BUT_ITS_PLACE = [each.key for each in sa.inspect(Recording).column_attrs if each.key != "position"]


def _has_changed(row: Any, columns: Iterable[str]) -> bool:  # noqa: ANN401 - as above
    state = sa.inspect(row)
    # Hardly ever more than a few were set at all, and each history is put together anew.
    return any(state.attrs[name].history.has_changes() for name in set(columns) - state.unmodified)


def _derive(session: Session, subscribers: Iterable[Subscriber]) -> None:
    session.flush()
    changes: Changes | None = session.info.pop(_KEY, None)
    if changes is None:
        return
    for each, renamed in changes.renamed.items():
        changes.of[each] |= _naming(session, renamed)
        changes.webinar_ids |= changes.of[each]
    changes.of[Derived.PASSAGES] |= _above(session, changes)
    # What subscribers do themselves, as giving places to those who waited, is told to those after them as well.
    session.info[_KEY] = Changes(acts=changes.acts, recordings=changes.recordings)
    now = clock.now()
    for subscriber in subscribers:
        subscriber(session, changes, now)
    session.flush()
    session.info.pop(_KEY, None)


def _naming(session: Session, renamed: dict[type[Any], set[int]]) -> set[int]:
    """Returns the webinars on which one of `renamed` is named."""
    webinar_ids: set[int] = set()
    for kind, ids in renamed.items():
        for query in _WEBINARS_NAMING[kind]:
            webinar_ids.update(session.scalars(query(ids)))
    return webinar_ids


def _above(session: Session, changes: Changes) -> set[int]:
    """Returns the webinars of recordings below which something has changed."""
    if not changes.recording_ids and not changes.transcript_ids:
        return set()
    transcribed = sa.select(Transcript.recording_id).where(Transcript.id.in_(changes.transcript_ids))
    is_above = sa.or_(Recording.id.in_(changes.recording_ids), Recording.id.in_(transcribed))
    return set(session.scalars(sa.select(Recording.webinar_id).where(is_above)))


_WEBINARS_NAMING: dict[type[Any], tuple[Callable[[set[int]], sa.Select[Any]], ...]] = {
    Organisation: (
        lambda ids: sa.select(Webinar.id).where(Webinar.host_id.in_(ids)),
        lambda ids: sa.select(CoOrganiser.webinar_id).where(CoOrganiser.organisation_id.in_(ids)),
    ),
    Series: (lambda ids: sa.select(Webinar.id).where(Webinar.series_id.in_(ids)),),
    Speaker: (lambda ids: sa.select(Appearance.webinar_id).where(Appearance.speaker_id.in_(ids)),),
    Topic: (lambda ids: sa.select(webinar_topic.c.webinar_id).where(webinar_topic.c.topic_id.in_(ids)),),
}


def _changes(session: Session) -> Changes:
    changes: Changes = session.info.setdefault(_KEY, Changes())
    return changes


def _forget(session: Session) -> None:
    # The end of a savepoint comes here too; what was noted before it is still to be committed.
    if not session.in_nested_transaction():
        session.info.pop(_KEY, None)
    else:
        # Its end makes what is loaded be read again.
        _changes(session).read.clear()
