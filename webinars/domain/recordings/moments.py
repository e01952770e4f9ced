"""The moments of a recording that people jump to: chapters, answers to questions, where each talk begins. Pure."""

import enum
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from webinars.domain.recordings.clip_tree import file_of, is_same_video, place_of, timeline_of
from webinars.models import Recording, RecordingKind
from webinars.pure.videos.timeline import Timeline


class MomentKind(enum.StrEnum):
    """In the order in which they stand where several share a second."""

    TALK = "talk"
    """Another video of this webinar shows what begins here."""
    CLIP = "clip"
    """A stretch of this video, with a page of its own, begins here."""
    CHAPTER = "chapter"
    QUESTION = "question"
    """A question of the agenda, or of the audience, is answered from here on."""


class Moment(Struct, frozen=True, kw_only=True):
    """Something that begins in a recording."""

    place_s: int
    """The second of the recording itself: what `?t=` names."""
    ends_s: int | None = None
    """Where it ends in the recording, known of clips only. None means where the next moment begins."""
    title: str
    kind: MomentKind
    language: str
    """The title's, as a BCP 47 tag."""
    speaker: str = ""
    """Who is heard, as the name is printed for that webinar."""
    slug: str | None = None
    """The recording with a page of its own that begins here."""
    number: int | None = None
    """Of a question from the audience: what it is known by on the webinar's page."""


def moments_of(recording: Recording) -> tuple[Moment, ...]:
    """Returns what begins in a recording, in order. It was loaded by `recording_page`, or with `queries.with_moments`.

    A chapter that begins in the same second as a clip is one moment with it: the chapter, with the speaker and the
    slug of the clip.
    """
    timeline = timeline_of(recording)
    chapters = {each.place_s: each for each in _chapters(recording, timeline)}
    moments = list(_questions(recording))
    for talk in (*_clips(recording), *_talks(recording, timeline)):
        chapter = chapters.get(talk.place_s)
        if chapter is None or chapter.slug is not None:
            moments.append(talk)
        else:
            chapters[talk.place_s] = replace(chapter, ends_s=talk.ends_s, speaker=talk.speaker, slug=talk.slug)
    kinds = list(MomentKind)
    return tuple(sorted([*moments, *chapters.values()], key=lambda each: (each.place_s, kinds.index(each.kind))))


def _chapters(recording: Recording, timeline: Timeline) -> Iterator[Moment]:
    file = file_of(recording)
    for chapter in file.chapters:
        place = timeline.place(chapter.at_s)
        if place is not None:
            yield Moment(place_s=round(place), title=chapter.title, kind=MomentKind.CHAPTER, language=file.language)


def _questions(recording: Recording) -> Iterator[Moment]:
    if recording.kind != RecordingKind.FULL and recording.stream_id is None:
        # A video of its own lies anywhere in the webinar.
        return
    webinar = recording.webinar
    for question in webinar.questions:
        place = None if question.answered_s is None else place_of(recording, question.answered_s)
        if place is not None:
            yield Moment(place_s=place, title=question.text, kind=MomentKind.QUESTION, language=webinar.language)
    for asked in webinar.answered_questions:
        place = None if asked.answered_s is None else place_of(recording, asked.answered_s)
        if place is not None:
            yield Moment(
                place_s=place,
                title=asked.text,
                kind=MomentKind.QUESTION,
                language=asked.language or webinar.language,
                number=asked.number,
            )


def _clips(recording: Recording) -> Iterator[Moment]:
    """Yields the stretches of the same video that have a page of their own."""
    if recording.kind != RecordingKind.FULL:
        return
    for other in recording.webinar.recordings:
        place_s = other.starts_s - recording.starts_s
        is_in_it = place_s >= 0 and (recording.ends_s is None or other.starts_s < recording.ends_s)
        if other.kind == RecordingKind.PRESENTATION and is_same_video(other, recording) and is_in_it:
            ends_s = None if other.ends_s is None else other.ends_s - recording.starts_s
            yield _talk(other, MomentKind.CLIP, place_s, ends_s)


def _talks(recording: Recording, timeline: Timeline) -> Iterator[Moment]:
    """Yields the videos of single talks whose place in the webinar is known: their sync point is set."""
    if recording.kind != RecordingKind.FULL:
        return
    for other in recording.webinar.recordings:
        if other.kind == RecordingKind.PRESENTATION and other.sync_s and not is_same_video(other, recording):
            place = timeline.place(timeline_of(other).at(0))
            if place is not None:
                yield _talk(other, MomentKind.TALK, round(place), None)


def _talk(talk: Recording, kind: MomentKind, place_s: int, ends_s: int | None) -> Moment:
    return Moment(
        place_s=place_s,
        ends_s=ends_s,
        title=talk.title,
        kind=kind,
        language=talk.language,
        speaker=talk.appearance.shown_name if talk.appearance else "",
        slug=talk.slug,
    )
