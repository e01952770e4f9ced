"""What lies around a recording in its webinar, and where a webinar's answers are seen. Pure.

Recordings are loaded with what `timeline_of` needs.
"""

from collections.abc import Sequence

from webinars.domain.recordings.clip_tree import is_same_video, place_of, timeline_of
from webinars.models import Recording, RecordingKind, Webinar


def neighbouring_talks(recording: Recording) -> tuple[Recording | None, Recording | None]:
    """Returns the talks before and after this one in its webinar. A full stream has none beside it."""
    if recording.kind == RecordingKind.FULL:
        return None, None
    talks = [each for each in recording.webinar.recordings if each.kind == RecordingKind.PRESENTATION]
    place = talks.index(recording)
    return (talks[place - 1] if place else None), (talks[place + 1] if place + 1 < len(talks) else None)


def full_stream_of(recording: Recording, place_s: int) -> tuple[Recording, int] | None:
    """Returns the full stream that a talk is part of, and the second of it that is `place_s` of the talk."""
    for stream in recording.webinar.recordings:
        if recording.kind == RecordingKind.FULL or stream.kind != RecordingKind.FULL:
            continue
        if is_same_video(stream, recording):
            return stream, max(recording.starts_s + place_s - stream.starts_s, 0)
        # Another video of the same evening: its place in it is known once its sync point is set.
        place = timeline_of(stream).place(timeline_of(recording).at(place_s)) if recording.sync_s else None
        if place is not None:
            return stream, round(place)
    return None


def answers_of(webinar: Webinar) -> dict[int, tuple[Recording, int]]:
    """Returns where answers are seen, by the ids of their questions: the recording that shows it, and its second."""
    seen = {
        question.id: recording_showing(webinar.recordings, question.answered_s)
        for question in webinar.questions
        if question.answered_s is not None
    }
    return {question_id: place for question_id, place in seen.items() if place is not None}


def recording_showing(recordings: Sequence[Recording], at_s: int) -> tuple[Recording, int] | None:
    """Returns which of a webinar's recordings shows a second of webinar time, and at which of its own seconds.

    That is the first full stream that does, else the first talk cut from one. Returns None where nothing shows it.
    """
    full = [each for each in recordings if each.kind == RecordingKind.FULL]
    # A talk with a video of its own lies anywhere in the webinar.
    cut = [each for each in recordings if each.kind != RecordingKind.FULL and each.stream is not None]
    for recording in (*full, *cut):
        place = place_of(recording, at_s)
        if place is not None:
            return recording, place
    return None
