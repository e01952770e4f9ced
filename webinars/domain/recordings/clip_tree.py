"""What hangs below a recording: its virtual clips follow the stream they are cut from."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.questions.boards import board_of
from webinars.models import HostedVideo, Recording, RecordingKind, Webinar
from webinars.pure.videos import Video
from webinars.pure.videos.timeline import Timeline, merge_cuts

# Where a full stream begins in webinar time, as far as it follows from when moderators say that it began.


LATEST_BEGIN_S = 6 * 3600
"""A stream that began later, or as long before, belongs to a start from which the webinar was moved."""


def usual_sync_s(session: Session, webinar: Webinar) -> int:
    """Returns the sync point of a full stream of which nobody has said more than when it, or the webinar, began."""
    board = board_of(session, webinar.id)
    said = None if board is None else board.stream_began_at
    return sync_s_of(webinar.starts_at, said or webinar.pressed(webinar.began_at))


def sync_s_of(starts_at: dt.datetime | None, began_at: dt.datetime | None) -> int:
    """Returns the sync point of a stream that began at `began_at`, or 0, the planned start, where that is not known."""
    if starts_at is None or began_at is None:
        return 0
    seconds = round((began_at - starts_at).total_seconds())
    return seconds if abs(seconds) <= LATEST_BEGIN_S else 0


KNOWN_BY_ADDRESS = frozenset({"hls", "link", "video_file"})
"""Providers without ids of their own: the address is all there is."""


def timeline_of(recording: Recording) -> Timeline:
    """Returns the clocks of a recording that was loaded with its cuts, and for a virtual clip with its stream's."""
    return _timeline(recording, file_of(recording))


def place_of(recording: Recording, at_s: int) -> int | None:
    """Returns the second of a recording at which one of webinar time is seen, or None if it is not in it.

    What happened after the end of its video is not in it either. It is loaded as for `timeline_of`.
    """
    place = timeline_of(recording).place(at_s)
    if place is None or (recording.duration_s is not None and place >= recording.duration_s):
        return None
    return round(place)


def file_timeline_of(recording: Recording) -> Timeline:
    """Returns the clocks of the whole file, whatever stretch of it is shown.

    Its own seconds are those that players show.
    """
    file = file_of(recording)
    return Timeline(sync_s=file.sync_s, cuts=_cuts(file))


def is_stretch_of(recording: Recording, stream: Recording) -> bool:
    """Returns whether a recording is a talk out of what a full stream shows of its video, and follows none yet.

    One with chapters or transcripts is none: it would show those of the stream instead. Both were loaded by
    `queries.load_trees`.
    """
    return (
        (recording.kind, stream.kind) == (RecordingKind.PRESENTATION, RecordingKind.FULL)
        and recording.stream is None
        and is_same_video(recording, stream)
        and recording.is_excerpt
        and _is_within(recording, stream)
        and not (recording.chapters or recording.transcripts)
    )


def file_of(recording: Recording) -> Recording:
    """Returns the recording whose the file is, with sync point, cuts, chapters and transcripts: its stream, if any."""
    return recording.stream or recording


def is_same_video(one: HostedVideo, other: HostedVideo) -> bool:
    """Returns whether both are of the same video, whichever stretch of it."""
    ids = ("provider", "provider_host", "provider_video")
    is_address = one.provider in KNOWN_BY_ADDRESS
    return all(getattr(one, name) == getattr(other, name) for name in ids) and (one.url == other.url or not is_address)


def is_at(place: HostedVideo, video: Video) -> bool:
    """Returns whether a place is where `video` is, whichever stretch of it."""
    is_same = (place.provider, place.provider_host, place.provider_video) == (video.provider, video.host, video.video)
    return is_same and (place.url == video.url or video.provider not in KNOWN_BY_ADDRESS)


def settle_clips(stream: Recording) -> None:
    """Give the virtual clips of `stream` the address and the seconds that follow from it.

    It is loaded with them and its cuts. To be called by whatever changes address, stretch, sync point or cuts of it.
    """
    for clip in stream.clips:
        settle_clip(clip, stream)


def settle_clip(clip: Recording, stream: Recording) -> None:
    """Give one virtual clip what follows from its stream and its own `from_s` and `until_s`."""
    clip.url, clip.provider, clip.provider_host = stream.url, stream.provider, stream.provider_host
    clip.provider_video, clip.provider_hash = stream.provider_video, stream.provider_hash
    starts_s, ends_s = stretch_in(stream, clip.from_s or 0, clip.until_s)
    if ends_s is not None and ends_s <= starts_s:
        # All of it was cut out or lies outside: a second of it stays, because a recording without any is none.
        starts_s, ends_s = max(ends_s - 1, 0), max(ends_s, 1)
    clip.starts_s, clip.ends_s = starts_s, ends_s
    clip.duration_s = None if ends_s is None else ends_s - starts_s


def tie(clip: Recording, stream: Recording) -> None:
    """Let a stretch of the same video as `stream` follow it from now on: it shows what it did."""
    timeline = file_timeline_of(stream)
    clip.from_s = round(timeline.at(clip.starts_s))
    clip.until_s = None if clip.ends_s is None else round(timeline.at(clip.ends_s))
    clip.stream = stream
    settle_clip(clip, stream)


def stretch_in(stream: Recording, from_s: int, until_s: int | None) -> tuple[int, int | None]:
    """Returns where a stretch of webinar time begins and ends in the file of `stream`, in one second if not in it."""
    timeline = _timeline(stream, stream)
    starts_s = stream.starts_s + round(timeline.clamped(from_s))
    if until_s is None:
        return starts_s, stream.ends_s
    return starts_s, stream.starts_s + round(timeline.clamped(until_s))


def _is_within(recording: Recording, stream: Recording) -> bool:
    """Returns whether all that a recording shows of a video is in what `stream` shows of it."""
    if recording.starts_s < stream.starts_s:
        return False
    return stream.ends_s is None or (recording.ends_s is not None and recording.ends_s <= stream.ends_s)


def _timeline(recording: Recording, file: Recording) -> Timeline:
    return Timeline(
        sync_s=file.sync_s,
        cuts=_cuts(file),
        starts_s=recording.starts_s,
        ends_s=recording.ends_s,
    )


def _cuts(file: Recording) -> tuple[tuple[int, int], ...]:
    return merge_cuts((cut.starts_s, cut.ends_s) for cut in file.cuts)
