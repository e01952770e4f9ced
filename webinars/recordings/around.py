"""What lies around a recording in its webinar. Pure; it was loaded by `recording_page`."""

from webinars.models import Recording, RecordingKind
from webinars.recordings.tree import is_same_video, timeline_of


def talks_beside(recording: Recording) -> tuple[Recording | None, Recording | None]:
    """The talks before and after this one in its webinar; a full stream has none beside it."""
    if recording.kind == RecordingKind.FULL:
        return None, None
    talks = [each for each in recording.webinar.recordings if each.kind == RecordingKind.PRESENTATION]
    place = talks.index(recording)
    return (talks[place - 1] if place else None), (talks[place + 1] if place + 1 < len(talks) else None)


def whole_of(recording: Recording, place_s: int) -> tuple[Recording, int] | None:
    """The full stream that a talk is part of, and the second of it that is `place_s` of the talk."""
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
