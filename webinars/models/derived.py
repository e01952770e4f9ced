"""What is kept in step with the webinars, in the transaction that changes them.

A session notes what its flushes touch. Just before its commit the subscribers (calendar entries, …) write what follows
from it, so that no reader, in this process or another, ever sees one without the other. What is changed past the
session, by UPDATE statements of one's own, must be named with `touch`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
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

PLACES: dict[type[Any], tuple[str, ...]] = {
    Recording: ("removed_at", "kind", "url", "stream_id", "from_s", "until_s", "sync_s", "starts_s", "ends_s"),
    AgendaQuestion: ("text", "answered_s"),
    AudienceQuestion: ("text", "language", "state", "answered_s", "is_hidden"),
}
"""Rows that say which moments a recording shows, with the columns that do."""

READ = ("text", "state", "is_hidden", "answer", "merged_into_id")
"""Columns of a question from the audience that search knows a webinar by. Such a question is no part of the webinar:
what becomes of it is not told by calendars or mail, and a vote is told by nothing."""

SHOWN: dict[type[Any], tuple[str, ...]] = {
    Organisation: ("name", "slug", "display_zones", "hour_style", "is_zone_line_joined"),
    Series: ("title", "slug"),
    Speaker: ("name", "slug"),
    Topic: ("name", "slug"),
}
"""Rows that many webinars name, with the columns that show there. Other changes of them touch no webinar."""

_KEY = "derived changes"


@dataclass(slots=True)
class Changes:
    """What a transaction has touched."""

    webinar_ids: set[int] = field(default_factory=set)
    deleted_webinar_uids: set[str] = field(default_factory=set)
    renamed: dict[type[Any], set[int]] = field(default_factory=dict)
    """Organisations, series, speakers and topics that look different now."""
    deleted: dict[type[Any], set[int]] = field(default_factory=dict)
    speaker_ids: set[int] = field(default_factory=set)
    """Speakers who look different now, or who appear elsewhere."""
    passage_webinar_ids: set[int] = field(default_factory=set)
    """Webinars of which the recordings may show other moments, or say something else there."""
    recording_ids: set[int] = field(default_factory=set)
    """Recordings with such changes below them. They end in `passage_webinar_ids` before a subscriber sees them."""
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
    changes.passage_webinar_ids |= ids


def _note(session: Session, _context: object) -> None:
    changes = _changes(session)
    for row in (*session.new, *session.dirty):
        if isinstance(row, Webinar):
            changes.webinar_ids.add(row.id)
        elif isinstance(row, PARTS):
            changes.webinar_ids.add(_webinar_of(row))
        elif type(row) in SHOWN and _looks_different(row):
            changes.renamed.setdefault(type(row), set()).add(row.id)
    for row in session.deleted:
        if isinstance(row, Webinar):
            changes.webinar_ids.add(row.id)
            changes.deleted_webinar_uids.add(row.uid)
        elif isinstance(row, PARTS):
            changes.webinar_ids.add(_webinar_of(row))
        elif type(row) in SHOWN:
            changes.deleted.setdefault(type(row), set()).add(row.id)
    _note_passages(session, changes)
    _note_questions(session, changes)
    _note_acts(session, changes)
    _note_recordings(session, changes)
    _note_speakers(session, changes)


def _webinar_of(row: Any) -> int:  # noqa: ANN401 - a row of any of PARTS
    """Returns the webinar that a row belongs to, or belonged to until it was removed."""
    webinar_id: int = getattr(row, "removed_from_id", None) or row.webinar_id
    return webinar_id


def _note_passages(session: Session, changes: Changes) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if type(row) in PLACES:
            if isinstance(row, AudienceQuestion) and not _has_moment(row):
                continue
            if row not in session.dirty or _has_changed(row, PLACES[type(row)]):
                changes.passage_webinar_ids.add(_webinar_of(row))
        elif isinstance(row, BELOW):
            changes.recording_ids.add(row.recording_id)
        elif isinstance(row, Cue):
            changes.transcript_ids.add(row.transcript_id)


def _has_moment(question: AudienceQuestion) -> bool:
    """Returns whether a question has a moment, or had one before: most that are asked never do."""
    return question.answered_s is not None or _has_changed(question, ["answered_s"])


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


def _note_speakers(session: Session, changes: Changes) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Speaker):
            changes.speaker_ids.add(row.id)
        elif isinstance(row, Appearance):
            former = sa.inspect(row).attrs.speaker_id.history.deleted or ()
            changes.speaker_ids.update(each for each in (row.speaker_id, *former) if each is not None)


def _looks_different(row: Any) -> bool:  # noqa: ANN401 - a row of any table in SHOWN
    return _has_changed(row, SHOWN[type(row)])


def _has_changed(row: Any, columns: Iterable[str]) -> bool:  # noqa: ANN401 - a row of any table
    attributes = sa.inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in columns)


def _derive(session: Session, subscribers: Iterable[Subscriber]) -> None:
    session.flush()
    changes: Changes | None = session.info.pop(_KEY, None)
    if changes is None:
        return
    changes.webinar_ids |= _naming(session, changes.renamed)
    changes.passage_webinar_ids |= _above(session, changes)
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
