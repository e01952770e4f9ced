"""What an organiser arranges below a recording, in one list and in the seconds of its file. Pure."""

import enum
from collections.abc import Iterator

from msgspec import Struct

from webinars.domain.recordings.clip_tree import file_timeline_of, is_stretch_of
from webinars.models import Appearance, Recording, RecordingKind
from webinars.pure.videos.timeline import Timeline


class RowKind(enum.StrEnum):
    CLIP = "clip"
    STRETCH = "stretch"
    """A recording of the same video that does not follow the stream."""
    CHAPTER = "chapter"
    QUESTION = "question"
    ASKED = "asked"
    """A question from the audience that was answered."""


class TimelineRow(Struct, frozen=True, kw_only=True):
    """One line of the list. Its times are those that players of the file show."""

    kind: RowKind
    id: int
    """Of a question from the audience, its number."""
    title: str
    speaker: str = ""
    slug: str = ""
    starts_s: int | None = None
    """None of a question that was not marked yet."""
    ends_s: int | None = None
    is_lost: bool = False
    """Whether its moment is not in the file: it was cut out, or lies before the file's beginning."""

    @property
    def key(self) -> str:
        """Names the row on the page."""
        return f"{self.kind}-{self.id}"


def timeline_rows(recording: Recording) -> list[TimelineRow]:
    """Returns everything below a recording that has a file, in order. Unmarked questions stand at the end."""
    timeline = file_timeline_of(recording)
    rows = list(_chapters(recording, timeline))
    if recording.kind == RecordingKind.FULL:
        rows += [*_clips(recording), *_questions(recording, timeline), *_audience_questions(recording, timeline)]
    kinds = list(RowKind)
    return sorted(rows, key=lambda row: (row.starts_s is None, row.starts_s or 0, kinds.index(row.kind)))


def without_recording(recording: Recording) -> list[Appearance]:
    """Returns those of the line-up who have no recording of their own yet, in its order."""
    webinar = recording.webinar
    recorded = {each.appearance for each in webinar.recordings}
    return [appearance for appearance in webinar.lineup if appearance not in recorded]


def _clips(recording: Recording) -> Iterator[TimelineRow]:
    for other in recording.webinar.recordings:
        is_clip = other.stream is recording
        if is_clip or is_stretch_of(other, recording):
            yield TimelineRow(
                kind=RowKind.CLIP if is_clip else RowKind.STRETCH,
                id=other.id,
                title=other.title,
                speaker=other.appearance.shown_name if other.appearance else "",
                slug=other.slug,
                starts_s=other.starts_s,
                ends_s=other.ends_s,
            )


def _chapters(recording: Recording, timeline: Timeline) -> Iterator[TimelineRow]:
    for chapter in recording.chapters:
        starts_s, is_lost = _place_in_file(timeline, chapter.at_s)
        yield TimelineRow(kind=RowKind.CHAPTER, id=chapter.id, title=chapter.title, starts_s=starts_s, is_lost=is_lost)


def _questions(recording: Recording, timeline: Timeline) -> Iterator[TimelineRow]:
    for question in recording.webinar.questions:
        starts_s, is_lost = None, False
        if question.answered_s is not None:
            starts_s, is_lost = _place_in_file(timeline, question.answered_s)
        yield TimelineRow(
            kind=RowKind.QUESTION, id=question.id, title=question.text, starts_s=starts_s, is_lost=is_lost
        )


def _audience_questions(recording: Recording, timeline: Timeline) -> Iterator[TimelineRow]:
    for question in recording.webinar.answered_questions:
        starts_s, is_lost = None, False
        if question.answered_s is not None:
            starts_s, is_lost = _place_in_file(timeline, question.answered_s)
        yield TimelineRow(
            kind=RowKind.ASKED, id=question.number, title=question.text, starts_s=starts_s, is_lost=is_lost
        )


def _place_in_file(timeline: Timeline, at_s: int) -> tuple[int, bool]:
    """Returns where a moment is seen in the file, or would be, and whether it is not in it."""
    return round(timeline.clamped(at_s)), timeline.place(at_s) is None
