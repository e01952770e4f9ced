"""The passages of recordings: half minutes of what is said, chapters, and answered questions, each with its second."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.programme.public_visibility import listed
from webinars.domain.recordings.clip_tree import is_same_video
from webinars.domain.search.tokens import TOKEN_VERSION, tokens
from webinars.models import (
    PASSAGE_ROOM,
    AgendaQuestion,
    AudienceQuestion,
    Cue,
    PassageKind,
    QuestionState,
    Recording,
    RecordingKind,
    SearchPassage,
    Transcript,
)
from webinars.pure.videos.timeline import Timeline, merge_cuts

SPEECH_MS = 30_000
"""What is said within so long is one passage: in more it would take long to hear it, in less it would be torn apart."""

COMPARED = 5_000
"""What is said more often says little: only the latest so many passages are put in order by how well they fit."""

Key = tuple[int, PassageKind, int, int]
"""Of a passage: its recording, its kind, the id in the table of that kind, where it begins."""


STORED = (
    SearchPassage.id,
    SearchPassage.recording_id,
    SearchPassage.kind,
    SearchPassage.ref_id,
    SearchPassage.from_ms,
    SearchPassage.starts_s,
    SearchPassage.digest,
    SearchPassage.token_version,
)
"""What is compared of a stored passage."""


def key_of(row: Any) -> Key:  # noqa: ANN401 - a row of STORED
    return row.recording_id, row.kind, row.ref_id, row.from_ms


class IndexPassage(Struct, frozen=True, kw_only=True, dict=True):
    """A passage as it shall be."""

    recording_id: int
    kind: PassageKind
    ref_id: int
    from_ms: int
    until_ms: int
    starts_s: int
    words: str
    language: str
    """As a BCP 47 tag."""

    @property
    def key(self) -> Key:
        return self.recording_id, self.kind, self.ref_id, self.from_ms

    @property
    def digest(self) -> int:
        """Of its words, in which language they are, and how far they go."""
        content = f"{self.until_ms}\n{self.language}\n{self.words}".encode(errors="replace")
        return int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), signed=True)

    def row(self, passage_id: int) -> dict[str, Any]:
        """Returns the columns of its row under an id."""
        return {
            "id": passage_id,
            "recording_id": self.recording_id,
            "kind": self.kind,
            "ref_id": self.ref_id,
            "from_ms": self.from_ms,
            "until_ms": self.until_ms,
            "starts_s": self.starts_s,
            "text": "" if self.kind == PassageKind.SPEECH else self.words,
            "digest": self.digest,
            "token_version": TOKEN_VERSION,
        }

    @cached_property
    def tokens(self) -> list[str]:
        return tokens(self.words)


class _Answered(NamedTuple):
    ref_id: int
    answered_s: int
    text: str


class _CueRow(NamedTuple):
    recording_id: int
    transcript_id: int
    starts_ms: int
    text: str
    language: str


class _Shown(Struct, frozen=True):
    """A recording that shows a stretch of a file."""

    recording_id: int
    timeline: Timeline
    duration_s: int | None = None

    def is_over(self, at_s: int) -> bool:
        """Returns whether its video has ended by then, as far as its length is known."""
        place_s = self.timeline.place(at_s)
        return place_s is not None and self.duration_s is not None and place_s >= self.duration_s


def passage_ids_of(recording_id: sa.ColumnElement[int]) -> tuple[sa.ColumnElement[int], sa.ColumnElement[int]]:
    """Returns the first and the last id that a passage of a recording can have."""
    room = sa.literal_column(str(PASSAGE_ROOM), sa.BigInteger)
    return recording_id * room, recording_id * room + sa.literal_column(str(PASSAGE_ROOM - 1), sa.BigInteger)


def passages_of(session: Session, webinar_ids: Collection[int]) -> Iterator[IndexPassage]:
    """Yields the passages of all recordings of those of these webinars that may be found, as the database has them now.

    What a clip shows is its own. The whole stream has the rest. So each passage is found once, where it says most.
    """
    recordings = session.scalars(
        sa.select(Recording)
        .join(Recording.webinar)
        .where(Recording.webinar_id.in_(webinar_ids), listed())
        .order_by(Recording.webinar_id, Recording.position, Recording.id)
        .options(orm.selectinload(Recording.cuts), orm.selectinload(Recording.chapters))
        .execution_options(populate_existing=True)
    ).all()
    cues = _cues(session, [recording.id for recording in recordings])
    questions = _questions(session, webinar_ids)
    for webinar_id, group in groupby(recordings, lambda recording: recording.webinar_id):
        of_webinar = list(group)
        for file in of_webinar:
            shown = _shown(file, of_webinar)
            if file.chapters:
                yield from _chapters(file, shown)
            if file.kind == RecordingKind.FULL:
                yield from _answers(questions.get(webinar_id, ()), shown, file.language)
            yield from _speech(cues.get(file.id, ()), shown)


def _cues(session: Session, recording_ids: Sequence[int]) -> Mapping[int, list[_CueRow]]:
    # Cues are read as bare rows: an object for each would take longer than everything else.
    rows = session.execute(
        sa.select(Transcript.recording_id, Cue.transcript_id, Cue.starts_ms, Cue.text, Transcript.language)
        .join(Transcript, Transcript.id == Cue.transcript_id)
        .where(Transcript.recording_id.in_(recording_ids))
        .order_by(Cue.transcript_id, Cue.starts_ms, Cue.id)
    )
    found: dict[int, list[_CueRow]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(_CueRow(*row))
    return found


def _questions(session: Session, webinar_ids: Collection[int]) -> Mapping[int, list[_Answered]]:
    """Returns by webinar the answered questions: those of the agenda, and of the audience those that may be seen."""
    found: dict[int, list[_Answered]] = {}
    for question in session.scalars(
        sa.select(AgendaQuestion)
        .where(AgendaQuestion.webinar_id.in_(webinar_ids), AgendaQuestion.answered_s.is_not(None))
        .order_by(AgendaQuestion.position)
        .execution_options(populate_existing=True)
    ):
        if question.answered_s is not None:
            answered = _Answered(question.id, question.answered_s, question.text)
            found.setdefault(question.webinar_id, []).append(answered)
    asked = session.execute(
        sa.select(AudienceQuestion.webinar_id, AudienceQuestion.id, AudienceQuestion.answered_s, AudienceQuestion.text)
        .where(
            AudienceQuestion.webinar_id.in_(webinar_ids),
            AudienceQuestion.state == QuestionState.ANSWERED,
            ~AudienceQuestion.is_hidden,
            AudienceQuestion.answered_s.is_not(None),
        )
        .order_by(AudienceQuestion.webinar_id, AudienceQuestion.number)
    )
    for webinar_id, question_id, answered_s, text in asked:
        # Below zero, because the ids of both tables are told apart by nothing else.
        found.setdefault(webinar_id, []).append(_Answered(-question_id, answered_s or 0, text))
    return found


def _shown(file: Recording, recordings: Iterable[Recording]) -> list[_Shown]:
    """Returns who shows parts of a file: the clips of it, the shortest first, and then the recording itself."""
    cuts = merge_cuts((cut.starts_s, cut.ends_s) for cut in file.cuts)
    showing = [file]
    if file.kind == RecordingKind.FULL:
        clips = [each for each in recordings if each.kind != RecordingKind.FULL and is_same_video(each, file)]
        showing = [*sorted(clips, key=_length), file]
    return [
        _Shown(
            each.id,
            Timeline(sync_s=file.sync_s, cuts=cuts, starts_s=each.starts_s, ends_s=each.ends_s),
            each.duration_s,
        )
        for each in showing
    ]


def _length(recording: Recording) -> float:
    return float("inf") if recording.ends_s is None else recording.ends_s - recording.starts_s


class _Place(NamedTuple):
    recording_id: int
    place_s: float


def _place(shown: Iterable[_Shown], at_s: float) -> _Place | None:
    """Returns where `at_s` of webinar time is seen first of all."""
    for each in shown:
        place_s = each.timeline.place(at_s)
        if place_s is not None:
            return _Place(each.recording_id, place_s)
    return None


def _chapters(file: Recording, shown: Sequence[_Shown]) -> Iterator[IndexPassage]:
    for chapter in file.chapters:
        yield from _at(PassageKind.CHAPTER, chapter.id, chapter.at_s, chapter.title, shown, file.language)


def _answers(questions: Iterable[_Answered], shown: Sequence[_Shown], language: str) -> Iterator[IndexPassage]:
    for question in questions:
        showing = [each for each in shown if not each.is_over(question.answered_s)]
        yield from _at(PassageKind.QUESTION, question.ref_id, question.answered_s, question.text, showing, language)


def _at(
    kind: PassageKind, ref_id: int, at_s: int, words: str, shown: Sequence[_Shown], language: str
) -> Iterator[IndexPassage]:
    place = _place(shown, at_s)
    if place is not None:
        yield IndexPassage(
            recording_id=place.recording_id,
            kind=kind,
            ref_id=ref_id,
            from_ms=at_s * 1000,
            until_ms=at_s * 1000,
            starts_s=int(place.place_s),
            words=_written(words),
            language=language,
        )


def _speech(cues: Iterable[_CueRow], shown: Sequence[_Shown]) -> Iterator[IndexPassage]:
    """Yields what is said, in passages that begin and end with a cue.

    A passage never reaches over a cut, nor over a cue that is not shown with it: what was cut out must not stand in an
    excerpt, and from the beginning of a passage the seconds of its cues can be counted.
    """
    placed = ((cue, _place(shown, cue.starts_ms / 1000)) for cue in cues)
    for _together, group in groupby(placed, _belonging):
        (first, place), *others = group
        if place is None:
            continue
        spoken = [first, *(cue for cue, _place in others)]
        yield IndexPassage(
            recording_id=place.recording_id,
            kind=PassageKind.SPEECH,
            ref_id=first.transcript_id,
            from_ms=first.starts_ms,
            until_ms=spoken[-1].starts_ms,
            starts_s=int(place.place_s),
            words=_written("\n".join(cue.text for cue in spoken)),
            language=first.language,
        )


def _belonging(placed: tuple[_CueRow, _Place | None]) -> tuple[object, ...]:
    """Returns what two cues of one passage have in common."""
    cue, place = placed
    half_minute = (cue.transcript_id, cue.starts_ms // SPEECH_MS)
    if place is None:
        return half_minute
    return (*half_minute, place.recording_id, round(cue.starts_ms / 1000 - place.place_s, 3))


def _written(words: str) -> str:
    # PostgreSQL stores no NUL, and nobody looks for one.
    return words.replace("\0", "")
